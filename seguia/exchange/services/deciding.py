"""What the secretariat decides on a proposal: confirm it, refuse it, keep it while others are matched anew."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.exchange.models import HOLDING, Match, MatchState, Posting, PostingStatus
from seguia.exchange.services.locking import locked_match, save_match, settle
from seguia.exchange.telling import tell_towns
from seguia.membership.queries import may_submit
from seguia.membership.services.changing import cleaned_reason


def confirm_match(*, user: Any, public_id: str, version: str = "") -> Match:
    """Tell both towns; each answers. The offer's places are counted with its row locked, and the database lets nobody
    take a place twice. Raises Refused, NotFound, Conflict."""
    with transaction.atomic():
        require("exchange.run_matching", user)
        match = locked_match(public_id, [MatchState.PROPOSED], version=version)
        _require_open(match)
        seat = free_seat(match.offer)
        if seat is None:
            raise Conflict(
                _("All places of this offer are taken meanwhile. Nothing was changed; run the matching again."),
                code="full",
            )
        save_match(match, state=MatchState.CONFIRMED, seat=seat, is_locked=False, confirmed_at=timezone.now())
        for posting in (match.offer, match.request):
            settle(posting)
        record_event("exchange.match.confirmed", match, actor=user, fit=match.fit)
        tell_towns(match, "confirmed")
    return match


def free_seat(offer: Posting) -> int | None:
    """The first place nobody holds; None when all are taken. The offer is locked."""
    taken = set(Match.objects.filter(offer=offer, state__in=HOLDING).values_list("seat", flat=True))
    return next((seat for seat in range(1, offer.capacity + 1) if seat not in taken), None)


def _require_open(match: Match) -> None:
    for posting in (match.offer, match.request):
        if posting.status != PostingStatus.OPEN or not may_submit(posting.organisation_id):
            raise Conflict(
                _("“%(title)s” is not open any more. Nothing was changed; run the matching again.")
                % {"title": posting.title},
                code="not_open",
            )
    if Match.objects.filter(request=match.request, state__in=HOLDING).exists():
        raise Conflict(_("This request has a match already. Nothing was changed."), code="not_open")


def refuse_match(*, user: Any, public_id: str, reason: str, version: str = "") -> Match:
    """This pair is not proposed again. Only the secretariat reads the reason. Raises Refused, NotFound, Conflict,
    ValidationError without a reason."""
    with transaction.atomic():
        require("exchange.run_matching", user)
        reason = cleaned_reason(reason)
        match = locked_match(public_id, [MatchState.PROPOSED], version=version)
        save_match(match, state=MatchState.REFUSED, reason=reason, reason_language=current_language(), is_locked=False)
        record_event("exchange.match.refused", match, actor=user)
    return match


def lock_match(*, user: Any, public_id: str, is_locked: bool, version: str = "") -> Match:
    """Keep a proposal, or let the next run decide again. Raises Refused, NotFound, Conflict."""
    with transaction.atomic():
        require("exchange.run_matching", user)
        match = locked_match(public_id, [MatchState.PROPOSED], version=version)
        save_match(match, is_locked=is_locked)
        record_event("exchange.match.kept" if is_locked else "exchange.match.freed", match, actor=user)
    return match
