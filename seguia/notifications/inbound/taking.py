"""Taking a mail: one effect, however often it comes; told to its sender when it was refused; never an answer to a machine.

Whatever `take_mail` returns is committed: a worker that dies before the mail is deleted reads it again and finds it done.
"""

import datetime
import logging
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from seguia.accounts.models import User
from seguia.accounts.queries import person_with_address
from seguia.core.errors import Invalid, Refused, SeguiaError
from seguia.core.languages import language_codes
from seguia.notifications.bounces.inbox import receive_report
from seguia.notifications.bounces.reports import read_report
from seguia.notifications.inbound.letters import Letter, digest_of, keyed, language_of, read_letter
from seguia.notifications.inbound.loops import sign_of_machine
from seguia.notifications.inbound.parsing import MOST_BYTES, Unreadable
from seguia.notifications.inbound.reading import is_to_us, tags_of
from seguia.notifications.inbound.refusals import STRANGER, answer_once, unclear
from seguia.notifications.inbound.replies import IncomingReply, ReplyKind, reply_kind
from seguia.notifications.inbound.threads import thread_of
from seguia.notifications.models import IncomingMail, Outcome, ReplyThread

log = logging.getLogger("seguia.notifications")
REPEATED, BOUNCED, GIVEN_UP = "repeated", "bounced", "given_up"
MOST_THREADS = 5
"""Conversations one mail can be addressed to."""
MOST_AN_HOUR = 20
"""Mails of one person in one conversation."""
MOST_ALIKE = 2
"""Mails with the same text in one conversation in a day: the third was written by a machine that does not say so."""
MOST_ATTEMPTS = 5
KEPT = datetime.timedelta(days=365)
"""How long a mail that comes once more is known; no mailbox keeps one so long that was to be deleted."""
_REFUSALS = (SeguiaError, ValidationError, PermissionDenied)


def take_mail(raw: bytes) -> str:
    """What became of it: a value of `Outcome`, `repeated`, `bounced` or `given_up`. Raises what the database raises."""
    try:
        letter = read_letter(raw)
    except Unreadable as error:
        return _noted(keyed("unreadable", digest_of(raw)), Outcome.UNREADABLE, error.code)
    if _is_report(letter, raw):
        return BOUNCED
    if sign := sign_of_machine(letter.mail):
        return _noted(letter.key_in(0), Outcome.AUTOMATIC, sign)
    found = [thread for tag in tags_of(letter.mail)[:MOST_THREADS] if (thread := thread_of(tag))]
    threads = [thread for thread in found if thread.user.is_active]
    if not threads:
        return _take_unknown(letter)
    outcomes = [_take(letter, thread) for thread in threads]
    order = [Outcome.FAILED, GIVEN_UP, Outcome.TAKEN, Outcome.REFUSED]
    return next((outcome for outcome in order if outcome in outcomes), outcomes[0])


def _is_report(letter: Letter, raw: bytes) -> bool:
    """Whether a mail of ours came back: that is for the reader of bounces, wherever it arrives."""
    try:
        report = read_report(raw)
    except Exception:
        log.exception("a mail could not be read as a report")
        return False
    return report is not None and receive_report(report) != "unknown"


def _take_unknown(letter: Letter) -> str:
    """To none of our conversations. Somebody we know may have lost the end of the address: they are told."""
    person = person_with_address(letter.sender) if letter.sender and is_to_us(letter.mail) else None
    if person is None:
        return _noted(letter.key_in(0), Outcome.UNKNOWN, "no_conversation")
    with override(_language(person.language)):
        sentence = _(
            "The address it went to is incomplete or no longer valid. Nothing was saved. Answer to one of our mails "
            "without changing the address, or on the page."
        )
        return _refuse(letter, None, person, Invalid(sentence, code="no_conversation"))


def _refuse_stranger(letter: Letter, thread: ReplyThread) -> str:
    """The address became known to somebody, or a person writes from another address of theirs."""
    with override(language_of(letter.subject, _language(""))):
        return _refuse(letter, thread, letter.sender, Refused(unclear(), code=STRANGER))


def _take(letter: Letter, thread: ReplyThread) -> str:
    """For one conversation. Nothing raised by its app gets out."""
    if (known := IncomingMail.objects.filter(key=letter.key_in(thread.pk)).first()) and known.is_settled:
        return _again(known)
    if letter.sender != thread.user.email.lower():
        return _refuse_stranger(letter, thread)
    with override(_language(thread.user.language)):
        try:
            reply, kind = _reply(letter, thread)
            if kind.prepare:
                reply = replace(reply, prepared=kind.prepare(reply))
            return _hand_over(letter, thread, reply, kind)
        except _REFUSALS as error:
            return _refuse(letter, thread, thread.user, error)
        except Exception:
            log.exception("a mail for %s could not be handed over", thread.kind)
            return _failed(letter, thread)


def _reply(letter: Letter, thread: ReplyThread) -> tuple[IncomingReply, ReplyKind]:
    """Raises Refused, Invalid."""
    kind = reply_kind(thread.kind)
    if letter.is_too_large:
        raise Invalid(
            _("It is larger than %(limit)s MB. Nothing was saved. Send smaller files, or add them on the page.")
            % {"limit": MOST_BYTES >> 20},
            code="too_large",
        )
    if kind is None:
        raise Invalid(
            _("This can no longer be answered by mail. Nothing was saved. Answer on the page."), code="unknown_kind"
        )
    try:
        content = letter.content()
    except Unreadable as error:
        raise Invalid(
            _("It could not be read. Nothing was saved. Send a plain text with less in it, or answer on the page."),
            code=error.code,
        ) from error
    if not content.text and not content.files:
        raise Invalid(
            _("There was no text of your own in it, only the mail you answered. Nothing was saved. Write your answer "
              "above the quoted text."),
            code="empty",
        )  # fmt: skip
    reply = IncomingReply(
        kind=thread.kind,
        key=thread.key,
        user=thread.user,
        subject=letter.subject,
        text=content.text,
        language=language_of(content.text, _language(thread.user.language)),
        files=content.files,
        message_id=letter.identity,
        received_at=timezone.now(),
    )
    return reply, kind


def _hand_over(letter: Letter, thread: ReplyThread, reply: IncomingReply, kind: ReplyKind) -> str:
    """What the app does and the mark that it is done: one transaction."""
    text_key = keyed(reply.text, *(keyed(file.name, str(len(file.content))) for file in reply.files))
    with transaction.atomic():
        ReplyThread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
        row = _row(letter, thread)
        if row.is_settled:
            return _again(row)
        _refuse_too_many(thread, text_key)
        kind.handle(reply)
        row.outcome, row.reason, row.text_key = Outcome.TAKEN, "", text_key
        row.save()
    return Outcome.TAKEN


def _refuse_too_many(thread: ReplyThread, text_key: str) -> None:
    """Raises Refused."""
    now = timezone.now()
    taken = IncomingMail.objects.filter(thread=thread, outcome=Outcome.TAKEN)
    if taken.filter(received_at__gte=now - datetime.timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise Refused(
            _("Too many mails came in this conversation within an hour. Nothing was saved. Answer on the page."),
            code="too_many",
        )
    if taken.filter(received_at__gte=now - datetime.timedelta(days=1), text_key=text_key).count() >= MOST_ALIKE:
        raise Refused(
            _("The same text came several times today. It was not saved again. Answer on the page if you need to."),
            code="same_text",
        )


def _refuse(letter: Letter, thread: ReplyThread | None, to: User | str, error: Exception) -> str:
    """Mark it and tell the sender, in one transaction; what the app had begun is undone already."""
    with transaction.atomic():
        row = _row(letter, thread)
        if row.is_settled:
            return _again(row)
        row.outcome, row.reason = Outcome.REFUSED, str(getattr(error, "code", None) or "invalid")[:40]
        row.save()
        if to:
            answer_once(row, letter, to=to, sentence=_sentence(error))
    return Outcome.REFUSED


def _sentence(error: Exception) -> str:
    said = "\n".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return said or _("You may not answer there. Nothing was saved.")


def _failed(letter: Letter, thread: ReplyThread) -> str:
    """Something is wrong here: the mail waits and is tried again, a few times."""
    with transaction.atomic():
        row = _row(letter, thread)
        row.attempts += 1
        row.reason = "fault"
        row.save()
    return Outcome.FAILED if row.attempts < MOST_ATTEMPTS else GIVEN_UP


def forget_old_mails() -> int:
    """Delete what was noted of mails long ago; a periodic job. Returns how many."""
    return IncomingMail.objects.filter(received_at__lt=timezone.now() - KEPT).delete()[0]


def _row(letter: Letter, thread: ReplyThread | None) -> IncomingMail:
    """The row of this mail, ours until COMMIT."""
    key = letter.key_in(thread.pk if thread else 0)
    waiting = {"thread": thread, "outcome": Outcome.FAILED, "received_at": timezone.now()}
    IncomingMail.objects.get_or_create(key=key, defaults=waiting)
    return IncomingMail.objects.select_for_update(of=("self",)).select_related("thread").get(key=key)


def _again(row: IncomingMail) -> str:
    return REPEATED if row.outcome in {Outcome.TAKEN, Outcome.REFUSED} else row.outcome


def _noted(key: str, outcome: Outcome, reason: str) -> str:
    """Only counted."""
    noted = {"outcome": outcome, "reason": reason[:40], "received_at": timezone.now()}
    row, _is_new = IncomingMail.objects.get_or_create(key=key, defaults=noted)
    return _again(row)


def _language(code: str) -> str:
    return code if code in language_codes() else settings.LANGUAGE_CODE
