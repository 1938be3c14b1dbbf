"""What the two towns answer, and what becomes of what they agreed."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.actions.models import Status
from seguia.actions.services.journey import record_step
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.exchange.models import HOLDING, Answer, Match, MatchState, PostingStatus, Side
from seguia.exchange.services.locking import locked_match, save_match, settle
from seguia.exchange.telling import tell_towns
from seguia.membership.queries import organisation_ids_of
from seguia.membership.services.changing import cleaned_reason

EARLIEST = datetime.timedelta(days=400)
"""How long ago something can have taken place."""


def side_of(user: Any, match: Match, side: str = "") -> Side:
    """The side a person answers for; `side` chooses where they act for both. Raises Refused, Invalid."""
    sides = match.sides_of(organisation_ids_of(user))
    if not sides:
        raise Refused(_("Only people who act for one of the two towns may do this. Nothing was changed."))
    if side and side not in sides:
        raise Invalid(_("You do not act for this side. Nothing was changed."))
    return Side(side) if side else sides[0]


def answer_match(
    *, user: Any, public_id: str, answer: str, reason: str = "", side: str = "", version: str = ""
) -> Match:
    """Accept or decline (with a reason the other town reads). When both have accepted, both see how to reach the other.

    Raises Refused, NotFound, Conflict, Invalid, ValidationError.
    """
    if answer not in Answer.values:
        raise Invalid(_("There is no such answer. Nothing was changed."))
    with transaction.atomic():
        match = locked_match(public_id, [MatchState.CONFIRMED], version=version)
        require("exchange.answer_match", user, match)
        chosen = side_of(user, match, side)
        if match.answer_of(chosen):
            raise Conflict(_("Your town has answered already. Nothing was changed."), code="answered")
        field = "offer_answer" if chosen == Side.OFFER else "request_answer"
        if answer == Answer.DECLINED:
            return _ended(match, user, MatchState.DECLINED, reason, chosen, **{field: answer})
        setattr(match, field, answer)
        if match.offer_answer == match.request_answer == Answer.ACCEPTED:
            save_match(match, state=MatchState.AGREED, agreed_at=timezone.now(), reminded_at=None, reminder_count=0)
            event = "agreed"
        else:
            save_match(match)
            event = "accepted"
        record_event(f"exchange.match.{event}", match, actor=user, side=chosen.value)
        tell_towns(match, event, besides=match.posting_of(chosen) if event == "accepted" else None)
    return match


def _ended(match: Match, user: Any, state: MatchState, reason: str, side: Side | None, **changes: Any) -> Match:
    """Declined or cancelled: places are free again, the other side is told why."""
    posting = match.posting_of(side) if side else None
    save_match(
        match,
        state=state,
        reason=cleaned_reason(reason),
        reason_language=current_language(),
        reason_by=posting.organisation if posting else None,
        **changes,
    )
    for one in (match.offer, match.request):
        settle(one)
    record_event(f"exchange.match.{state}", match, actor=user, side=side.value if side else "")
    tell_towns(match, state, besides=posting)
    return match


def cancel_match(*, user: Any, public_id: str, reason: str, side: str = "", version: str = "") -> Match:
    """It will not take place: either town, or the secretariat. Raises Refused, NotFound, Conflict, ValidationError."""
    with transaction.atomic():
        match = locked_match(public_id, HOLDING, version=version)
        require("exchange.cancel_match", user, match)
        own = match.sides_of(organisation_ids_of(user))
        return _ended(match, user, MatchState.CANCELLED, reason, side_of(user, match, side) if own else None)


def hold_match(*, user: Any, public_id: str, on: datetime.date, version: str = "") -> Match:
    """It took place on a day; the journey of the action tells it. Raises Refused, NotFound, Conflict, ValidationError."""
    with transaction.atomic():
        match = locked_match(public_id, [MatchState.AGREED], version=version)
        require("exchange.answer_match", user, match)
        _check_day(on)
        save_match(match, state=MatchState.HELD, held_on=on, reminded_at=None, reminder_count=0)
        if match.request.status in {PostingStatus.MATCHED, PostingStatus.OPEN, PostingStatus.PAUSED}:
            match.request.status = PostingStatus.CLOSED
            match.request.save(update_fields=["status", "changed_at"])
        settle(match.offer)
        record_event("exchange.match.held", match, actor=user, on=on.isoformat())
        tell_towns(match, "held")
        _tell_journey(match, user)
    return match


def _check_day(on: datetime.date) -> None:
    today = timezone.localdate()
    if not today - EARLIEST <= on <= today:
        raise ValidationError({"on": _("Choose a day of the last thirteen months, today at the latest.")})


def _tell_journey(match: Match, user: Any) -> None:
    """What happened to the action: who came, by which kind of exchange."""
    action = match.action
    if action is None or action.status != Status.PUBLISHED or match.held_on is None:
        return
    noon = timezone.make_aware(datetime.datetime.combine(match.held_on, datetime.time(12)))
    facts = {"match": match.public_id, "kind": match.offer.kind}
    record_step(
        action,
        "visited",
        actor=user,
        organisation=match.request.organisation,
        at=min(noon, timezone.now()),
        facts=facts,
    )
