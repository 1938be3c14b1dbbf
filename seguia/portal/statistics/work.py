"""Figures about the secretariat's work: how long towns wait, what is answered, what searches find nothing, what mail fails."""

import datetime
from collections import Counter, defaultdict
from statistics import median

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy

from seguia.actions.models import Action, JourneyStep, Status
from seguia.core.languages import own_name
from seguia.notifications.models import State
from seguia.notifications.queries import outbox_report
from seguia.portal.statistics.sheets import last_months, month_name
from seguia.portal.statistics.tables import Row, Table
from seguia.reports.models import Reason, Report
from seguia.vocabulary.models import UnknownWord

WORDS = 50
MONTHS = 12
DAY = datetime.timedelta(days=1)


def decision_times() -> list[Row]:
    """Median days from submission to decision, and how many were decided, by the month of the decision. One query."""
    first_year, first_month = last_months(MONTHS)[0]
    since = timezone.localtime().replace(year=first_year, month=first_month + 1, day=1) - 366 * DAY
    steps = (
        JourneyStep.objects.filter(kind__in=["submitted", "published", "returned"], at__gte=since)
        .order_by("action_id", "at", "id")
        .values_list("action_id", "kind", "at")
    )
    waited: dict[tuple[int, int], list[float]] = defaultdict(list)
    open_since: dict[int, datetime.datetime] = {}
    for action, kind, at in steps.iterator():
        if kind == "submitted":
            open_since[action] = at
        elif action in open_since:
            day = timezone.localtime(at)
            waited[day.year, day.month - 1].append((at - open_since.pop(action)) / DAY)
    return [_month(month, waited[month]) for month in last_months(MONTHS)]


def _month(month: tuple[int, int], days: list[float]) -> Row:
    return Row(month_name(*month), (round(median(days), 1) if days else None, len(days)))


def sheets_by_state() -> list[Row]:
    """All sheets by their state; drafts are counted, never read. One query."""
    found = dict(Action.objects.order_by().values_list("status").annotate(number=Count("pk")))
    return [Row(str(state.label).capitalize(), (found.get(state.value, 0),)) for state in Status]


def reports_by_reason() -> list[Row]:
    """What readers reported: all, those that were answered, those that led to a change. One query."""
    found: Counter[tuple[str, str]] = Counter(dict(_reports()))
    return [Row(str(reason.label).capitalize(), _answers(reason.value, found)) for reason in Reason]


def _reports() -> list[tuple[tuple[str, str], int]]:
    rows = Report.objects.order_by().values_list("reason", "decision").annotate(number=Count("pk"))
    return [((reason, decision), number) for reason, decision, number in rows]


def _answers(reason: str, found: Counter[tuple[str, str]]) -> tuple[int, int, int]:
    of_reason = {decision: number for (one, decision), number in found.items() if one == reason}
    total = sum(of_reason.values())
    return total, total - of_reason.get("", 0), of_reason.get("mend", 0) + of_reason.get("offline", 0)


def searches_without_result() -> list[Row]:
    """Words that were searched for and that nothing has, the most asked first. One query."""
    words = UnknownWord.objects.filter(is_ignored=False)[:WORDS]
    return [Row(f"{one.word} ({own_name(one.language)})" if one.language else one.word, (one.count,)) for one in words]


def mails_by_state() -> list[Row]:
    """Mails of the last half year by what became of them. One query."""
    counts: Counter[str] = Counter()
    for state, _fault, number in outbox_report():
        counts[state] += number
    return [Row(str(state.label).capitalize(), (counts[state.value],)) for state in State]


TABLES = [
    Table(
        "decision-times",
        gettext_lazy("Days from submission to decision"),
        gettext_lazy("Median of the sheets decided in the month: half waited less, half waited longer."),
        (gettext_lazy("Month"), gettext_lazy("Median days"), gettext_lazy("Decided")),
        decision_times,
        "line",
        is_public=False,
    ),
    Table(
        "sheets-by-state",
        gettext_lazy("Sheets by state"),
        gettext_lazy("Drafts are counted here, but only their authors read them."),
        (gettext_lazy("State"), gettext_lazy("Sheets")),
        sheets_by_state,
        "ring",
        is_public=False,
    ),
    Table(
        "searches-without-result",
        gettext_lazy("Words nobody found"),
        gettext_lazy(
            "Asked for, but neither the vocabulary nor a text has them. Only the word is kept, never who asked."
        ),
        (gettext_lazy("Word"), gettext_lazy("Times")),
        searches_without_result,
        is_public=False,
    ),
    Table(
        "reports-by-reason",
        gettext_lazy("What readers reported"),
        gettext_lazy("And what came of it."),
        (gettext_lazy("Reason"), gettext_lazy("Reports"), gettext_lazy("Answered"), gettext_lazy("Led to a change")),
        reports_by_reason,
        is_public=False,
    ),
    Table(
        "mails-by-state",
        gettext_lazy("Mails of the last half year"),
        gettext_lazy("What is older is forgotten."),
        (gettext_lazy("State"), gettext_lazy("Mails")),
        mails_by_state,
        "ring",
        is_public=False,
    ),
]
