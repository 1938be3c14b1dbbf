"""The way of a sheet through the network: submitted, published or sent back, archived, restored."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.actions import content as sheets
from seguia.actions.models import Action, Status
from seguia.actions.services.journey import record_step
from seguia.actions.services.locking import locked_for
from seguia.actions.services.telling import TOLD_STEPS, tell_author
from seguia.actions.services.writing import require_complete
from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.text import clean_text
from seguia.search.changes import mark_changed

REASON_LIMIT = 2000


def submit_action(action: Action, *, user: Any) -> Action:
    """Hand a draft to the secretariat. Raises Refused, Conflict, Incomplete (lists what is missing)."""
    with transaction.atomic():
        fresh = locked_for(action, user, "submit")
        require_complete(sheets.snapshot(fresh))
        return _move(fresh, Status.SUBMITTED, "submitted", user)


def publish_action(action: Action, *, user: Any, version: int | None = None) -> Action:
    """Make a submitted sheet public. `version` is the one the secretariat read: Conflict when it was changed since."""
    with transaction.atomic():
        fresh = locked_for(action, user, "publish")
        if version is not None and version != fresh.version:
            raise Conflict(
                _("The sheet was changed after you opened it. It is not published yet; read it again and decide."),
                code="changed_since",
            )
        require_complete(sheets.snapshot(fresh))
        fresh.published_at = fresh.published_at or timezone.now()
        return _move(fresh, Status.PUBLISHED, "published", user)


def return_action(action: Action, *, user: Any, reason: str) -> Action:
    """Send a submitted sheet back to its authors, who read the reason."""
    reason = _clean_reason(reason)
    with transaction.atomic():
        return _move(locked_for(action, user, "return"), Status.DRAFT, "returned", user, reason)


def archive_action(action: Action, *, user: Any, reason: str) -> Action:
    """Take a sheet out of sight; nothing is deleted."""
    reason = _clean_reason(reason)
    with transaction.atomic():
        return _move(locked_for(action, user, "archive"), Status.ARCHIVED, "archived", user, reason)


def restore_action(action: Action, *, user: Any) -> Action:
    """Bring an archived sheet back as a draft; it is read by the secretariat again before it is public."""
    with transaction.atomic():
        return _move(locked_for(action, user, "restore"), Status.DRAFT, "restored", user)


def _move(action: Action, status: Status, step: str, user: Any, reason: str = "") -> Action:
    before = action.status
    action.status = status
    action.save(update_fields=["status", "published_at", "changed_at"])
    recorded = record_step(action, step, actor=user, reason=reason)
    record_event(f"actions.action.{step}", action, actor=user, before=before)
    if step in TOLD_STEPS:
        tell_author(action, step, actor=user, reason=reason, step=recorded)
    mark_changed("action", action.pk)
    return action


def _clean_reason(reason: str) -> str:
    cleaned = clean_text(reason)
    if not cleaned:
        raise ValidationError(_("Write the reason: the authors will read it."), code="required")
    if len(cleaned) > REASON_LIMIT:
        raise ValidationError(
            _("The reason has %(length)s characters; at most %(limit)s are possible.")
            % {"length": len(cleaned), "limit": REASON_LIMIT},
            code="max_length",
        )
    return cleaned
