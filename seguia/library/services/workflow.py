"""The way of a method through the network: submitted, published or sent back, archived, restored."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.library.content import snapshot
from seguia.library.models import Method, Status
from seguia.library.services.locking import locked_for
from seguia.library.services.telling import tell_author
from seguia.library.services.writing import SEARCHED_AS, require_complete
from seguia.search.changes import mark_changed

REASON_LIMIT = 2000
WITHIN = datetime.timedelta(hours=24)
"""How long a decision can be taken back: later its people have begun to mend, or readers to quote."""
LEAVES = {"publish": Status.PUBLISHED, "return": Status.DRAFT}
"""Decisions that can be taken back, and the state the method must still be in."""


def submit_method(method: Method, *, user: Any) -> Method:
    """Hand a draft to the secretariat. Raises Refused, NotFound, Conflict, ValidationError for what is missing."""
    with transaction.atomic():
        fresh = locked_for(method, user, "submit")
        require_complete(snapshot(fresh))
        fresh.submitted_by, fresh.submitted_at, fresh.reason = user, timezone.now(), ""
        return _move(fresh, Status.SUBMITTED, "submitted", user)


def publish_method(method: Method, *, user: Any, version: int | None = None) -> Method:
    """Everybody reads it. `version` is the one the secretariat read: Conflict when it was changed since.

    Raises Refused, NotFound, Conflict, ValidationError for what is missing.
    """
    with transaction.atomic():
        fresh = locked_for(method, user, "publish")
        if version is not None and version != fresh.version:
            raise _changed_since()
        require_complete(snapshot(fresh))
        fresh.reason = ""
        _note_decision(fresh)
        fresh.published_at = fresh.published_at or fresh.decided_at
        return _move(fresh, Status.PUBLISHED, "published", user)


def return_method(method: Method, *, user: Any, reason: str, version: int | None = None) -> Method:
    """Send it back to its people, who read the reason. Raises Refused, NotFound, Conflict, ValidationError."""
    reason = _cleaned_reason(reason)
    with transaction.atomic():
        fresh = locked_for(method, user, "return")
        if version is not None and version != fresh.version:
            raise _changed_since()
        fresh.reason = reason
        _note_decision(fresh)
        return _move(fresh, Status.DRAFT, "returned", user)


def archive_method(method: Method, *, user: Any, reason: str) -> Method:
    """Out of sight; nothing is deleted. Raises Refused, NotFound, Conflict, ValidationError without a reason."""
    reason = _cleaned_reason(reason)
    with transaction.atomic():
        fresh = locked_for(method, user, "archive")
        fresh.reason = reason
        return _move(fresh, Status.ARCHIVED, "archived", user)


def restore_method(method: Method, *, user: Any) -> Method:
    """A draft again; it is read by the secretariat again before it is public. Raises Refused, NotFound, Conflict."""
    with transaction.atomic():
        fresh = locked_for(method, user, "restore")
        fresh.reason = ""
        return _move(fresh, Status.DRAFT, "restored", user)


def take_decision_back(public_id: str, *, user: Any, decision: str) -> Method:
    """A method that was just published or returned waits again, as if nobody had decided. Raises Refused, NotFound,
    Conflict when it was changed or decided anew since, or a day has passed."""
    with transaction.atomic():
        require("library.review_methods", user)
        fresh = Method.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
        if fresh is None:
            raise NotFound(_("There is no method at this address, or it is not published."))
        _require_last_word(fresh, decision)
        if fresh.published_at == fresh.decided_at:
            fresh.published_at = None
        fresh.decided_at, fresh.reason = None, ""
        return _move(fresh, Status.SUBMITTED, "taken_back", user)


def _require_last_word(method: Method, decision: str) -> None:
    if method.decided_at is None or method.submitted_at is None or method.status != LEAVES.get(decision):
        raise Conflict(_("Something else has happened to this method since. Nothing was changed."), code="wrong_state")
    if method.version != method.decided_version:
        raise Conflict(
            _("The method was changed after the decision, which stays. Nothing was changed."), code="changed_since"
        )
    if method.decided_at < timezone.now() - WITHIN:
        raise Conflict(
            _("A decision can be taken back for one day; this one stays. Nothing was changed."), code="too_late"
        )


def _note_decision(method: Method) -> None:
    method.decided_at, method.decided_version = timezone.now(), method.version


def _move(method: Method, status: Status, deed: str, user: Any) -> Method:
    before, method.status = method.status, status
    method.save()
    record_event(f"library.method.{deed}", method, actor=user, before=before)
    if deed in TOLD:
        tell_author(method, deed, actor=user, reason=method.reason)
    mark_changed(SEARCHED_AS, method.pk)
    return method


TOLD = frozenset({"published", "returned", "archived", "taken_back"})


def _changed_since() -> Conflict:
    return Conflict(
        _("The method was changed after you opened it. Nothing was decided; read it again and decide."),
        code="changed_since",
    )


def _cleaned_reason(reason: str) -> str:
    cleaned = clean_text(reason)
    if not cleaned:
        raise ValidationError(_("Write the reason: its authors will read it."), code="required")
    if len(cleaned) > REASON_LIMIT:
        raise ValidationError(
            _("The reason has %(length)s characters; at most %(limit)s are possible.")
            % {"length": len(cleaned), "limit": REASON_LIMIT},
            code="max_length",
        )
    return cleaned
