"""Several things of one pile at once: look ahead, decide each in a transaction of its own, take back."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid, SeguiaError
from seguia.core.permissions import require
from seguia.core.text import clean_text, shortened
from seguia.core.waiting import Decision, WaitingItem, WaitingKind
from seguia.portal.desk.models import DeskBatch, DeskDecision, Outcome
from seguia.portal.desk.piles import decision_of, items_of, kind_for
from seguia.portal.desk.queries import decisions_of
from seguia.portal.desk.services import LONGEST_TOLD, apply_pending, facts_of, undo_decision

log = logging.getLogger("seguia.desk")
MOST = 200
"""Things that can be decided at once."""


@dataclass(frozen=True)
class Foreseen:
    """One thing as it will go: `fault` says why not."""

    key: str
    item: WaitingItem | None
    fault: str = ""


def chosen_keys(keys: Sequence[str]) -> list[str]:
    """What was ticked, each once. Raises Invalid for none and for too many."""
    chosen = list(dict.fromkeys(_storable(key)[:80] for key in keys if key))
    if not chosen:
        raise Invalid(_("Nothing is selected. Tick at least one, then choose what to decide."), code="nothing_selected")
    if len(chosen) > MOST:
        raise Invalid(
            _("%(count)s are selected; at most %(most)s can be decided at once. Nothing was changed.")
            % {"count": len(chosen), "most": MOST},
            code="too_many",
        )
    return chosen


def _storable(text: str) -> str:
    """Without NUL, which PostgreSQL does not keep."""
    return text.replace("\0", "")


def foreseen(*, user: Any, kind: str, decision: str, keys: Sequence[str]) -> list[Foreseen]:
    """What would happen to each: every one is tried and rolled back, so that the answer is the service's own."""
    require("portal.open_desk", user)
    pile = kind_for(user, kind)
    answer = decision_of(pile, decision)
    items = items_of(pile, list(keys))
    return [_tried(pile, answer, key, items.get(key), user) for key in keys]


def _tried(pile: WaitingKind, answer: Decision, key: str, item: WaitingItem | None, user: Any) -> Foreseen:
    if item is None:
        return Foreseen(key, None, _("This does not wait any more."))
    assert pile.decide is not None
    with transaction.atomic():
        try:
            with transaction.atomic():
                pile.decide(user=user, key=key, decision=answer.code, reason=_("Reason"), version=item.version)
        except (SeguiaError, ValidationError) as error:
            return Foreseen(key, item, sentence_of(error))
        finally:
            transaction.set_rollback(True)
    return Foreseen(key, item)


def sentence_of(error: SeguiaError | ValidationError) -> str:
    """What an error says to a person."""
    told = str(error.message) if isinstance(error, SeguiaError) else " ".join(error.messages)
    return shortened(told, LONGEST_TOLD)


def begin_batch(*, user: Any, kind: str, decision: str, reason: str, chosen: Sequence[tuple[str, str]]) -> DeskBatch:
    """Note what is to be done; `chosen` are (key, version that was read). `run_batch` does it.

    Raises Refused, NotFound, Invalid, ValidationError for a reason that is missing.
    """
    reason = clean_text(reason)
    with transaction.atomic():
        require("portal.open_desk", user)
        pile = kind_for(user, kind)
        answer = decision_of(pile, decision)
        versions = {_storable(key)[:80]: _storable(version)[:40] for key, version in chosen}
        keys = chosen_keys([key for key, _version in chosen])
        if answer.needs_reason and not reason:
            raise ValidationError({"reason": _("Write the reason: the authors will read it.")})
        batch = DeskBatch(kind=pile.code, decision=answer.code, reason=reason, user=user)
        batch.full_clean(exclude=["user"])
        batch.save()
        items = items_of(pile, keys)
        DeskDecision.objects.bulk_create(_planned(batch, pile, key, items.get(key), versions[key]) for key in keys)
    return batch


def _planned(batch: DeskBatch, pile: WaitingKind, key: str, item: WaitingItem | None, version: str) -> DeskDecision:
    known = {"batch": batch, "decision": batch.decision, "user": batch.user}
    if item is None:
        told = _("This does not wait any more. Nothing was changed.")
        facts = {"kind": pile.code, "key": key, "title": key, "title_language": "en"}
        return DeskDecision(**known, **facts, outcome=Outcome.REFUSED, told=told)
    return DeskDecision(**known, **{**facts_of(pile, item), "version": version or item.version})


def run_batch(batch: DeskBatch, *, user: Any) -> None:
    """Decide everything of a batch that is not decided yet; what is not possible says why. Whoever runs it a second
    time, or at the same time, decides nothing twice."""
    require("portal.open_desk", user)
    pile = kind_for(user, batch.kind)
    for pk in (
        DeskDecision.objects.filter(batch=batch, outcome=Outcome.PENDING).order_by("id").values_list("pk", flat=True)
    ):
        _settle(pk, pile, batch)


def _settle(pk: int, pile: WaitingKind, batch: DeskBatch) -> None:
    with transaction.atomic():
        record = DeskDecision.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
        if record.outcome != Outcome.PENDING:
            return
        try:
            with transaction.atomic():
                apply_pending(record, pile, batch)
        except (SeguiaError, ValidationError) as error:
            _refuse(record, sentence_of(error))
        except Exception:
            log.exception("a decision of batch %s failed", batch.public_id)
            _refuse(record, _("Something went wrong on our side. This one is not decided; try it by itself."))


def _refuse(record: DeskDecision, told: str) -> None:
    record.outcome, record.told = Outcome.REFUSED, told
    record.save(update_fields=["outcome", "told"])


def undo_batch(batch: DeskBatch, *, user: Any) -> tuple[int, list[str]]:
    """Take back what can be taken back: (how many, sentences about the others)."""
    undone, faults = 0, []
    for record in decisions_of(batch):
        if record.outcome != Outcome.DONE:
            continue
        try:
            undo_decision(user=user, decision=record)
            undone += 1
        except SeguiaError as error:
            faults.append(f"{record.title}: {error.message}")
    return undone, faults
