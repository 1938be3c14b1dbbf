"""Translations on the secretariat's desk: what waits for a review, and how it is decided there as a whole."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Conflict, Message
from seguia.core.languages import own_name
from seguia.core.translated import TranslatedText
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, register_waiting
from seguia.translation.models import TranslationDraft
from seguia.translation.queries import draft_for_review, item_in, waiting_drafts
from seguia.translation.services.publishing import review_draft, texts_to_publish


def register() -> None:
    """One pile."""
    register_waiting(
        WaitingKind(
            code="translations",
            label=gettext_lazy("Translations to review"),
            permission="translation.decide_waiting",
            count=lambda: waiting_drafts().count(),
            items=_items,
            decisions=(
                Decision("accept", gettext_lazy("Accept all texts and publish")),
                Decision("return", gettext_lazy("Send back"), needs_reason=True, is_positive=False),
            ),
            decide=decide,
            item=_item_of,
        )
    )


def _items(offset: int, limit: int) -> Sequence[WaitingItem]:
    return [_item(draft) for draft in waiting_drafts()[offset : offset + limit]]


def _item_of(key: str) -> WaitingItem | None:
    found = waiting_drafts().filter(public_id=key[:8]).first()
    return _item(found) if found else None


def _item(draft: TranslationDraft) -> WaitingItem:
    assert draft.submitted_at is not None
    told = {"language": own_name(draft.language), "person": draft.submitted_by or "—"}
    return WaitingItem(
        key=draft.public_id,
        title=TranslatedText(draft.title).localised(original=draft.original_language),
        detail=_("into %(language)s, by %(person)s") % told,
        since=draft.submitted_at,
        url=reverse("translation:review", args=[draft.public_id]),
        version=str(draft.version),
    )


def decide(*, user: Any, key: str, decision: str, reason: str = "", version: str = "", **more: Any) -> Message:
    """Accept everything, or send everything back. Raises Refused, NotFound, Conflict, ValidationError."""
    draft = draft_for_review(key)
    item = item_in(user, draft.kind, draft.item, draft.language)
    if version and version != str(draft.version):
        raise Conflict(
            _("The translation was changed after you opened it. Nothing is decided yet; read it again."),
            code="changed_since",
        )
    keys = [row.key for row in texts_to_publish(item, draft)] if decision == "accept" else []
    review_draft(user=user, item=item, accepted=keys, reason=reason, version=draft.version)
    if decision == "accept":
        return _("The translation is published.")
    return _("The translation is sent back; its author gets a mail with your reason.")
