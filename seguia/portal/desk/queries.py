"""Reads of what was decided on the desk."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.permissions import require
from seguia.portal.desk.models import DeskBatch, DeskDecision, Outcome

RECENT = 8


def recent_decisions(limit: int = RECENT) -> "QuerySet[DeskDecision]":
    """What was decided or taken back last, by whomever of the secretariat."""
    settled = [Outcome.DONE, Outcome.UNDONE]
    return DeskDecision.objects.filter(outcome__in=settled).select_related("user", "batch")[:limit]


def last_decision_on(kind: str, key: str) -> DeskDecision | None:
    """Who was faster, when something waits no longer."""
    found = DeskDecision.objects.filter(kind=kind, key=key, outcome=Outcome.DONE)
    return found.select_related("user").order_by("-id").first()


def decision_for(user: Any, public_id: str) -> DeskDecision:
    """One decision. Raises Refused, NotFound."""
    require("portal.open_desk", user)
    found = DeskDecision.objects.filter(public_id=public_id).select_related("user", "batch").first()
    if found is None:
        raise NotFound(_("There is no such decision."))
    return found


def batch_for(user: Any, public_id: str) -> DeskBatch:
    """A decision on several things. Raises Refused, NotFound."""
    require("portal.open_desk", user)
    found = DeskBatch.objects.filter(public_id=public_id).select_related("user").first()
    if found is None:
        raise NotFound(_("There is no such decision."))
    return found


def decisions_of(batch: DeskBatch) -> list[DeskDecision]:
    """Each thing of a batch, in the order in which it was chosen."""
    return list(DeskDecision.objects.filter(batch=batch).select_related("user").order_by("id"))
