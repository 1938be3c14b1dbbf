"""Kinds of mail, told by the upper floors at start: how each is written, and what ends when somebody has enough of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from seguia.core.errors import Message
from seguia.notifications.inbound.replies import ReplyTarget
from seguia.notifications.models import OutboxMessage

Reader = Callable[[OutboxMessage], Mapping[str, Any] | None]
"""Facts → what the templates say, read anew when the mail is sent; None when there is nothing left to tell."""
Stop = Callable[[int | None, str], object]
"""(id of the person, topic): called in the transaction of the unsubscription."""
Replies = Callable[[OutboxMessage], ReplyTarget | None]
"""Which conversation an answer to the mail belongs to; None when to none."""
Headers = Callable[[OutboxMessage], Mapping[str, str]]


def _facts_alone(message: OutboxMessage) -> Mapping[str, Any] | None:
    facts: Mapping[str, Any] = message.facts
    return facts


@dataclass(frozen=True)
class MailKind:
    """One kind of mail. Templates extend `notifications/mail/layout.txt` and `.html`."""

    code: str
    label: Message
    """What a person reads when they unsubscribe: "New results of a saved search"."""
    subject: str
    text: str
    html: str = ""
    read: Reader = _facts_alone
    stop: Stop | None = None
    is_optional: bool = True
    """Whether one can unsubscribe; not from an answer one asked for, such as an invitation."""
    secrets: frozenset[str] = frozenset()
    """Facts that open a door (a one-time code, a link): blanked as soon as the message is settled."""
    replies: Replies | None = None
    """Makes the mail one that can be answered, and shows all of a conversation together."""
    headers: Headers | None = None
    """Further headers; they win over the usual ones."""


_KINDS: dict[str, MailKind] = {}


def register_kind(
    code: str,
    *,
    label: Message,
    subject: str,
    text: str,
    html: str = "",
    read: Reader = _facts_alone,
    stop: Stop | None = None,
    is_optional: bool = True,
    secrets: frozenset[str] = frozenset(),
    replies: Replies | None = None,
    headers: Headers | None = None,
) -> None:
    """Make a kind of mail known: names of the templates for subject, plain text and (optional) HTML."""
    _KINDS[code] = MailKind(code, label, subject, text, html, read, stop, is_optional, secrets, replies, headers)


def kind_of(code: str) -> MailKind:
    """A kind by its code. Raises LookupError."""
    return _KINDS[code]


def secrets_of(code: str) -> frozenset[str]:
    """Facts of a kind that must not stay readable; of a kind that is no longer known, none."""
    kind = _KINDS.get(code)
    return kind.secrets if kind else frozenset()


def known_kinds() -> list[str]:
    """Codes of all kinds."""
    return sorted(_KINDS)
