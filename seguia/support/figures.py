"""What the help desk achieves, in figures: how long towns wait, what is recommended and done, what stands in the way."""

import csv
import datetime
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from babel.dates import format_date
from django.core.cache import cache
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Message, NotFound
from seguia.core.formats import country_name, locale_of
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.core.spreadsheets import harmless_cell
from seguia.support.models import (
    WORKED_ON,
    Adviser,
    Case,
    CaseKind,
    CaseStatus,
    Obstacle,
    Outcome,
    Recommendation,
    RecommendationKind,
    RecommendationStatus,
)
from seguia.ui.charts import BarChart, Figure, bar_chart

DAY = datetime.timedelta(days=1)
QUARTERS, KEPT_SECONDS, FEWEST = 8, 600, 5
"""Quarters that are shown; how long figures are kept; below this number nothing is broken down for everybody."""
AGES = (3, 7, 30, 90)
"""Days that part the ages of open requests."""


@dataclass(frozen=True)
class Row:
    """A name and its figures; None where there is none, or it is too small to be told."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Table:
    """One question and its answer."""

    code: str
    title: Message
    explanation: Message
    columns: tuple[Message, ...]
    """Of the name first, then of each figure."""
    rows: Callable[[], Sequence[Row]]
    is_public: bool = False
    base: int = 0
    """Which figure says of how many cases a row speaks."""


@dataclass(frozen=True)
class ShownTable:
    """A table with its rows."""

    table: Table
    rows: Sequence[Row]

    @property
    def chart(self) -> BarChart | None:
        """The first figure of each row, drawn; None when there is nothing to draw."""
        figures = [Figure(row.label, float(row.values[0])) for row in self.rows if row.values[0]]
        return bar_chart(figures) if figures else None


Waits = list[tuple[str, str, datetime.datetime, datetime.datetime]]
"""(kind, country, asked, first answered)"""


def _waits() -> Waits:
    """Requests an adviser or the secretariat answered, of the last two years. One query."""
    found = Case.objects.exclude(first_answered_at=None).filter(asked_at__gte=_first_quarter())
    columns = ("kind", "organisation__territory__country", "asked_at", "first_answered_at")
    return [(kind, country or "", asked, answered) for kind, country, asked, answered in found.values_list(*columns)]


def _first_quarter() -> datetime.datetime:
    today = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = today.year * 12 + (today.month - 1) // 3 * 3 - 3 * (QUARTERS - 1)
    return today.replace(year=months // 12, month=months % 12 + 1)


def _by(waits: Waits, name: Callable[[Any], str]) -> dict[str, list[float]]:
    groups: dict[str, list[float]] = defaultdict(list)
    for wait in waits:
        groups[name(wait)].append((wait[3] - wait[2]) / DAY)
    return groups


def _wait_row(label: str, days: list[float]) -> Row:
    """Median, ninth of ten, how many."""
    ranked = sorted(days)
    ninth = ranked[-(-9 * len(ranked) // 10) - 1] if ranked else None
    return Row(
        label,
        (round(median(ranked), 1) if ranked else None, None if ninth is None else round(ninth, 1), len(ranked)),
    )


def answers_by_kind() -> list[Row]:
    """How long towns wait for the first word, by kind of help."""
    groups = _by(_waits(), lambda wait: str(wait[0]))
    return [_wait_row(str(kind.label).capitalize(), groups[kind.value]) for kind in CaseKind if groups.get(kind.value)]


def answers_by_country() -> list[Row]:
    """The same by country; partners without a territory together."""
    groups = _by(_waits(), lambda wait: str(wait[1]))
    named = [(country_name(code) if code else _("no country"), days) for code, days in groups.items()]
    return [_wait_row(name, days) for name, days in sorted(named, key=lambda one: (-len(one[1]), one[0]))]


def answers_by_quarter() -> list[Row]:
    """The same by the quarter in which the town asked, the oldest first."""
    groups = _by(_waits(), lambda wait: _quarter(wait[2]))
    return [_wait_row(_quarter_name(code), groups[code]) for code in sorted(groups)]


def _quarter(moment: datetime.datetime) -> str:
    """`2026-3`: sorts by time."""
    day = timezone.localtime(moment)
    return f"{day.year}-{(day.month + 2) // 3}"


def _quarter_name(code: str) -> str:
    """As a reader writes it: T3 2026."""
    year, number = code.split("-")
    day = datetime.date(int(year), 3 * int(number), 1)
    return str(format_date(day, format="QQQ y", locale=locale_of(current_language())))


def open_by_age() -> list[Row]:
    """Requests that are not ended, by the days since they were asked. One query."""
    now = timezone.now()
    moments = Case.objects.filter(status__in=[CaseStatus.OPEN, *WORKED_ON]).values_list("asked_at", "status")
    counts: Counter[tuple[int, bool]] = Counter()
    for asked, status in moments:
        age = (now - asked).days
        counts[sum(age > limit for limit in AGES), status == CaseStatus.OPEN] += 1
    if not counts:
        return []
    limits = [_("up to %(days)s days") % {"days": limit} for limit in AGES]
    names = [*limits, _("more than %(days)s days") % {"days": AGES[-1]}]
    return [
        Row(name, (counts[place, True] + counts[place, False], counts[place, True])) for place, name in enumerate(names)
    ]


def outcomes() -> list[Row]:
    """What came of the requests that were closed. One query."""
    found = Case.objects.filter(status=CaseStatus.CLOSED).order_by().values_list("outcome").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(found)
    return [Row(str(one.label).capitalize(), (counts[one.value],)) for one in Outcome if counts.get(one.value)]


def recommended_by_kind() -> list[Row]:
    """What was recommended, accepted, done, refused. One query."""
    rows = Recommendation.objects.sent().order_by().values_list("kind", "status").annotate(n=Count("pk"))
    counts: Counter[tuple[str, str]] = Counter({(kind, status): number for kind, status, number in rows})
    return [row for kind in RecommendationKind if (row := _recommended(kind, counts)).values[0]]


def _recommended(kind: RecommendationKind, counts: Counter[tuple[str, str]]) -> Row:
    states = RecommendationStatus
    of = {state: counts[kind.value, state.value] for state in states}
    accepted = of[states.ACCEPTED] + of[states.UNDER_WAY] + of[states.DONE]
    label = str(kind.label).capitalize()
    return Row(label, (sum(of.values()), accepted, of[states.DONE], of[states.DECLINED]))


def obstacles() -> list[Row]:
    """Why recommendations were not for a town. One query."""
    found = Recommendation.objects.exclude(obstacle="").order_by().values_list("obstacle").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(found)
    rows = [Row(str(one.label).capitalize(), (counts[one.value],)) for one in Obstacle if counts.get(one.value)]
    return sorted(rows, key=lambda row: -(row.values[0] or 0))


def loads() -> list[Row]:
    """What each adviser has in hand, and closed within a year; the fullest first. One query."""
    year = timezone.now() - 365 * DAY
    advisers: Iterable[Any] = (
        Adviser.objects.active()
        .select_related("user")
        .annotate(
            in_hand=Count("cases", filter=Q(cases__status__in=WORKED_ON), distinct=True),
            closed=Count("cases", filter=Q(cases__status=CaseStatus.CLOSED, cases__closed_at__gte=year), distinct=True),
        )
        .order_by(F("in_hand").desc(), "user__name", "pk")
    )
    return [Row(str(one.user), (one.in_hand, one.most_cases, one.closed)) for one in advisers]


_WAITS = (gettext_lazy("Median days"), gettext_lazy("Nine of ten within (days)"), gettext_lazy("Requests"))
_HALF = gettext_lazy("Days from the request to the first word of an adviser, for requests of the last two years.")
TABLES = [
    Table(
        "answers-by-kind",
        gettext_lazy("Time to the first answer, by kind of help"),
        _HALF,
        (gettext_lazy("Kind of help"), *_WAITS),
        answers_by_kind,
        is_public=True,
        base=2,
    ),
    Table(
        "answers-by-country",
        gettext_lazy("Time to the first answer, by country"),
        _HALF,
        (gettext_lazy("Country"), *_WAITS),
        answers_by_country,
    ),
    Table(
        "answers-by-quarter",
        gettext_lazy("Time to the first answer, by quarter"),
        _HALF,
        (gettext_lazy("Quarter"), *_WAITS),
        answers_by_quarter,
    ),
    Table(
        "open-by-age",
        gettext_lazy("Open requests by age"),
        gettext_lazy("Days since the town asked; those in nobody’s hand are counted beside."),
        (gettext_lazy("Age"), gettext_lazy("Requests"), gettext_lazy("Wait for an adviser")),
        open_by_age,
    ),
    Table(
        "outcomes",
        gettext_lazy("What came of the requests"),
        gettext_lazy("In the words of who closed them."),
        (gettext_lazy("Outcome"), gettext_lazy("Requests")),
        outcomes,
        is_public=True,
    ),
    Table(
        "recommendations",
        gettext_lazy("Recommendations by kind"),
        gettext_lazy("Accepted are also those that are under way or done."),
        (
            gettext_lazy("Kind"),
            gettext_lazy("Recommended"),
            gettext_lazy("Accepted"),
            gettext_lazy("Done"),
            gettext_lazy("Not for us"),
        ),
        recommended_by_kind,
        is_public=True,
    ),
    Table(
        "obstacles",
        gettext_lazy("What stands in the way"),
        gettext_lazy("Why recommendations were not for a town."),
        (gettext_lazy("Reason"), gettext_lazy("Recommendations")),
        obstacles,
        is_public=True,
    ),
    Table(
        "loads",
        gettext_lazy("What advisers have in hand"),
        gettext_lazy("For sharing the work, not for judging anybody."),
        (
            gettext_lazy("Adviser"),
            gettext_lazy("In hand"),
            gettext_lazy("At most"),
            gettext_lazy("Closed within a year"),
        ),
        loads,
    ),
]


def public_tables() -> list[ShownTable]:
    """Figures for everybody, without what is small enough to point at somebody."""
    return [_public(_shown(table)) for table in TABLES if table.is_public]


def desk_tables(user: Any) -> list[ShownTable]:
    """All figures, for the secretariat. Raises Refused."""
    require("support.see_figures", user)
    return [_shown(table) for table in TABLES]


def table_for(user: Any, code: str, *, is_whole: bool) -> ShownTable:
    """One table. Raises NotFound, Refused for the whole one."""
    if is_whole:
        require("support.see_figures", user)
    table = next((table for table in TABLES if table.code == code and (is_whole or table.is_public)), None)
    if table is None:
        raise NotFound(_("There is no such table of figures."))
    return _shown(table) if is_whole else _public(_shown(table))


def _shown(table: Table) -> ShownTable:
    key = f"seguia.support.figures.{table.code}.{current_language()}"
    rows: list[Row] | None = cache.get(key)
    if rows is None:
        rows = list(table.rows())
        cache.set(key, rows, KEPT_SECONDS)
    return ShownTable(table, rows)


def _public(shown: ShownTable) -> ShownTable:
    """Rows about fewer than five are left out, and in the others figures of one to four: without a sum over all, what is
    left out cannot be reckoned back."""
    base = shown.table.base
    rows = [row for row in shown.rows if (row.values[base] or 0) >= FEWEST]
    return replace(shown, rows=[_without_small(row, base) for row in rows])


def _without_small(row: Row, base: int) -> Row:
    """Of counts only; days are no counts."""
    if base:
        return row
    return replace(row, values=tuple(None if value and value < FEWEST else value for value in row.values))


def as_csv(shown: ShownTable) -> str:
    """For a spreadsheet: a byte order mark, figures with a point, no cell that is a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([harmless_cell(str(column)) for column in shown.table.columns])
    writer.writerows(_cells(shown.rows))
    return "\ufeff" + written.getvalue()


def _cells(rows: Iterable[Row]) -> Iterable[list[Any]]:
    return ([harmless_cell(row.label), *("" if value is None else value for value in row.values)] for row in rows)
