"""What reports hold of a person."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.reports.models import Report


def register() -> None:
    """Tell the ground floor what to export and what to erase."""
    register_personal_data("reports", export=export, erase=erase)


def _by(user: User) -> Q:
    return Q(reporter=user) | Q(address__iexact=user.email)


def export(user: User) -> list[dict[str, Any]]:
    """The reports a person sent."""
    return [
        {
            "at": one.at.isoformat(),
            "about": one.title,
            "reason": one.reason,
            "text": one.text,
            "address": one.address,
            "decision": one.decision,
        }
        for one in Report.objects.filter(_by(user))
    ]


def erase(user: User) -> None:
    """The report stays as a number; text, address and person go. Decisions stay without the person."""
    Report.objects.filter(_by(user)).update(address="", text="", reporter=None, erased_at=timezone.now())
    Report.objects.filter(decided_by=user).update(decided_by=None)
