"""What a mail says: who wrote it, to which of our addresses, the text, the files."""

import re
from dataclasses import dataclass, field
from email.message import Message

from django.conf import settings

from seguia.core.text import clean_text, harmless_text, shortened
from seguia.notifications.inbound.parsing import Unreadable, address_in, decoded, header, headers, text_in
from seguia.notifications.inbound.plain import plain_text
from seguia.notifications.inbound.replies import IncomingFile
from seguia.notifications.tagged import Tag, tags_in

MOST_TEXT = 200_000
"""Characters of text, quoted mails among them; a longer one is refused rather than cut."""
MOST_MARKUP = 1_000_000
"""Bytes of one part with text, whatever its program wrote around the words."""
MOST_FILES = 20
_ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_DECORATION = 10_000
"""Bytes below which a picture that stands inside the text is a logo or a dot."""
_NAME = 120


@dataclass(frozen=True)
class Content:
    """The text and the files of a mail."""

    text: str
    files: list[IncomingFile] = field(default_factory=list)


def sender_of(mail: Message) -> str:
    """The one address that wrote it, in small letters; empty when that is not clear."""
    found = [str(value) for value in mail.get_all("From", [])]
    return address_in(found[0]) if len(found) == 1 else ""


def tags_of(mail: Message) -> list[Tag]:
    """The signed numbers in the addresses it came to, those of its delivery first."""
    found = [tag for value in headers(mail, *_ADDRESSED) for tag in tags_in(value)]
    return list(dict.fromkeys(found))


def is_to_us(mail: Message) -> bool:
    """Whether it went to our address for answers, with whatever behind the plus."""
    name, _at, host = settings.INBOUND_ADDRESS.lower().rpartition("@")
    ours = re.compile(rf"(?<![\w.+-]){re.escape(name)}(?:\+[^@\s<>]{{0,64}})?@{re.escape(host)}(?![\w.-])")
    return bool(name) and any(ours.search(value.lower()) for value in headers(mail, *_ADDRESSED))


def message_id_of(mail: Message) -> str:
    """Its Message-ID; empty when there is none that can be kept."""
    match = re.search(r"<[^<>\s\x00-\x1f\x7f-\uffff]{3,250}>", header(mail, "Message-ID"))
    return match.group() if match else ""


def subject_of(mail: Message) -> str:
    """In one line, of characters that may be kept."""
    return shortened(clean_text(harmless_text(header(mail, "Subject")[:2000]), multiline=False), 200)


def content_of(mail: Message) -> Content:
    """Raises Unreadable."""
    try:
        plain, html, files = _gathered(mail)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("broken") from error
    text = "\n\n".join(plain) if any(part.strip() for part in plain) else plain_text("\n".join(html))
    if len(text) > MOST_TEXT:
        raise Unreadable("text_too_long")
    if len(files) > MOST_FILES:
        raise Unreadable("too_many_files")
    return Content(clean_text(harmless_text(text.replace("\r\n", "\n"))), files)


def _gathered(mail: Message) -> tuple[list[str], list[str], list[IncomingFile]]:
    plain: list[str] = []
    html: list[str] = []
    files: list[IncomingFile] = []
    for part in _leaves(mail):
        kind, is_file = part.get_content_type(), _is_file(part)
        if kind == "text/plain" and not is_file:
            plain.append(_text(part))
        elif kind == "text/html" and not is_file:
            html.append(_text(part))
        elif kind not in _SIGNATURES and (found := _file(part)):
            files.append(found)
    return plain, html, files


def _leaves(mail: Message) -> list[Message]:
    """The parts that hold something; a mail inside the mail is one of them and is not looked into."""
    if mail.get_content_maintype() == "multipart" and mail.is_multipart():
        parts = mail.get_payload()
        return [leaf for part in parts if isinstance(part, Message) for leaf in _leaves(part)]
    return [mail]


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_given_name(part))


def _text(part: Message) -> str:
    content = _bytes(part)
    if len(content) > MOST_MARKUP:
        raise Unreadable("text_too_long")
    text = text_in(content, part.get_content_charset() or "utf-8")
    return _unflowed(text, part) if str(part.get_param("format", "")).lower() == "flowed" else text


def _unflowed(text: str, part: Message) -> str:
    """RFC 3676: a blank at the end of a line says that the paragraph goes on."""
    glue = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    lines: list[str] = []
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if goes_on and not line.startswith(">"):
            lines[-1] = lines[-1].rstrip(" ") + glue + line.removeprefix(" ")
        else:
            lines.append(line.removeprefix(" "))
        goes_on = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _file(part: Message) -> IncomingFile | None:
    """None for what only decorates the text."""
    kind = part.get_content_type()
    content = _bytes(part)
    if kind == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        content = first.as_bytes() if isinstance(first, Message) else content
    stands_inside = part.get_content_disposition() != "attachment" and bool(part.get("Content-ID"))
    if not content or (kind.startswith("image/") and stands_inside and len(content) < _DECORATION):
        return None
    return IncomingFile(file_name(_given_name(part), kind), kind, content)


def _given_name(part: Message) -> str:
    """RFC 2231, or the RFC 2047 words that many programs write instead."""
    try:
        return decoded(part.get_filename() or "")
    except Exception:
        return ""


def file_name(given: str, kind: str) -> str:
    """A name without a path, of characters that may be kept, short enough for every system; its ending stays."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", harmless_text(given)).replace("\\", "/").rpartition("/")[2]
    name = clean_text(name, multiline=False).strip(". ")
    if not name:
        return "mail.eml" if kind == "message/rfc822" else "file"
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    room = _NAME - len(dot + ending)
    return f"{stem[:room].rstrip()}{dot}{ending}"
