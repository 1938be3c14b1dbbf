"""Who advises: the secretariat names them; when one leaves, nobody is left waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.audit.services import record_event
from seguia.core.errors import Invalid
from seguia.core.languages import current_language, language_codes
from seguia.core.permissions import require
from seguia.support.models import Adviser, Case, CaseKind, Handover, HandoverState
from seguia.support.services.changing import cleaned_reason, language_of, locked_adviser, locked_case
from seguia.support.services.taking import return_to_queue
from seguia.support.telling import open_cases_of
from seguia.vocabulary.models import Concept


@dataclass(frozen=True)
class Office:
    """For what somebody is an adviser."""

    languages: Sequence[str]
    kinds: Sequence[str] = (CaseKind.METHOD,)
    themes: Sequence[Concept] = ()
    most_cases: int = 5
    is_volunteer: bool = True


def name_adviser(*, user: Any, email: str, office: Office) -> Adviser:
    """Make somebody an adviser, or change for what; whoever had ended begins anew. Raises Refused, Invalid for an unknown
    address, ValidationError."""
    with transaction.atomic():
        require("support.manage_advisers", user)
        person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if person is None:
            raise Invalid(
                _("Nobody with this address has signed in here yet. Ask the person to sign in once, then name them."),
                code="unknown_person",
            )
        adviser = Adviser.objects.select_for_update().filter(user=person).first()
        code = "changed" if adviser is not None and adviser.until is None else "named"
        return _saved(adviser or Adviser(user=person), office, user, code)


def change_office(*, user: Any, adviser: Adviser, office: Office) -> Adviser:
    """Other languages, themes, kinds or another number of cases. Raises Refused, ValidationError."""
    with transaction.atomic():
        require("support.manage_advisers", user)
        return _saved(locked_adviser(adviser), office, user, "changed")


def _saved(adviser: Adviser, office: Office, user: Any, code: str) -> Adviser:
    adviser.languages = [one for one in language_codes() if one in office.languages]
    adviser.kinds = [one for one in CaseKind.values if one in office.kinds]
    if not adviser.languages:
        raise ValidationError({"languages": ValidationError(_("Choose at least one language."), code="required")})
    if not adviser.kinds:
        raise ValidationError({"kinds": ValidationError(_("Choose at least one kind of help."), code="required")})
    adviser.most_cases, adviser.is_volunteer = office.most_cases, office.is_volunteer
    if code == "named":
        adviser.since, adviser.until, adviser.named_by = timezone.now(), None, user
    adviser.full_clean(exclude=["user", "named_by"])
    adviser.save()
    adviser.themes.set(office.themes)
    record_event(f"support.adviser.{code}", adviser, actor=user, volunteer=adviser.is_volunteer)
    return adviser


def end_adviser(*, user: Any, adviser: Adviser, reason: str) -> int:
    """An adviser leaves, by the secretariat's word or their own. Their open cases wait for a new adviser, each with the
    reason as a private note; the towns are told. Returns how many. Raises Refused, ValidationError."""
    reason = cleaned_reason(reason)
    with transaction.atomic():
        fresh = locked_adviser(adviser)
        require("support.end_adviser", user, fresh)
        if fresh.until is not None:
            return 0
        number = free_cases(fresh, user=user, note=reason)
        fresh.until = timezone.now()
        fresh.save(update_fields=["until"])
        record_event("support.adviser.ended", fresh, actor=user, cases=number)
    return number


def free_cases(adviser: Adviser, *, user: Any, note: str) -> int:
    """Give everything a locked adviser has back to the queue, and settle what was offered to them."""
    now = timezone.now()
    offered = Handover.objects.filter(to_adviser=adviser, state=HandoverState.WAITING)
    offered.update(state=HandoverState.LAPSED, settled_at=now)
    cases = list(Case.objects.filter(open_cases_of(adviser)).order_by("pk"))
    for case in cases:
        fresh = locked_case(case)
        if fresh.adviser_id == adviser.pk:
            return_to_queue(fresh, user=user, note=note, language=language_of(note, current_language()))
    return len(cases)


def free_cases_of_absent() -> int:
    """Cases whose adviser was switched off or erased wait for a new one; a job of the worker. Returns how many."""
    absent = Adviser.objects.filter(user__is_active=False).filter(cases__status__in=["taken", "waiting"]).distinct()
    number = 0
    for adviser in absent.order_by("pk"):
        with transaction.atomic():
            number += free_cases(locked_adviser(adviser), user=None, note="")
    return number
