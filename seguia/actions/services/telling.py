"""Telling authors what became of what they submitted: an answer to their own act, in their language."""

from typing import Any

from seguia.accounts.models import User
from seguia.actions.models import Action, JourneyStep
from seguia.membership.queries import organisation_ids_of
from seguia.notifications.services import notify

KIND = "actions.decision"
TOLD_STEPS = frozenset({"published", "returned", "archived", "taken_back"})


def author_of(action: Action) -> User | None:
    """Who submitted the sheet last, if they still act for its organisation today."""
    steps = JourneyStep.objects.filter(action=action, kind="submitted", actor__isnull=False)
    step = steps.select_related("actor").order_by("-at", "-id").first()
    person = step.actor if step else None
    return person if person and action.organisation_id in organisation_ids_of(person) else None


def tell_author(action: Action, outcome: str, *, actor: Any, reason: str = "", step: JourneyStep | None = None) -> None:
    """In the caller's transaction. Nobody is told what they did themselves."""
    person = author_of(action)
    if person is None or person.pk == getattr(actor, "pk", None):
        return
    facts = {"outcome": outcome, "reason": reason, "step": step.pk if step else None}
    notify(KIND, to=[person], facts=facts, topic=action.public_id, about=action)
