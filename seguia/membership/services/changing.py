"""How a membership changes: the row locked and read anew, the state checked, the step written into its history."""

import datetime
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.formats import date as day_in_words
from seguia.core.text import clean_text
from seguia.membership.directory.cache import forget_directory
from seguia.membership.models import Membership, MembershipChange, MembershipStatus

REASON_LIMIT = 2000
LATEST = datetime.timedelta(days=366)
"""A change may be written down for at most a year ahead."""


def locked(membership: Membership, states: Collection[str], *, version: str = "") -> Membership:
    """The membership as it is now, locked until the end of the transaction. Raises NotFound, Conflict."""
    fresh = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation__territory")
        .filter(pk=membership.pk)
        .first()
    )
    if fresh is None:
        raise NotFound(_("There is no such membership."))
    if (version and version != str(fresh.version)) or fresh.status not in states:
        raise Conflict(already_said(fresh), code="wrong_state", status_now=fresh.status)
    return fresh


def already_said(membership: Membership) -> str:
    """Who changed it last, when, and what it is now."""
    last = membership.changes.select_related("actor").order_by("-pk").first()
    facts = {"state": membership.get_status_display()}
    if last is None:
        return _("This membership is now “%(state)s”. Nothing was changed.") % facts
    facts["day"] = day_in_words(last.at)
    if last.actor is None:
        return _("This membership is “%(state)s” since %(day)s. Nothing was changed.") % facts
    facts["person"] = str(last.actor)
    return _("%(person)s changed this on %(day)s: the membership is now “%(state)s”. Nothing more was changed.") % facts


def change(
    membership: Membership,
    after: MembershipStatus,
    *,
    user: Any,
    on: datetime.date | None = None,
    reason: str = "",
    reference: str = "",
    code: str = "",
) -> Membership:
    """Save a locked membership in its new state with a row of history. `code` names the deed for the record."""
    before = membership.status if membership.version else ""
    membership.status = after
    membership.version += 1
    membership.full_clean()
    membership.save()
    _write_history(membership, before, user, on or timezone.localdate(), reason, reference)
    record_event(f"membership.membership.{code or after}", membership, actor=user, before=before)
    forget_directory()
    return membership


def _write_history(
    membership: Membership, before: str, user: Any, on: datetime.date, reason: str, reference: str
) -> None:
    row = MembershipChange(
        membership=membership,
        on=on,
        before=before,
        after=membership.status,
        reason=reason,
        reference=reference,
        actor=user if getattr(user, "pk", None) else None,
    )
    row.full_clean()
    row.save()


def cleaned_reason(reason: str) -> str:
    """A reason people will read. Raises ValidationError when it is empty or too long."""
    cleaned = clean_text(reason)
    if not cleaned:
        raise ValidationError(_("Write the reason: the organisation will read it."), code="required")
    if len(cleaned) > REASON_LIMIT:
        facts = {"length": len(cleaned), "limit": REASON_LIMIT}
        message = _("The reason has %(length)s characters; at most %(limit)s are possible.")
        raise ValidationError(message % facts, code="max_length")
    return cleaned


def checked_day(day: datetime.date | None, *, not_before: datetime.date | None = None) -> datetime.date:
    """The day, today when not given. Raises ValidationError for a day that cannot be meant."""
    today = timezone.localdate()
    day = day or today
    if not_before is not None and day < not_before:
        facts = {"day": day_in_words(not_before)}
        raise ValidationError(_("This day lies before %(day)s.") % facts, code="too_early")
    if not datetime.date(1900, 1, 1) <= day <= today + LATEST:
        raise ValidationError(_("This day lies too far away. Compare the year."), code="day")
    return day
