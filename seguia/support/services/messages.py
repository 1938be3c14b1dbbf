"""Words between a town and its advisers: messages, questions, private notes, with or without files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.permissions import require
from seguia.core.text import harmless_text
from seguia.files.services import KeptUpload
from seguia.support.attachments import attach_files
from seguia.support.models import WORKED_ON, AuthorRole, Case, CaseStatus, Message, ThreadEvent, Via
from seguia.support.rules import standing_of
from seguia.support.services.changing import cleaned_words, language_of, locked_case, save_change, write_event
from seguia.support.telling import tell_entry

TEXT_LIMIT = 20_000


class NewerMessages(Conflict):
    """Others wrote while this was being typed; nothing was sent. The page shows both."""

    code = "newer_messages"


@dataclass(frozen=True)
class NewMessage:
    """What somebody writes into a thread."""

    text: str
    is_private: bool = False
    waits_for_town: bool = False
    """The adviser asks: until the town answers, the case waits for it."""
    language: str = ""
    """Assumed; corrected by the letters of the text."""
    seen: str = ""
    """Public id of the last line the writer had before them; empty asks nothing."""
    via: Via = Via.PAGE
    message_id: str | None = None
    key: str = ""


def post_message(*, user: Any, case: Case, new: NewMessage, kept: Sequence[KeptUpload] = ()) -> Message:
    """Write into the thread; the other side is told by mail. The same mail or key twice is one message.

    Raises Refused, NewerMessages (others wrote meanwhile), Conflict (closed for long), ValidationError.
    """
    text = cleaned_words(new.text, TEXT_LIMIT, "text")
    if not text and not kept:
        raise ValidationError({"text": ValidationError(_("Write something first."), code="required")})
    try:
        with transaction.atomic():
            fresh = locked_case(case)
            require("support.write_note" if new.is_private else "support.write_message", user, fresh)
            if known := _known(fresh, user, new):
                return known
            _require_open(fresh)
            require_seen(fresh, user, new)
            message = _saved(fresh, user, new, text)
            attach_files(message, user, kept)
            _note_turn(fresh, message, user, new)
            record_event("support.note.written" if new.is_private else "support.message.posted", message, actor=user,
                         case=fresh.public_id, via=new.via)  # fmt: skip
            tell_entry(message)
    except IntegrityError:
        # The same mail at the same instant: the other one's message is committed now. Anything else is a fault.
        found = Message.objects.filter(message_id=new.message_id).first() if new.message_id else None
        if found is None:
            raise
        return found
    return message


def ask_town(*, user: Any, case: Case, text: str, language: str = "", kept: Sequence[KeptUpload] = ()) -> Message:
    """Ask the town something; the case waits for its answer. Raises as `post_message`."""
    new = NewMessage(text=text, waits_for_town=True, language=language)
    return post_message(user=user, case=case, new=new, kept=kept)


def _known(case: Case, user: Any, new: NewMessage) -> Message | None:
    if new.message_id:
        return Message.objects.filter(message_id=new.message_id).first()
    return Message.objects.filter(case=case, key=new.key, author=user).first() if new.key else None


def _require_open(case: Case) -> None:
    if case.is_ended and not case.may_be_reopened:
        raise Conflict(
            _("This request was closed more than 30 days ago. Your message was not sent: open a new request and copy "
              "your text into it."),
            code="closed",
        )  # fmt: skip


def require_seen(case: Case, user: Any, new: NewMessage) -> None:
    """Whoever types while a colleague answers is shown the answer before sending."""
    if not new.seen:
        return
    lines = Message.objects.filter(case=case)
    last = lines.filter(public_id=harmless_text(new.seen)).first()
    if not standing_of(user, case).reads_notes:
        lines = lines.public()
    since = lines.filter(pk__gt=last.pk) if last else lines
    if since.exclude(author=user).exists():
        raise NewerMessages(
            _("Somebody wrote while you were typing. Your text is kept below and was not sent yet: read what is new, "
              "then send it as it is or change it.")
        )  # fmt: skip


def _saved(case: Case, user: Any, new: NewMessage, text: str) -> Message:
    message = Message(
        case=case,
        author=user,
        author_role=standing_of(user, case).speaks_as,
        text=text,
        language=language_of(text, new.language or case.language, otherwise=case.language),
        is_private=new.is_private,
        via=new.via,
        message_id=new.message_id or None,
        key=new.key,
    )
    message.full_clean(exclude=["case", "author"], validate_unique=False)
    message.save()
    return message


def _note_turn(case: Case, message: Message, user: Any, new: NewMessage) -> None:
    """Whose turn it is now. A private note changes nothing of that."""
    if message.is_private:
        return
    before = case.status
    if message.author_role == AuthorRole.TOWN:
        case.town_wrote_at = message.at
        if case.status == CaseStatus.WAITING:
            case.status = CaseStatus.TAKEN
    else:
        case.desk_wrote_at = message.at
        case.first_answered_at = case.first_answered_at or message.at
        if new.waits_for_town and case.status in WORKED_ON:
            case.status = CaseStatus.WAITING
    if case.status != before:
        code = "asked_town" if case.status == CaseStatus.WAITING else "answered"
        save_change(case, code, user=user)
        if case.status == CaseStatus.WAITING:
            write_event(case, ThreadEvent.ASKED_TOWN, user=user)
    else:
        case.changed_at = timezone.now()
        case.save(update_fields=["town_wrote_at", "desk_wrote_at", "first_answered_at", "changed_at"])
