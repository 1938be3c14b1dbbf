"""What is kept about people here: who began a plan, moved it, answered for the town of origin."""

from typing import Any

from django.db.models import Q

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.replication.models import Replication, StageChange


def export_plans(user: User) -> list[dict[str, Any]]:
    """The plans the person began or answered for, and the stages they entered."""
    rows = Replication.objects.filter(Q(started_by=user) | Q(consent_by=user)).order_by("pk")
    moved = StageChange.objects.filter(actor=user).order_by("pk").values("replication__public_id", "stage", "at")
    return [
        {
            "plan": row.public_id,
            "was_begun_by_you": row.started_by_id == user.pk,
            "was_answered_by_you": row.consent_by_id == user.pk,
        }
        for row in rows.defer("source_content")
    ] + [{"plan": one["replication__public_id"], "stage": one["stage"], "at": one["at"].isoformat()} for one in moved]


def erase_plans(user: User) -> None:
    """Plans belong to the town and stay, with all they are tied to; the person's name goes."""
    Replication.objects.filter(started_by=user).update(started_by=None)
    Replication.objects.filter(consent_by=user).update(consent_by=None)
    StageChange.objects.filter(actor=user).update(actor=None)


def register() -> None:
    """Stand in every person's export and erasure."""
    register_personal_data("replications", export=export_plans, erase=erase_plans)
