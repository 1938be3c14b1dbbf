"""The answer to who reported: an answer to their own act, so it cannot be unsubscribed from."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.core.addresses import absolute
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage
from seguia.reports.models import Report
from seguia.reports.registry import reportable_kind
from seguia.reports.services import KIND


def read_facts(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when the report was reopened or forgotten before the mail left."""
    report = Report.objects.filter(public_id=message.topic).exclude(decision="").first()
    if report is None or not report.address:
        return None
    thing = reportable_kind(report.kind).find(report.key)
    return {
        "title": report.label,
        "day": report.at,
        "decision": report.decision,
        "reason": report.decision_reason,
        "url": absolute(thing.url) if thing else "",
    }


def register() -> None:
    """Tell the outbox how this mail is written."""
    register_kind(
        KIND,
        label=_("Answer to your report"),
        subject="reports/mail/decision_subject.txt",
        text="reports/mail/decision.txt",
        html="reports/mail/decision.html",
        read=read_facts,
        is_optional=False,
    )
