"""What an answer by mail can be an answer to, told by the upper floors at start; and what they are handed."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from seguia.accounts.models import User


@dataclass(frozen=True)
class ReplyTarget:
    """One conversation: a kind of it, and which."""

    kind: str
    key: str


@dataclass(frozen=True)
class IncomingFile:
    """A file that came with a mail, as it was sent: nobody has examined it yet."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class IncomingReply:
    """What a person answered: their own words only, in characters that may be kept."""

    kind: str
    key: str
    user: User
    subject: str
    text: str
    """May be empty when there are files."""
    language: str
    files: list[IncomingFile] = field(default_factory=list)
    message_id: str = ""
    """Of their mail; made from its content where their program gave it none."""
    received_at: datetime.datetime | None = None
    prepared: Any = None
    """What `prepare` of the kind made of it before the transaction."""


Handle = Callable[[IncomingReply], object]
"""Called in one transaction with the mark that this mail is done. Raises Refused, NotFound, Invalid, Conflict or
ValidationError: nothing is saved then, and the sentence goes to the person."""


@dataclass(frozen=True)
class ReplyKind:
    """One kind of conversation that can be carried on by mail."""

    code: str
    handle: Handle
    prepare: Callable[[IncomingReply], Any] | None = None
    """What is too heavy for a transaction (examining files); may raise what `handle` may raise."""
    path: Callable[[str], str] | None = None
    """Key → the page where one can answer as well, `/fr/…` in the active language."""


_KINDS: dict[str, ReplyKind] = {}


def register_reply_kind(
    code: str,
    *,
    handle: Handle,
    prepare: Callable[[IncomingReply], Any] | None = None,
    path: Callable[[str], str] | None = None,
) -> None:
    """Make a kind of conversation known. Whether the person may still write there is for `handle` to say."""
    _KINDS[code] = ReplyKind(code, handle, prepare, path)


def reply_kind(code: str) -> ReplyKind | None:
    """A kind by its code; None when no app knows it any more."""
    return _KINDS.get(code)


def answer_path(target: ReplyTarget) -> str:
    """The page of a conversation in the active language; empty when its kind names none."""
    kind = reply_kind(target.kind)
    return kind.path(target.key) if kind and kind.path else ""
