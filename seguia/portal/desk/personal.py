"""What the desk keeps of people of the secretariat: which decisions they made."""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.core.worker import register_job
from seguia.portal.desk.models import DeskBatch, DeskDecision
from seguia.portal.desk.services import forget_old_decisions

DAY = 24 * 3600.0


def register() -> None:
    """Tell the ground floor what to export, what to erase, and what to forget once a day."""
    register_personal_data("desk_decisions", export=export, erase=erase)
    register_job("portal.forget_desk", every=DAY, run=forget_old_decisions)


def export(user: User) -> list[dict[str, Any]]:
    """The decisions a person made on the desk."""
    made = DeskDecision.objects.filter(user=user).order_by("id")
    return [
        {"at": one.at.isoformat(), "kind": one.kind, "decision": one.decision, "outcome": one.outcome} for one in made
    ]


def erase(user: User) -> None:
    """The decisions stay, without the person."""
    DeskDecision.objects.filter(user=user).update(user=None)
    DeskBatch.objects.filter(user=user).update(user=None)
