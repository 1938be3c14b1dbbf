"""Showing a plan to everybody, and taking it back: from here on the town of origin knows of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from seguia.audit.services import record_event
from seguia.replication.journey import write_journey
from seguia.replication.models import Consent, Replication
from seguia.replication.services.locking import locked_for, note_change
from seguia.replication.telling import tell_source


def show_plan(plan: Replication, *, user: Any) -> Replication:
    """Everybody may read it; the town of origin is told once and asked whether it agrees to be named. Raises Refused,
    NotFound."""
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.show_plan")
        if fresh.is_shown:
            return fresh
        fresh.is_shown = True
        fresh.shown_at = fresh.shown_at or timezone.now()
        is_new = fresh.consent == Consent.NONE and fresh.source_action is not None
        if is_new:
            fresh.consent = Consent.WAITING
        set_link(fresh)
        note_change(fresh, "is_shown", "shown_at", "consent", "is_linked", "linked_at")
        record_event("replication.plan.shown", fresh, actor=user)
        write_journey(fresh)
        if is_new:
            tell_source(fresh, actor=user)
    return fresh


def hide_plan(plan: Replication, *, user: Any) -> Replication:
    """Only the town and the secretariat may read it again; what was told of it on other pages goes. Raises Refused,
    NotFound."""
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.hide_plan")
        if not fresh.is_shown:
            return fresh
        fresh.is_shown = False
        set_link(fresh)
        note_change(fresh, "is_shown", "is_linked", "linked_at")
        record_event("replication.plan.hidden", fresh, actor=user)
        write_journey(fresh)
    return fresh


def set_link(plan: Replication) -> None:
    """Tied before everybody: while the plan is shown and the town of origin agrees."""
    plan.is_linked = plan.is_shown and plan.consent == Consent.CONFIRMED
    if plan.is_linked and plan.linked_at is None:
        plan.linked_at = timezone.now()
