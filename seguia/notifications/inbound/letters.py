"""One mail, taken apart: what everything that follows needs to know of it."""

import hashlib
import re
from dataclasses import dataclass
from email.message import Message

from django.utils.crypto import salted_hmac

from seguia.core.languages import direction, language_codes
from seguia.notifications.inbound.parsing import MOST_BYTES, Unreadable, head_of, header, parsed
from seguia.notifications.inbound.quotes import own_words
from seguia.notifications.inbound.reading import Content, content_of, message_id_of, sender_of, subject_of
from seguia.notifications.models.outbox import site_host

_SALT = "seguia.notifications.incoming"


@dataclass(frozen=True)
class Letter:
    """A mail that came in."""

    mail: Message
    sender: str
    subject: str
    message_id: str
    """As its program gave it; empty where it did not."""
    digest: str
    """The same for the same mail, however often it comes."""
    is_too_large: bool = False

    @property
    def identity(self) -> str:
        """Its Message-ID, or one made from its content."""
        return self.message_id or f"<{self.digest[:32]}@{site_host()}>"

    def content(self) -> Content:
        """The person's own words and the files. Raises Unreadable."""
        content = content_of(self.mail)
        return Content(own_words(content.text), content.files)

    def key_in(self, thread_pk: int) -> str:
        """Conversation, sender and Message-ID."""
        return keyed(str(thread_pk), self.sender, self.identity)


def read_letter(raw: bytes) -> Letter:
    """Of a mail that is too large, what its head says. Raises Unreadable."""
    is_too_large = len(raw) > MOST_BYTES
    mail = head_of(raw) if is_too_large else parsed(raw)
    try:
        return Letter(
            mail=mail,
            sender=sender_of(mail),
            subject=subject_of(mail),
            message_id=message_id_of(mail),
            digest=digest_of(raw, header(mail, "Date")),
            is_too_large=is_too_large,
        )
    except Exception as error:
        raise Unreadable("broken") from error


def digest_of(raw: bytes, date: str = "") -> str:
    """Of what lies below the head: each delivery writes other lines above."""
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1]
    return keyed(date, hashlib.sha256(body).hexdigest())


def keyed(*parts: str) -> str:
    """A digest that cannot be made without the key of this installation."""
    return salted_hmac(_SALT, "\n".join(parts), algorithm="sha256").hexdigest()


def language_of(text: str, preferred: str) -> str:
    """The preferred language where the script of the text allows it; otherwise the network's first that does."""
    arabic, latin = len(re.findall(r"[\u0620-\u06ff]", text)), len(re.findall(r"[a-zA-ZÀ-ɏ]", text))
    if arabic == latin:
        return preferred
    wanted = "rtl" if arabic > latin else "ltr"
    return next((code for code in (preferred, *language_codes()) if direction(code) == wanted), preferred)
