"""The queue: what waits for an adviser, and what an adviser has in hand. What fits comes first, then the oldest."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.membership.queries import organisation_ids_of
from seguia.search.request import whole_number
from seguia.support.models import ENDED, WORKED_ON, Adviser, Case, CaseKind, CaseStatus, Deadline
from seguia.support.rules import active_adviser
from seguia.vocabulary.models import Concept

PAGE_SIZE, DEEPEST, MOST_ADVISERS = 20, 10_000, 3
VIEWS = ("open", "mine", "waiting", "overdue", "all")
"""Waits for an adviser; is mine; waits for the town; should have been answered or done; everything not ended."""
NOT_ENDED = [CaseStatus.OPEN, *WORKED_ON]


@dataclass(frozen=True)
class QueueRequest:
    """What is asked of the queue."""

    view: str = "open"
    language: str = ""
    kind: str = ""
    theme: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> "QueueRequest":
        """Read `?view=&language=&kind=&theme=&page=`. Raises Invalid for what cannot be."""
        view = parameters.get("view", "") or "open"
        language, kind, theme = (parameters.get(name, "") or "" for name in ("language", "kind", "theme"))
        is_known = view in VIEWS and language in ("", *language_codes()) and kind in ("", *CaseKind.values)
        if not is_known or len(theme) > 80 or "\x00" in theme:
            raise Invalid(_("There is no such part of the queue. Choose one of those on the page."), code="bad_view")
        return cls(view, language, kind, theme, whole_number(parameters.get("page", ""), "page", 1, DEEPEST))


@dataclass(frozen=True)
class QueueRow:
    """One case as the queue shows it."""

    case: Case
    speaks: bool
    """The reader advises in its language."""
    is_on_theme: bool
    days: int
    """Since it was asked."""
    due: datetime.date | None
    """The next open deadline, else the day the town wished for."""
    is_overdue: bool
    fitting: list[Adviser] = field(default_factory=list)
    """For the secretariat: who could take it, those with the most room first."""


@dataclass(frozen=True)
class Queue:
    """A page of the queue with everything around it."""

    request: QueueRequest
    rows: list[QueueRow]
    counts: dict[str, int]
    """By view; under the filters."""
    adviser: Adviser | None
    in_hand: int
    """Cases the reader is responsible for."""
    themes: list[Concept]
    is_secretariat: bool

    @property
    def count(self) -> int:
        """Cases of the view that is shown."""
        return self.counts[self.request.view]

    @property
    def pages(self) -> int:
        """Number of pages."""
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def is_full(self) -> bool:
        """The reader has as many cases as was agreed."""
        return self.adviser is not None and self.in_hand >= self.adviser.most_cases


def queue_for(user: Any, request: QueueRequest) -> Queue:
    """What this person may work on, in a fixed number of queries. Empty for who neither advises nor is of the
    secretariat."""
    adviser, is_staff = active_adviser(user), bool(user.is_active and user.is_staff)
    own = organisation_ids_of(user)
    scope = _filtered(_scope(adviser, own, is_staff=is_staff), request)
    conditions = _views(adviser)
    counts = scope.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    known = {theme.pk: theme for theme in adviser.themes.all()} if adviser else {}
    themes = _themes_below(known)
    found = _ordered(scope.filter(conditions[request.view]), adviser, themes, request.view)
    begin = (request.page - 1) * PAGE_SIZE
    cases = list(_for_rows(found)[begin : begin + PAGE_SIZE])
    return Queue(
        request,
        _rows(cases, with_advisers=is_staff),
        counts,
        adviser,
        Case.objects.filter(adviser=adviser, status__in=WORKED_ON).count() if adviser else 0,
        list(Concept.objects.filter(is_theme=True).order_by("order", "pk")),
        is_staff,
    )


def _scope(adviser: Adviser | None, own: Iterable[int], *, is_staff: bool) -> "QuerySet[Case]":
    """Cases that are not ended: all for the secretariat; for advisers their own and the open ones they may take. Those
    of one's own town are not in the queue: one is the town there."""
    cases = Case.objects.filter(status__in=NOT_ENDED).exclude(organisation_id__in=list(own))
    if is_staff:
        return cases
    if adviser is None:
        return cases.none()
    return cases.filter(Q(adviser=adviser) | Q(status=CaseStatus.OPEN, kind__in=adviser.kinds))


def _filtered(cases: "QuerySet[Case]", request: QueueRequest) -> "QuerySet[Case]":
    if request.language:
        cases = cases.filter(language=request.language)
    if request.kind:
        cases = cases.filter(kind=request.kind)
    if request.theme:
        below = Concept.objects.filter(Q(slug=request.theme) | Q(theme__slug=request.theme)).values("pk")
        cases = cases.filter(_has_theme(below))
    return cases


def _has_theme(themes: Any) -> Exists:
    return Exists(Case.themes.through.objects.filter(case_id=OuterRef("pk"), concept_id__in=themes))


def _views(adviser: Adviser | None) -> dict[str, Q]:
    """Each view as a condition."""
    mine = Q(adviser=adviser) if adviser else Q(pk__in=[])
    return {
        "open": Q(status=CaseStatus.OPEN),
        "mine": mine,
        "waiting": Q(status=CaseStatus.WAITING),
        "overdue": overdue(),
        "all": Q(),
    }


def overdue(now: datetime.datetime | None = None) -> Q:
    """Cases that should have been answered, or for which something should have been done."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    late = Deadline.objects.filter(done_at=None, due__lt=today).values("case_id")
    unanswered = Q(first_answered_at=None, asked_at__lt=now - datetime.timedelta(days=settings.SUPPORT_ANSWER_DAYS))
    return Q(status__in=NOT_ENDED) & (unanswered | Q(wished_by__lt=today) | Q(pk__in=late))


def _themes_below(themes: Iterable[int]) -> list[int]:
    """These and everything below them."""
    themes = list(themes)
    if not themes:
        return []
    return list(Concept.objects.filter(Q(pk__in=themes) | Q(theme_id__in=themes)).values_list("pk", flat=True))


def _ordered(cases: "QuerySet[Case]", adviser: Adviser | None, themes: list[int], view: str) -> "QuerySet[Case]":
    """What the adviser can answer comes first: the language counts more than the theme; then who waits longest."""
    speaks = _flag(Q(language__in=adviser.languages)) if adviser else Value(0)
    on_theme = _flag(Q(_has_theme(themes))) if themes else Value(0)
    cases = cases.annotate(speaks=speaks, on_theme=on_theme)
    if view == "open":
        return cases.order_by("-speaks", "-on_theme", "asked_at", "pk")
    return cases.order_by(Coalesce(F("wished_by"), Value(datetime.date.max)), "asked_at", "pk")


def _flag(condition: Q) -> Choice:
    return Choice(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _for_rows(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    open_deadlines = Deadline.objects.filter(done_at=None).order_by("due", "pk")
    return cases.select_related("organisation__territory", "adviser__user").prefetch_related(
        "themes", Prefetch("deadlines", open_deadlines, to_attr="open_deadlines")
    )


def _rows(cases: list[Case], *, with_advisers: bool) -> list[QueueRow]:
    late = set(Case.objects.filter(overdue(), pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    fitting = fitting_advisers(cases) if with_advisers else {}
    now = timezone.now()
    return [_row(case, now, is_overdue=case.pk in late, fitting=fitting.get(case.pk, [])) for case in cases]


def _row(case: Any, now: datetime.datetime, *, is_overdue: bool, fitting: list[Adviser]) -> QueueRow:
    next_deadline = case.open_deadlines[0].due if case.open_deadlines else None
    return QueueRow(
        case,
        speaks=bool(case.speaks),
        is_on_theme=bool(case.on_theme),
        days=(now - case.asked_at).days,
        due=next_deadline or case.wished_by,
        is_overdue=is_overdue,
        fitting=fitting,
    )


def fitting_advisers(cases: Iterable[Case], most: int = MOST_ADVISERS) -> dict[int, list[Adviser]]:
    """By case that waits: advisers of its kind and language with room, those of its theme first, then those with the
    most room. Two queries and the themes of the cases."""
    waiting = [case for case in cases if case.status == CaseStatus.OPEN]
    if not waiting:
        return {}
    load = Count("cases", filter=Q(cases__status__in=WORKED_ON))
    advisers = list(Adviser.objects.active().select_related("user").prefetch_related("themes").annotate(load=load))
    return {case.pk: _fitting(case, advisers, most) for case in waiting}


def _fitting(case: Case, advisers: Iterable[Any], most: int) -> list[Adviser]:
    wanted = {key for theme in case.themes.all() for key in (theme.pk, theme.theme_id)}
    ranked = [
        (
            -len(wanted & {theme.pk for theme in adviser.themes.all()}),
            adviser.load - adviser.most_cases,
            adviser.pk,
            adviser,
        )
        for adviser in advisers
        if case.kind in adviser.kinds and case.language in adviser.languages and adviser.load < adviser.most_cases
    ]
    return [adviser for *_rank, adviser in sorted(ranked, key=lambda one: one[:3])[:most]]


def waiting_too_long(now: datetime.datetime | None = None) -> "QuerySet[Case]":
    """What the secretariat has to see to: institutional requests in nobody's hand, and those nobody took for days."""
    now = now or timezone.now()
    since = now - datetime.timedelta(days=settings.SUPPORT_UNTAKEN_DAYS)
    late = Q(kind=CaseKind.INSTITUTIONAL) | Q(asked_at__lt=since)
    return Case.objects.filter(late, status=CaseStatus.OPEN).exclude(status__in=ENDED).order_by("asked_at", "pk")
