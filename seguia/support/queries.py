"""Reads of the help desk. One case is only obtained through `case_for`, which checks the right to know of it."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.permissions import allowed
from seguia.membership.queries import organisation_ids_of
from seguia.support.models import (
    ENDED,
    WORKED_ON,
    Adviser,
    Case,
    CaseStatus,
    Deadline,
    ForWhom,
    Handover,
    HandoverState,
    Message,
)
from seguia.support.rules import Standing, active_adviser

if TYPE_CHECKING:
    from django.db.models import QuerySet


def visible_cases(user: Any) -> "QuerySet[Case]":
    """The cases whose existence a person may know of; `rules.standing_of` says the same of one case."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return Case.objects.none()
    found = Case.objects.select_related("organisation__territory", "adviser__user")
    if user.is_staff:
        return found
    own = organisation_ids_of(user)
    seen = Q(organisation_id__in=own)
    adviser = active_adviser(user)
    if adviser is not None:
        offered = Handover.objects.filter(to_adviser=adviser, state=HandoverState.WAITING).values("case_id")
        candidate = Q(status=CaseStatus.OPEN, kind__in=adviser.kinds) | Q(pk__in=offered) & ~Q(status__in=ENDED)
        seen |= (Q(adviser=adviser) | candidate) & ~Q(organisation_id__in=own)
    return found.filter(seen)


def case_for(user: Any, public_id: str) -> Case:
    """One case, for those who may know of it; others learn nothing. Raises NotFound."""
    case = Case.objects.select_related("organisation__territory", "adviser__user").filter(public_id=public_id).first()
    if case is None or not allowed("support.view_case", user, case):
        raise NotFound(_("There is no request for help with this address, or it is not yours to read."))
    return case


def cases_of(organisation_ids: "set[int]") -> "QuerySet[Case]":
    """The cases of some organisations, the last changed first."""
    found = Case.objects.filter(organisation_id__in=organisation_ids)
    return found.select_related("organisation__territory", "adviser__user").order_by("-changed_at", "-pk")


def active_advisers() -> "QuerySet[Adviser]":
    """Who advises today, with their people."""
    return Adviser.objects.active().select_related("user").order_by("user__name", "pk")


def case_to_take(user: Any, public_id: str) -> Case:
    """As `case_for`, for who wants to take it: whoever comes a moment late reads why. Raises NotFound."""
    try:
        return case_for(user, public_id)
    except NotFound as error:
        raise NotFound(
            _("There is no request for help with this address, or it is not yours to read. Perhaps a colleague took it a "
              "moment ago.")
        ) from error  # fmt: skip


def offered_case(user: Any, public_id: str) -> Case:
    """A case this person is asked to take over, while the offer waits. Raises NotFound."""
    case = case_to_take(user, public_id)
    if offer_for(case, user) is None:
        raise NotFound(_("You are not asked to take this request over (any more)."))
    return case


def lines_for(case: Case, standing: Standing) -> list[Message]:
    """The thread as this person may read it, with authors and files; private notes for the desk alone."""
    if not standing.reads_thread:
        return []
    found = Message.objects.filter(case=case).select_related("author").prefetch_related("attachments__file")
    return list(found if standing.reads_notes else found.public())


def last_line(case: Case, standing: Standing) -> str:
    """Public id of the newest line this person may read; `0` where there is none."""
    found = Message.objects.filter(case=case)
    last = (found if standing.reads_notes else found.public()).order_by("-at", "-pk").first()
    return last.public_id if last else "0"


def deadlines_for(case: Case, standing: Standing) -> list[Deadline]:
    """What is due: all for the desk, the town's own for the town."""
    if not standing.reads_thread:
        return []
    found = Deadline.objects.filter(case=case).order_by("due", "pk")
    return list(found if standing.reads_notes else found.filter(for_whom=ForWhom.TOWN))


def offer_for(case: Case, user: Any) -> Handover | None:
    """The wish of a colleague that this person takes the case over, while it waits for an answer."""
    adviser = active_adviser(user)
    waiting = Handover.objects.filter(case=case, to_adviser=adviser, state=HandoverState.WAITING)
    return waiting.select_related("by").first() if adviser else None


def advisers_with_load() -> "QuerySet[Adviser]":
    """Who advises today, with `.load`, the number of cases each has in work. One query and one for the themes."""
    load = Count("cases", filter=Q(cases__status__in=[*WORKED_ON]))
    return active_advisers().annotate(load=load).prefetch_related("themes")


def adviser_for(public_id: str) -> Adviser:
    """An adviser of today. Raises NotFound."""
    found = active_advisers().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such adviser."))
    return found
