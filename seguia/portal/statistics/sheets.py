"""Figures about published actions: by month, theme, goal, language, and how far they are translated."""

from collections import Counter
from typing import Any

from babel.dates import format_date
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy

from seguia.actions.models import Action, Status
from seguia.core.formats import locale_of
from seguia.core.languages import current_language, language_codes, own_name
from seguia.core.translated import Localised, TranslatedText
from seguia.core.translation_state import LanguageState
from seguia.portal.queries import themes_with_counts
from seguia.portal.statistics.tables import Row, Table
from seguia.vocabulary.models import Goal

MONTHS = 24


def last_months(count: int = MONTHS) -> list[tuple[int, int]]:
    """(year, month), the present one last."""
    today = timezone.localdate()
    now = today.year * 12 + today.month - 1
    return [divmod(number, 12) for number in range(now - count + 1, now + 1)]


def month_name(year: int, month: int) -> str:
    """Short, in the active language; months are counted from 0."""
    day = timezone.localdate().replace(year=year, month=month + 1, day=1)
    return str(format_date(day, format="MMM y", locale=locale_of(current_language())))


def by_month() -> list[Row]:
    """Actions published in each of the last months. One query."""
    first_year = last_months()[0][0]
    found = (
        Action.objects.published()
        .filter(published_at__year__gte=first_year)
        .order_by()
        .annotate(month=TruncMonth("published_at"))
        .values_list("month")
        .annotate(number=Count("pk"))
    )
    counts = {(month.year, month.month - 1): number for month, number in found}
    return [Row(month_name(*month), (counts.get(month, 0),)) for month in last_months()]


def by_theme() -> list[Row]:
    """Published actions below each theme. One query."""
    rows = [Row(theme.label(), (theme.action_count,)) for theme in themes_with_counts()]
    return sorted(rows, key=lambda row: -(row.values[0] or 0))


def by_goal() -> list[Row]:
    """Published actions that serve each goal, by any of its targets. Two queries."""
    published = Q(actions__status=Status.PUBLISHED)
    found = Goal.objects.filter(published).order_by().values_list("number", "actions")
    counts: Counter[int] = Counter(number for number, _action in set(found))
    goals = Goal.objects.filter(parent=None)
    return [Row(_goal_label(goal), (counts[goal.number],)) for goal in goals]


def _goal_label(goal: Goal) -> Localised:
    name = TranslatedText(goal.label).localised()
    return Localised(f"{goal.number}. {name.text}", name.language)


def by_language() -> list[Row]:
    """Published actions by the language they were written in. One query."""
    found = dict(Action.objects.published().order_by().values_list("original_language").annotate(number=Count("pk")))
    return [Row(own_name(code), (found.get(code, 0),)) for code in language_codes()]


def translation_states() -> list[Row]:
    """For each language: sheets written in it, translated, out of date or incomplete, missing. A fixed number of queries."""
    counts: dict[str, Counter[Any]] = {code: Counter() for code in language_codes()}
    rows = (
        Action.objects.published().order_by("pk").prefetch_related("steps", "results", "funders", "partners", "media")
    )
    for action in rows.iterator(chunk_size=500):
        for code, states in counts.items():
            states[action.language_report(code).state] += 1
    return [Row(own_name(code), _states_of(states)) for code, states in counts.items()]


def _states_of(states: Counter[Any]) -> tuple[int, ...]:
    readable = states[LanguageState.ORIGINAL] + states[LanguageState.CURRENT]
    behind = states[LanguageState.OUTDATED] + states[LanguageState.PARTIAL]
    return (
        readable,
        states[LanguageState.ORIGINAL],
        states[LanguageState.CURRENT],
        behind,
        states[LanguageState.MISSING],
    )


_NUMBER = gettext_lazy("Actions")
TABLES = [
    Table(
        "actions-by-month",
        gettext_lazy("Actions published each month"),
        gettext_lazy("By the day on which the sheet was published first, over two years."),
        (gettext_lazy("Month"), _NUMBER),
        by_month,
        "line",
    ),
    Table(
        "actions-by-theme",
        gettext_lazy("Actions by theme"),
        gettext_lazy("An action may be counted under several themes."),
        (gettext_lazy("Theme"), _NUMBER),
        by_theme,
    ),
    Table(
        "actions-by-goal",
        gettext_lazy("Actions by Sustainable Development Goal"),
        gettext_lazy("An action may serve several goals."),
        (gettext_lazy("Goal"), _NUMBER),
        by_goal,
    ),
    Table(
        "actions-by-language",
        gettext_lazy("Actions by original language"),
        gettext_lazy("The language in which the town wrote."),
        (gettext_lazy("Language"), _NUMBER),
        by_language,
        "ring",
    ),
    Table(
        "translations",
        gettext_lazy("How far actions can be read in each language"),
        gettext_lazy("Drawn: what can be read in full, as original or as an up-to-date translation."),
        (
            gettext_lazy("Language"),
            gettext_lazy("Readable in full"),
            gettext_lazy("Original"),
            gettext_lazy("Up to date"),
            gettext_lazy("Incomplete or out of date"),
            gettext_lazy("Missing"),
        ),
        translation_states,
    ),
]
