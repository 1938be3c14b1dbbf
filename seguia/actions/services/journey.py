"""Writing an action's journey: the one place through which every part of the house adds a step."""

import datetime
from typing import Any

from django.utils import timezone

from seguia.actions.journey import step_kind
from seguia.actions.models import Action, JourneyStep
from seguia.core.languages import current_language
from seguia.membership.models import Organisation


def record_step(
    action: Action,
    kind: str,
    *,
    actor: Any = None,
    organisation: Organisation | None = None,
    at: datetime.datetime | None = None,
    facts: dict[str, Any] | None = None,
    reason: str = "",
    is_public: bool | None = None,
) -> JourneyStep:
    """Append a step in the caller's transaction. `facts` are plain JSON values, never a sentence; `reason` is in the
    words and the language of the person; `is_public` defaults to what the kind says. Raises ValueError for a kind
    that nobody registered."""
    known = step_kind(kind)
    if known.label == kind:
        raise ValueError(f"unknown kind of step: {kind}")
    return JourneyStep.objects.create(
        action=action,
        kind=kind,
        at=at or timezone.now(),
        actor=actor if getattr(actor, "pk", None) else None,
        organisation=organisation or action.organisation,
        status=action.status,
        reason=reason,
        reason_language=current_language() if reason else "",
        facts=facts or {},
        is_public=known.is_public if is_public is None else is_public,
    )


def record_update(action: Action, actor: Any) -> JourneyStep | None:
    """A published sheet was changed: told at most once a day."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if JourneyStep.objects.filter(action=action, kind="updated", at__gte=today).exists():
        return None
    return record_step(action, "updated", actor=actor)
