"""From a draft to the published text: directly, or through a review by a second person."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.languages import current_language
from seguia.core.numbers import number_mismatch
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.core.translation_state import fingerprint
from seguia.notifications.services import queue_message
from seguia.translation.models import DraftText, TranslationDraft
from seguia.translation.registry import PERSON, REVIEWED, Item, kind_of
from seguia.translation.rules import Reviewed
from seguia.translation.services.drafts import locked_draft
from seguia.translation.standing import refresh

REASON_LIMIT = 2000
ACCEPTED, RETURNED = "translation.accepted", "translation.returned"
"""Kinds of mail."""


def texts_to_publish(item: Item, draft: TranslationDraft) -> list[DraftText]:
    """Texts that would change something: others than the published ones, or confirmed for a newer original."""
    found = []
    for row in draft.texts.all():
        text = item.field(row.key)
        if text is None or not row.text:
            continue
        is_same = row.text == text.translation
        if not is_same or (text.state == "outdated" and row.seen_mark == fingerprint(text.original)) or text.is_machine:
            found.append(row)
    return found


def figures_to_check(item: Item, rows: Iterable[DraftText]) -> dict[str, tuple[list[str], list[str]]]:
    """Key → figures only in the original, only in the translation, where nobody has confirmed the difference."""
    found = {}
    for row in rows:
        text = item.field(row.key)
        if text is None or row.figures_confirmed:
            continue
        mismatch = number_mismatch(text.original, row.text)
        if mismatch != ([], []):
            found[row.key] = mismatch
    return found


def needs_review(rows: Iterable[DraftText], *, rule: str | None = None) -> bool:
    """Whether a second person must read these texts before they are published."""
    rule = rule or settings.TRANSLATION_REVIEW
    return rule == "all" or (rule == "machine" and any(row.is_machine for row in rows))


class FiguresDiffer(Invalid):
    """Figures of the original and of the translation differ, and nobody has said that this is right."""

    code = "figures_differ"


def submit_draft(*, user: Any, item: Item) -> bool:
    """Hand the draft in: published at once (True), or laid before a second person (False).

    Raises Refused, Invalid when there is nothing to hand in, FiguresDiffer (`figures`: by key), Conflict
    (`same_field`) when a published text was changed by somebody else meanwhile: the draft is kept in every case.
    """
    try:
        with transaction.atomic():
            require("translation.translate", user, item)
            draft = locked_draft(item)
            rows = texts_to_publish(item, draft) if draft else []
            if draft is None or not rows:
                raise Invalid(_("There is nothing new to publish: write or confirm at least one text first."))
            if figures := figures_to_check(item, rows):
                raise FiguresDiffer(
                    _("Your texts are saved but not handed in: some figures differ from the original. Correct them, "
                      "or confirm that they are right."),
                    figures=figures,
                )  # fmt: skip
            if needs_review(rows):
                _lay_before_reviewer(draft, user)
                return False
            _publish(item, draft, rows, user)
    except Conflict as error:
        note_clashes(item, error)
        raise
    refresh(kind_of(item.kind), [item.object_id])
    return True


def _lay_before_reviewer(draft: TranslationDraft, user: Any) -> None:
    if draft.status == TranslationDraft.Status.SUBMITTED:
        return
    draft.status, draft.submitted_by, draft.submitted_at = TranslationDraft.Status.SUBMITTED, user, timezone.now()
    draft.reason = draft.reason_language = ""
    draft.save()
    record_event("translation.draft.submitted", draft, actor=user, language=draft.language)


def _publish(item: Item, draft: TranslationDraft, rows: list[DraftText], user: Any) -> None:
    """Put the texts into the thing and take them out of the draft, in the caller's transaction."""
    record_event("translation.draft.published", draft, actor=user, language=draft.language, texts=len(rows))
    draft.texts.filter(pk__in=[row.pk for row in rows]).delete()
    if not draft.texts.exclude(text="").exists():
        draft.delete()
    else:
        draft.status, draft.submitted_by, draft.submitted_at = TranslationDraft.Status.OPEN, None, None
        draft.version += 1
        draft.save()
    kind_of(item.kind).save(
        user=user,
        item=item,
        language=item.language,
        texts={row.key: row.text for row in rows},
        seen={row.key: row.seen_mark for row in rows},
        base={row.key: row.base for row in rows},
        how=REVIEWED if any(row.is_machine for row in rows) else PERSON,
    )


def note_clashes(item: Item, error: Conflict) -> None:
    """Somebody else's published text becomes what the draft's text is compared with: the next hand-in replaces it."""
    with transaction.atomic():
        draft = locked_draft(item)
        for row in draft.texts.filter(key__in=error.details.get("theirs", {})) if draft else []:
            row.base, row.has_clash = error.details["theirs"][row.key], True
            row.save(update_fields=["base", "has_clash"])


def review_draft(
    *, user: Any, item: Item, accepted: Iterable[str], reason: str = "", version: int | None = None
) -> bool:
    """Publish the accepted texts of a submitted draft; the others go back with a reason. True: everything is published.

    `version`: of the draft as it was read. Raises Refused, NotFound, Conflict, ValidationError.
    """
    wanted, why = set(accepted), clean_text(reason)
    try:
        with transaction.atomic():
            draft = _submitted(item, user, version)
            rows = texts_to_publish(item, draft)
            taken = [row for row in rows if row.key in wanted]
            left = len(rows) - len(taken)
            _check_reason(why, left)
            author = draft.submitted_by
            if left:
                _send_back(draft, user, why)
            if author and author.pk != user.pk:
                _tell(author, item, taken=len(taken), left=left, reason=why)
            if taken:
                _publish(item, draft, taken, user)
    except Conflict as error:
        if error.code == "same_field":
            note_clashes(item, error)
        raise
    refresh(kind_of(item.kind), [item.object_id])
    return not left


def _submitted(item: Item, user: Any, version: int | None) -> TranslationDraft:
    draft = locked_draft(item)
    if draft is None or draft.status != TranslationDraft.Status.SUBMITTED:
        raise NotFound(_("This translation no longer waits for a review."))
    require("translation.review", user, Reviewed(draft, item))
    if version is not None and version != draft.version:
        raise Conflict(
            _("The translation was changed after you opened it. Nothing is decided yet; read it again."),
            code="changed_since",
        )
    return draft


def _check_reason(reason: str, left: int) -> None:
    if left and not reason:
        raise ValidationError(_("Write the reason: the translator will read it."), code="required")
    if len(reason) > REASON_LIMIT:
        raise ValidationError(
            _("The reason has %(length)s characters; at most %(limit)s are possible.")
            % {"length": len(reason), "limit": REASON_LIMIT},
            code="max_length",
        )


def _send_back(draft: TranslationDraft, user: Any, reason: str) -> None:
    draft.status, draft.submitted_by, draft.submitted_at = TranslationDraft.Status.OPEN, None, None
    draft.reason, draft.reason_language = reason, current_language()
    draft.version += 1
    draft.save()
    record_event("translation.draft.returned", draft, actor=user, language=draft.language)


def _tell(author: Any, item: Item, *, taken: int, left: int, reason: str) -> None:
    """The author reads what became of their own act."""
    facts = {
        "kind": item.kind,
        "item": item.public_id,
        "language": item.language,
        "title": dict(item.title),
        "original_language": item.original_language,
        "taken": taken,
        "left": left,
        "reason": reason,
    }
    queue_message(RETURNED if left else ACCEPTED, to=author, facts=facts, topic=f"{item.kind}:{item.public_id}"[:80])
