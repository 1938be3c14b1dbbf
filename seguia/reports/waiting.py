"""Reports as a pile of the desk."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Message
from seguia.core.waiting import Decision as Answer
from seguia.core.waiting import WaitingItem, WaitingKind, register_waiting
from seguia.reports.models import Decision, Report
from seguia.reports.queries import open_reports
from seguia.reports.services import decide_report, reopen_report


def _item(report: Report) -> WaitingItem:
    return WaitingItem(
        key=report.public_id,
        title=report.label,
        detail=report.get_reason_display(),
        since=report.at,
        url=reverse("reports:detail", args=[report.public_id]),
    )


def items(offset: int, limit: int) -> Sequence[WaitingItem]:
    """The oldest first, in one query."""
    return [_item(report) for report in open_reports()[offset : offset + limit]]


def item(key: str) -> WaitingItem | None:
    """One report while it waits."""
    found = open_reports().filter(public_id=key).first()
    return _item(found) if found else None


def decide(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Answer one report; see `decide_report`."""
    report = decide_report(user=user, public_id=key, decision=decision, reason=reason)
    if report.address:
        return _("Answered. Who reported gets the answer by mail.")
    return _("Answered. Who reported left no address.")


def undo(*, user: Any, key: str, decision: str) -> Message:
    """Open it again; see `reopen_report`."""
    reopen_report(user=user, public_id=key)
    return _("The report waits for an answer again.")


def register() -> None:
    """Called when the app starts."""
    register_waiting(
        WaitingKind(
            code="reports",
            label=gettext_lazy("Reports"),
            permission="reports.decide_report",
            count=lambda: open_reports().count(),
            items=items,
            decisions=(
                Answer(Decision.NONE, gettext_lazy("No change needed"), needs_reason=True),
                Answer(Decision.MEND, gettext_lazy("Ask the authors to mend it"), needs_reason=True),
                Answer(Decision.OFFLINE, gettext_lazy("Take offline"), needs_reason=True, is_positive=False),
            ),
            decide=decide,
            undo=undo,
            item=item,
        )
    )
