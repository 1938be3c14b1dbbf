"""The life of a membership after its request: decided, activated by the first payment, suspended, resigned, ended."""

import calendar
import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict
from seguia.core.permissions import require
from seguia.membership.mails import tell_organisation
from seguia.membership.models import COUNTED, OPEN, Membership, MembershipStatus
from seguia.membership.services.changing import change, checked_day, cleaned_reason, locked
from seguia.membership.services.mergers import merge_memberships
from seguia.membership.services.requests import (
    check_request,
    complete_request,
    decide_request,
    request_membership,
    return_request,
    withdraw_request,
)

__all__ = [
    "activate_membership",
    "check_request",
    "complete_request",
    "decide_request",
    "end_expired_memberships",
    "end_membership",
    "merge_memberships",
    "notice_end",
    "request_membership",
    "resign_membership",
    "resume_membership",
    "return_request",
    "suspend_membership",
    "withdraw_request",
]


def activate_membership(*, user: Any, membership: Membership, on: datetime.date) -> Membership:
    """The first payment has come: an accepted organisation is a member from that day. Called again, it changes
    nothing. `user` None is the house itself. Raises Refused, Conflict when it was not accepted."""
    if user is not None:
        require("membership.manage_membership", user, membership)
    with transaction.atomic():
        fresh = locked(membership, [MembershipStatus.ACCEPTED, *COUNTED])
        if fresh.status != MembershipStatus.ACCEPTED:
            return fresh
        on = checked_day(on)
        fresh.since, fresh.member_since = on, fresh.member_since or on
        change(fresh, MembershipStatus.ACTIVE, user=user, on=on, code="activated")
        tell_organisation(fresh, "activated")
    return fresh


def suspend_membership(*, user: Any, membership: Membership, reason: str, version: str = "") -> Membership:
    """The organisation stays a member and keeps its sheets, but hands in nothing new. Raises Refused, Conflict."""
    reason = cleaned_reason(reason)
    with transaction.atomic():
        require("membership.manage_membership", user, membership)
        fresh = locked(membership, [MembershipStatus.ACTIVE, MembershipStatus.RESIGNED], version=version)
        change(fresh, MembershipStatus.SUSPENDED, user=user, reason=reason)
        tell_organisation(fresh, "suspended", reason)
    return fresh


def resume_membership(*, user: Any, membership: Membership, reason: str = "", version: str = "") -> Membership:
    """End a suspension; a notice given before goes on. Raises Refused, Conflict."""
    with transaction.atomic():
        require("membership.manage_membership", user, membership)
        fresh = locked(membership, [MembershipStatus.SUSPENDED], version=version)
        after = MembershipStatus.RESIGNED if fresh.notice_on else MembershipStatus.ACTIVE
        change(fresh, after, user=user, reason=reason, code="resumed")
        tell_organisation(fresh, "resumed")
    return fresh


def notice_end(notice: datetime.date) -> datetime.date:
    """The day from which one is no longer a member, after a written notice of this day (UCLG: six months)."""
    months = notice.month - 1 + settings.MEMBERSHIP_NOTICE_MONTHS
    year, month = notice.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(notice.day, calendar.monthrange(year, month)[1]))


def resign_membership(
    *, user: Any, membership: Membership, notice_on: datetime.date | None = None, reason: str = ""
) -> Membership:
    """Give notice: the membership ends when the notice has run; dues until then stay owed. A suspended member stays
    suspended meanwhile. Raises Refused, Conflict, ValidationError for a day that cannot be."""
    with transaction.atomic():
        require("membership.resign_membership", user, membership)
        fresh = locked(membership, [MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED])
        _refuse_second_notice(fresh)
        day = checked_day(notice_on, not_before=fresh.since)
        if not getattr(user, "is_staff", False):
            day = timezone.localdate()
        fresh.notice_on, fresh.until = day, notice_end(day)
        after = MembershipStatus.RESIGNED if fresh.status == MembershipStatus.ACTIVE else MembershipStatus(fresh.status)
        change(fresh, after, user=user, on=day, reason=reason.strip(), code="resigned")
        tell_organisation(fresh, "resigned")
    return fresh


def _refuse_second_notice(membership: Membership) -> None:
    if membership.notice_on is not None:
        raise Conflict(_("Notice was given already. Nothing was changed."))


def end_membership(
    *, user: Any, membership: Membership, reason: str, on: datetime.date | None = None, version: str = ""
) -> Membership:
    """The secretariat ends a membership on a day (today when not given): expulsion, dissolution, a request that
    nobody completes. Raises Refused, Conflict, ValidationError."""
    reason = cleaned_reason(reason)
    with transaction.atomic():
        require("membership.manage_membership", user, membership)
        fresh = locked(membership, OPEN, version=version)
        day = min(checked_day(on, not_before=fresh.since), timezone.localdate())
        fresh.until = day
        change(fresh, MembershipStatus.ENDED, user=user, on=day, reason=reason)
        tell_organisation(fresh, "ended", reason)
    return fresh


def end_expired_memberships() -> int:
    """Whose notice has run is no longer a member; a daily job. Rights follow the date, not this job. Returns how many."""
    today, number = timezone.localdate(), 0
    for membership in Membership.objects.filter(status__in=COUNTED, until__lte=today).order_by("pk"):
        with transaction.atomic():
            fresh = locked(membership, COUNTED)
            if fresh.until is None or fresh.until > today:
                continue
            change(fresh, MembershipStatus.ENDED, user=None, on=fresh.until, code="ended")
            tell_organisation(fresh, "ended")
            number += 1
    return number
