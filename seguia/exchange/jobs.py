"""What the worker does for exchanges: remind towns, close what is over, follow towns that merged."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from seguia.audit.services import record_event
from seguia.core.worker import register_job
from seguia.exchange.models import HOLDING, RUNNING, Match, MatchState, Posting, PostingStatus
from seguia.exchange.services.locking import save_match, settle
from seguia.exchange.telling import tell_towns
from seguia.membership.models import Membership, MembershipStatus

EVERY = 3600.0
PAUSE = datetime.timedelta(days=7)
"""Between two reminders of the same match, and before the first."""
MOST_REMINDERS = 3
ASK_AFTER = datetime.timedelta(days=14)
"""Agreed for so long, or its last day over: has it taken place?"""


def look_after_exchanges() -> int:
    """Everything below; returns how many reminders went out."""
    close_what_is_over()
    follow_mergers()
    return send_reminders()


def send_reminders() -> int:
    """A week apart, three times at most. Each match is locked and looked at again before it is told."""
    limit = timezone.now() - PAUSE
    due = Match.objects.filter(
        Q(reminded_at=None) | Q(reminded_at__lt=limit),
        state__in=[*HOLDING, MatchState.HELD],
        reminder_count__lt=MOST_REMINDERS,
        changed_at__lt=limit,
    )
    return sum(_remind(pk) for pk in due.order_by("pk").values_list("pk", flat=True)[:500])


def _remind(pk: int) -> int:
    with transaction.atomic():
        found = Match.objects.select_for_update(of=("self",)).with_sides().filter(pk=pk)
        match = found.filter(Q(reminded_at=None) | Q(reminded_at__lt=timezone.now() - PAUSE)).first()
        if match is None:
            return 0
        told = _tell(match)
        if told:
            Match.objects.filter(pk=pk).update(reminded_at=timezone.now(), reminder_count=match.reminder_count + 1)
    return told


def _tell(match: Match) -> int:
    if match.state == MatchState.CONFIRMED:
        answered = match.offer if match.offer_answer else match.request if match.request_answer else None
        tell_towns(match, "answer-soon", besides=answered)
        return 1
    if match.state == MatchState.AGREED:
        return _ask_how(match)
    written = set(match.feedbacks.values_list("organisation_id", flat=True))
    missing = [one for one in (match.offer, match.request) if one.organisation_id not in written]
    if not missing:
        return 0
    done = [one for one in (match.offer, match.request) if one.organisation_id in written]
    tell_towns(match, "bring-home", besides=done[0] if done else None)
    return 1


def _ask_how(match: Match) -> int:
    last_days = [one.date_to for one in (match.offer, match.request) if one.date_to]
    is_over = bool(last_days) and min(last_days) < timezone.localdate()
    is_long = match.agreed_at is not None and match.agreed_at < timezone.now() - ASK_AFTER
    if not (is_over or (is_long and not last_days)):
        return 0
    tell_towns(match, "say-how")
    return 1


def close_what_is_over() -> int:
    """Open and paused ones whose last day has passed."""
    found = Posting.objects.filter(
        status__in=[PostingStatus.OPEN, PostingStatus.PAUSED], date_to__lt=timezone.localdate()
    )
    return sum(_close(pk) for pk in found.order_by("pk").values_list("pk", flat=True)[:500])


def _close(pk: int) -> int:
    with transaction.atomic():
        posting = Posting.objects.select_for_update(of=("self",)).get(pk=pk)
        mine = Q(offer=posting) | Q(request=posting)
        if Match.objects.filter(mine, state__in=HOLDING).exists():
            return 0
        Match.objects.filter(mine, state=MatchState.PROPOSED).delete()
        posting.status = PostingStatus.CLOSED
        posting.version += 1
        posting.save(update_fields=["status", "version", "changed_at"])
        record_event(f"exchange.{posting.side}.closed", posting, is_over=True)
    return 1


def follow_mergers() -> int:
    """What runs in a town that merged goes on in the one that continues its membership; its people are there already."""
    ended = Membership.objects.filter(
        status=MembershipStatus.ENDED, merged_into__isnull=False, organisation__postings__status__in=RUNNING
    )
    pairs = ended.order_by("pk").values_list("organisation_id", "merged_into__organisation_id").distinct()
    return sum(_follow(old, new) for old, new in pairs)


def _follow(old: int, new: int) -> int:
    """A match between two towns that have become one is nothing any more."""
    with transaction.atomic():
        postings = Posting.objects.select_for_update(of=("self",)).filter(organisation_id=old, status__in=RUNNING)
        moved = list(postings.order_by("pk"))
        for posting in moved:
            posting.organisation_id = new
            posting.version += 1
            posting.save(update_fields=["organisation", "version", "changed_at"])
            record_event("exchange.posting.followed", posting)
        within = Match.objects.filter(offer__organisation_id=new, request__organisation_id=new)
        within.filter(state=MatchState.PROPOSED).delete()
        for match in within.filter(state__in=HOLDING).with_sides():
            save_match(match, state=MatchState.CANCELLED)
            settle(match.offer)
            settle(match.request)
    return len(moved)


def register() -> None:
    """Called when the app starts."""
    register_job("exchange.look_after", every=EVERY, run=look_after_exchanges)
