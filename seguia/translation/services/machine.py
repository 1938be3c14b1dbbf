"""Orders to the machine: queued by people, carried out by the worker, outside of any transaction."""

import datetime
import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Invalid, SeguiaError
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.core.translation_state import LanguageState, fingerprint
from seguia.translation.machine import PASSING, MachineFault, Provider, provider
from seguia.translation.models import DraftText, MachineOrder, TranslationDraft
from seguia.translation.queries import item_in
from seguia.translation.registry import MACHINE, Item, TranslatableField, kind_of
from seguia.translation.services.drafts import opened_draft
from seguia.translation.standing import refresh

log = logging.getLogger("seguia.translation")
MOST_AT_ONCE = 50
MOST_ATTEMPTS = 5
PAUSE = datetime.timedelta(minutes=1)
"""Before the second attempt; doubled each time."""
A_RUN = 5
"""Orders carried out in one run of the worker's job: mails and index wait meanwhile."""


def order_proposals(*, user: Any, items: Iterable[Item]) -> int:
    """Have the machine propose what these items lack; returns how many orders there are now.

    Raises Refused, Invalid where no machine is set up or too much is asked at once.
    """
    wanted = list(items)
    if provider() is None:
        raise Invalid(_("Machine translation is switched off in this installation."), code="no_machine")
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid(_("At most %(most)s at once. Nothing was ordered.") % {"most": MOST_AT_ONCE}, code="too_many")
    with transaction.atomic():
        for item in wanted:
            require("translation.translate", user, item)
            anew = {
                "state": MachineOrder.State.QUEUED, "attempts": 0, "fault": "", "ordered_by": user,
                "ordered_at": timezone.now(), "next_try_at": timezone.now(),
            }  # fmt: skip
            order, _created = MachineOrder.objects.update_or_create(
                kind=item.kind, item=item.public_id, language=item.language, defaults=anew
            )
            record_event("translation.machine.ordered", order, actor=user, language=item.language)
    return len(wanted)


def carry_out_orders() -> int:
    """Carry out what is due; returns how many proposals were made. A periodic job; without a machine it does nothing."""
    machine = provider()
    if machine is None:
        return 0
    due = MachineOrder.objects.filter(state=MachineOrder.State.QUEUED, next_try_at__lte=timezone.now())
    return sum(_carry_out(order, machine) for order in due.select_related("ordered_by").order_by("next_try_at")[:A_RUN])


def _carry_out(order: MachineOrder, machine: Provider) -> int:
    """One order. What goes wrong is noted on it and does not hold up the others."""
    try:
        item = item_in(order.ordered_by or AnonymousUser(), order.kind, order.item, order.language)
        lacking = _lacking(item)
        texts = machine.translate([text.original for text in lacking], item.original_language, item.language)
        if len(texts) != len(lacking):
            raise MachineFault("broken")
    except MachineFault as fault:
        _note_fault(order, fault.code)
        return 0
    except SeguiaError:
        _finish(order)
        return 0
    number = _keep_proposals(item, dict(zip([text.key for text in lacking], texts, strict=True)))
    if settings.MACHINE_TRANSLATION_PUBLISH and order.ordered_by:
        _publish_proposals(order.ordered_by, item)
    _finish(order)
    return number


def _lacking(item: Item) -> list[TranslatableField]:
    """Texts without a translation, and those whose translation is older than the original; none that a person has begun."""
    begun = set(
        DraftText.objects.filter(draft__kind=item.kind, draft__item=item.public_id, draft__language=item.language)
        .exclude(text="")
        .values_list("key", flat=True)
    )
    return [text for text in item.fields if text.state != LanguageState.CURRENT and text.key not in begun]


def _keep_proposals(item: Item, texts: dict[str, str]) -> int:
    """Put them into the draft, unless a person wrote something there meanwhile."""
    kept = 0
    with transaction.atomic():
        draft = opened_draft(item)
        rows = {row.key: row for row in draft.texts.all()}
        for key, proposal in texts.items():
            text, row = item.field(key), rows.get(key)
            proposed = _usable(proposal, text)
            if text is None or not proposed or (row and row.text):
                continue
            row = row or DraftText(draft=draft, key=key, version=0, base=text.translation)
            row.text, row.is_machine, row.author, row.figures_confirmed = proposed, True, None, False
            row.version += 1
            row.saw(text.original)
            row.save()
            kept += 1
        if kept:
            draft.version += 1
            draft.save()
            record_event("translation.machine.proposed", draft, texts=kept, language=draft.language)
        elif not rows:
            draft.delete()
    return kept


def _usable(proposal: str, text: TranslatableField | None) -> str:
    """Cleaned, and empty when it does not fit: what a machine writes passes the same checks as what people write."""
    try:
        cleaned = clean_text(proposal, multiline=bool(text and text.multiline))
    except ValidationError:
        return ""
    return cleaned if text and len(cleaned) <= text.max_length else ""


def _publish_proposals(user: Any, item: Item) -> None:
    """Where this network wants it: readers see what is missing in the machine's words, marked as such."""
    rows = list(
        DraftText.objects.filter(
            draft__kind=item.kind, draft__item=item.public_id, draft__language=item.language, is_machine=True, base=""
        )
    )
    rows = [row for row in rows if (text := item.field(row.key)) and row.seen_mark == fingerprint(text.original)]
    if not rows:
        return
    try:
        with transaction.atomic():
            kind_of(item.kind).save(
                user=user,
                item=item,
                language=item.language,
                texts={row.key: row.text for row in rows},
                seen={row.key: row.seen_mark for row in rows},
                base={row.key: row.base for row in rows},
                how=MACHINE,
            )
            DraftText.objects.filter(pk__in=[row.pk for row in rows]).delete()
            TranslationDraft.objects.filter(pk=rows[0].draft_id, texts=None).delete()
    except (SeguiaError, ValidationError):
        log.warning("proposals for %s %s were not published; they stay in the editor", item.kind, item.public_id)
        return
    refresh(kind_of(item.kind), [item.object_id])


def _note_fault(order: MachineOrder, code: str) -> None:
    order.attempts += 1
    order.fault = code
    order.next_try_at = timezone.now() + PAUSE * 2 ** (order.attempts - 1)
    if code not in PASSING or order.attempts >= MOST_ATTEMPTS:
        order.state = MachineOrder.State.FAILED
    order.save()
    log.warning("machine translation of %s %s into %s: %s", order.kind, order.item, order.language, code)


def _finish(order: MachineOrder) -> None:
    order.state, order.fault = MachineOrder.State.DONE, ""
    order.save()
