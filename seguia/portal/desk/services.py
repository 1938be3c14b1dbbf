"""Writes of the desk: decide one thing, take a decision back. What happens to the thing is done by its pile's own service."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core import formats
from seguia.core.errors import Conflict, Message, NotFound
from seguia.core.permissions import require
from seguia.core.text import clean_text, shortened
from seguia.core.waiting import Decision, WaitingItem, WaitingKind
from seguia.portal.desk.models import DeskBatch, DeskDecision, Outcome
from seguia.portal.desk.piles import decision_of, item_of, kind_for
from seguia.portal.desk.queries import last_decision_on

KEPT = datetime.timedelta(days=365)
"""How long the desk remembers; what happened to a thing stays in the record of deeds."""
LONGEST_TOLD = 600


class AlreadyDecided(Conflict):
    """Somebody else of the secretariat was faster: nothing to worry about, and nothing to do."""

    code = "already_decided"

    def __init__(self, earlier: DeskDecision, label: Message) -> None:
        told = {
            "title": earlier.title,
            "decision": label,
            "name": str(earlier.user) if earlier.user else _("somebody who has left"),
            "when": formats.moment(earlier.at),
        }
        super().__init__(
            _("“%(title)s” is already decided: “%(decision)s”, by %(name)s, %(when)s. Your decision was not needed.")
            % told
        )


def decide_item(*, user: Any, kind: str, key: str, decision: str, reason: str = "", version: str = "") -> DeskDecision:
    """Decide one thing that waits. Raises Refused, NotFound, AlreadyDecided, Conflict (changed since it was read),
    ValidationError (the reason is missing)."""
    try:
        with transaction.atomic():
            require("portal.open_desk", user)
            pile = kind_for(user, kind)
            answer = decision_of(pile, decision)
            item = item_of(pile, key)
            if item is None:
                raise Conflict(_("This does not wait any more. Nothing was changed."), code="gone")
            record = _recorded(pile, item, answer, user)
            _apply(record, pile, reason=reason, version=version or item.version)
            return record
    except (Conflict, NotFound) as error:
        if earlier := _who_was_faster(user, kind, key):
            raise earlier from error
        raise


def _who_was_faster(user: Any, kind: str, key: str) -> AlreadyDecided | None:
    """The decision that took the thing off its pile, if it was made on the desk."""
    pile = kind_for(user, kind)
    earlier = last_decision_on(kind, key)
    if earlier is None or item_of(pile, key) is not None:
        return None
    return AlreadyDecided(earlier, label_of(pile, earlier.decision))


def label_of(pile: WaitingKind, code: str) -> Message:
    """How a decision is called; its code when the pile has it no longer."""
    return next((answer.label for answer in pile.decisions if answer.code == code), code)


def _recorded(pile: WaitingKind, item: WaitingItem, answer: Decision, user: Any) -> DeskDecision:
    return DeskDecision.objects.create(**facts_of(pile, item), decision=answer.code, user=user)


def facts_of(pile: WaitingKind, item: WaitingItem) -> dict[str, Any]:
    """What the desk notes of a thing."""
    return {
        "kind": pile.code,
        "key": item.key,
        "version": item.version,
        "title": shortened(item.title.text, 300),
        "title_language": item.title.language,
        "url": item.url[:300],
    }


def _apply(record: DeskDecision, pile: WaitingKind, *, reason: str, version: str) -> None:
    """Have the pile's service do it. Raises what the service raises."""
    assert pile.decide is not None
    told = pile.decide(
        user=record.user, key=record.key, decision=record.decision, reason=clean_text(reason), version=version
    )
    record.outcome, record.told = Outcome.DONE, shortened(str(told), LONGEST_TOLD)
    record.save(update_fields=["outcome", "told"])


def apply_pending(record: DeskDecision, pile: WaitingKind, batch: DeskBatch) -> None:
    """The same for one thing of a batch, with the version that was read in the preview."""
    _apply(record, pile, reason=batch.reason, version=record.version)


def undo_decision(*, user: Any, decision: DeskDecision) -> DeskDecision:
    """Take a decision back. Raises Refused, NotFound, Conflict where that is no longer possible."""
    with transaction.atomic():
        require("portal.open_desk", user)
        fresh = DeskDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        pile = kind_for(user, fresh.kind)
        if fresh.outcome != Outcome.DONE:
            raise Conflict(_("This decision is not in force any more. Nothing was changed."), code="wrong_state")
        if pile.undo is None:
            raise Conflict(_("Decisions of this pile cannot be taken back. Nothing was changed."), code="no_undo")
        if DeskDecision.objects.filter(kind=fresh.kind, key=fresh.key, outcome=Outcome.DONE, pk__gt=fresh.pk).exists():
            raise Conflict(_("There is a later decision on this. Nothing was changed."), code="later_decision")
        told = pile.undo(user=user, key=fresh.key, decision=fresh.decision)
        fresh.outcome, fresh.told = Outcome.UNDONE, shortened(str(told), LONGEST_TOLD)
        fresh.save(update_fields=["outcome", "told"])
    return fresh


def forget_old_decisions() -> None:
    """What is a year old; a periodic job."""
    limit = timezone.now() - KEPT
    DeskDecision.objects.filter(at__lt=limit).delete()
    DeskBatch.objects.filter(at__lt=limit, decisions=None).delete()
