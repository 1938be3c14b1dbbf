"""Understanding a mail that came back: RFC 3464 (delivery status), RFC 3463 (codes of faults).

Every mail here was written by a stranger. Nothing is answered, so two machines can never write to each other for ever; what
is no report of a failed delivery (an answer "I am on holiday", a note that delivery takes longer) counts for nothing.
"""

import email
import email.message
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.policy import compat32

from seguia.notifications.bounces.envelope import message_of
from seguia.notifications.bounces.services import Bounce

MOST_BYTES = 500_000
"""A report says what it has to say at its beginning."""
_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Failed-Recipients")
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_UNKNOWN = re.compile(
    r"(?:user|mailbox|recipient|address|account)\b.{0,40}\b(?:unknown|not found|disabled|inactive|invalid|rejected)"
    r"|(?:unknown|no such|invalid) (?:user|mailbox|recipient|address|account)|does ?n.t exist|not exist",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Report:
    """A failed delivery, and what tells which message it was."""

    bounce: Bounce
    pks: list[int] = field(default_factory=list)
    """From the addresses it came to."""
    message_ids: list[str] = field(default_factory=list)
    """Of the mail that it returns."""


def read_report(raw: bytes) -> Report | None:
    """None for a mail that is no report of a failed delivery."""
    mail = email.message_from_bytes(raw[:MOST_BYTES], policy=compat32)
    bounce = _from_status(mail) or _from_bare_mail(mail)
    if bounce is None:
        return None
    return Report(bounce, _pks(mail), _message_ids(mail))


def bounce_of(status: str, diagnostic: str) -> Bounce:
    """Whether a fault means that there is nobody: a full mailbox or a refused text may be another matter tomorrow."""
    match = _STATUS.search(status) or _STATUS.search(diagnostic)
    if match is None:
        return Bounce(
            bool(re.match(r"(?:smtp;\s*)?55\d\b", diagnostic) and _UNKNOWN.search(diagnostic)), "", diagnostic
        )
    code = ".".join(match.groups())
    of_address = match[1] == "5" and (match[2] == "1" or code in {"5.2.1", "5.4.4"})
    unclear = code in {"5.0.0", "5.5.0", "5.2.0"} and bool(_UNKNOWN.search(diagnostic))
    return Bounce((of_address and code not in {"5.1.7", "5.1.8"}) or unclear, code, diagnostic)


def _from_status(mail: email.message.Message) -> Bounce | None:
    """The part `message/delivery-status`: a block for the message, then one for each recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                if _text(block, "Action").lower() == "failed":
                    return bounce_of(_text(block, "Status"), _text(block, "Diagnostic-Code"))
    return None


def _blocks(part: email.message.Message) -> Iterator[email.message.Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, email.message.Message))
    else:
        for text in re.split(r"\r?\n\s*\r?\n", str(payload)):
            yield email.message_from_string(text.strip(), policy=compat32)


def _from_bare_mail(mail: email.message.Message) -> Bounce | None:
    """Old servers tell in words only: counted as temporary, and only when nobody claims to have written it."""
    from_nobody = _text(mail, "Return-Path") == "<>"
    if not from_nobody or mail.get_content_type() == "multipart/report" or _is_automatic_answer(mail):
        return None
    return Bounce(is_hard=False) if _pks(mail) else None


def _is_automatic_answer(mail: email.message.Message) -> bool:
    """RFC 3834: somebody's machine says that they are away."""
    return _text(mail, "Auto-Submitted").lower().startswith("auto-replied") or bool(_text(mail, "X-Autoreply"))


def _pks(mail: email.message.Message) -> list[int]:
    found = [message_of(value) for name in _ADDRESSED for value in _texts(mail, name)]
    return list(dict.fromkeys(pk for pk in found if pk is not None))


def _message_ids(mail: email.message.Message) -> list[str]:
    """Of the mail that is returned whole or by its head."""
    found: list[str] = []
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True) or b""
            returned = email.message_from_bytes(content if isinstance(content, bytes) else b"", policy=compat32)
            found += _MESSAGE_ID.findall(_text(returned, "Message-ID"))
        elif part is not mail:
            found += _MESSAGE_ID.findall(_text(part, "Message-ID"))
    return list(dict.fromkeys(found))


def _texts(mail: email.message.Message, name: str) -> list[str]:
    return [re.sub(r"\s+", " ", str(value)).strip()[:1000] for value in mail.get_all(name, [])]


def _text(mail: email.message.Message, name: str) -> str:
    return next(iter(_texts(mail, name)), "")
