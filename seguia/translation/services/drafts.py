"""Writing a draft: each text by itself, so that nothing typed is lost and two people never overwrite each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import NotFound
from seguia.core.permissions import require
from seguia.core.text import clean_text
from seguia.core.translation_state import fingerprint
from seguia.translation.models import DraftText, TranslationDraft
from seguia.translation.registry import Item, TranslatableField


@dataclass(frozen=True)
class Posted:
    """One text as it came from the form."""

    text: str
    version: int
    """Of the draft's text that the form showed; 0: there was none."""
    start: str
    """Fingerprint of the text that the form showed."""
    original: str
    """Fingerprint of the original that stood beside it."""
    still_right: bool = False
    """The person says that the text is right for the original as it is now."""
    figures_confirmed: bool = False


@dataclass
class SavedTexts:
    """What became of each text."""

    draft: TranslationDraft | None = None
    saved: list[str] = field(default_factory=list)
    theirs: dict[str, str] = field(default_factory=dict)
    """Key → what somebody else wrote meanwhile; mine is not saved."""
    faults: dict[str, list[str]] = field(default_factory=dict)
    """Key → why it cannot be saved."""

    @property
    def is_complete(self) -> bool:
        """Whether everything is saved."""
        return not self.theirs and not self.faults


def locked_draft(item: Item) -> TranslationDraft | None:
    """The draft, locked until the end of the caller's transaction."""
    return (
        TranslationDraft.objects.select_for_update()
        .filter(kind=item.kind, item=item.public_id, language=item.language)
        .first()
    )


def opened_draft(item: Item) -> TranslationDraft:
    """The draft, locked; begun where there is none. Of two at once one begins it."""
    TranslationDraft.objects.bulk_create(
        [
            TranslationDraft(
                kind=item.kind,
                item=item.public_id,
                language=item.language,
                object_id=item.object_id,
                title=item.title,
                original_language=item.original_language,
            )
        ],
        ignore_conflicts=True,
    )
    found = locked_draft(item)
    assert found is not None
    return found


def save_texts(*, user: Any, item: Item, posted: Mapping[str, Posted]) -> SavedTexts:
    """Save what was typed without publishing it. Texts that cannot be saved do not hold up the others: the answer says
    what became of each. Saving the same again changes nothing. Raises Refused."""
    result = SavedTexts()
    with transaction.atomic():
        require("translation.translate", user, item)
        draft = locked_draft(item) or opened_draft(item)
        rows = {row.key: row for row in draft.texts.all()}
        if written := _written(user, item, posted, rows, result):
            _keep(draft, user, written)
        elif not rows:
            draft.delete()
            return result
        result.draft = draft
    return result


def _written(
    user: Any, item: Item, posted: Mapping[str, Posted], rows: dict[str, DraftText], result: SavedTexts
) -> list[DraftText]:
    """Rows that are to be kept; conflicts and faults go into the result."""
    written = []
    for key, given in posted.items():
        text = item.field(key)
        if text is None:
            result.faults[key] = [_("The original no longer has this text. Copy yours if you still need it.")]
            continue
        try:
            mine = _cleaned(given.text, text)
        except ValidationError as error:
            result.faults[key] = list(error.messages)
            continue
        row = rows.get(key)
        if _says_nothing(given, mine, row, text.original):
            continue
        if (row.version if row else 0) != given.version and not (row and row.text == mine):
            result.theirs[key] = row.text if row else ""
            continue
        written.append(_changed(row, user, text, mine, given))
        result.saved.append(key)
    return written


def _says_nothing(given: Posted, mine: str, row: DraftText | None, original: str) -> bool:
    """Neither typed nor confirmed anything."""
    if given.still_right and (row is None or row.seen_mark != fingerprint(original)):
        return False
    if fingerprint(mine) != given.start and not (row and row.text == mine):
        return False
    return row is None or row.version != given.version or row.figures_confirmed == given.figures_confirmed


def _cleaned(text: str, column: TranslatableField) -> str:
    cleaned = clean_text(text, multiline=column.multiline)
    if len(cleaned) > column.max_length:
        raise ValidationError(
            _("%(length)s characters; at most %(limit)s are possible. This text is not saved yet.")
            % {"length": len(cleaned), "limit": column.max_length}
        )
    return cleaned


def _changed(row: DraftText | None, user: Any, column: TranslatableField, mine: str, given: Posted) -> DraftText:
    if row is None:
        row = DraftText(key=column.key, version=0, base=column.translation)
    if row.text != mine:
        was_confirmed = row.figures_confirmed
        row.is_machine = False
        row.text, row.author = mine, user
        row.figures_confirmed = given.figures_confirmed and not was_confirmed
    else:
        row.figures_confirmed = given.figures_confirmed
    row.version += 1
    row.has_clash = False
    if given.original == fingerprint(column.original) or given.still_right:
        row.saw(column.original)
    elif row.seen_mark != given.original:
        row.seen, row.seen_mark = "", given.original
    return row


def _keep(draft: TranslationDraft, user: Any, written: list[DraftText]) -> None:
    for row in written:
        row.draft = draft
        row.save()
    taken_back = draft.status == TranslationDraft.Status.SUBMITTED
    draft.status, draft.submitted_at, draft.submitted_by = TranslationDraft.Status.OPEN, None, None
    draft.version += 1
    draft.begin_work(user)
    draft.save()
    record_event("translation.draft.saved", draft, actor=user, texts=len(written), taken_back=taken_back)


def drop_draft(*, user: Any, item: Item) -> None:
    """Throw the unpublished texts away; what is published stays. Raises Refused, NotFound."""
    with transaction.atomic():
        require("translation.translate", user, item)
        draft = locked_draft(item)
        if draft is None:
            raise NotFound(_("There are no unpublished texts here any more."))
        record_event("translation.draft.dropped", draft, actor=user, language=draft.language)
        draft.delete()
