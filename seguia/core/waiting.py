"""What waits for a decision of the secretariat: features tell the desk what they have, and how it is decided."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from seguia.core.errors import Message
from seguia.core.translated import Localised


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits."""

    key: str
    """Identifies it within its kind: a public identifier."""
    title: Localised
    detail: Message
    """One line: whose it is, what is asked."""
    since: datetime.datetime
    url: str
    """Where it is read in full."""
    due: datetime.date | None = None
    version: str = ""
    """What was read: given back to `decide`, which raises Conflict when it was changed since."""


@dataclass(frozen=True)
class Decision:
    """One of the answers."""

    code: str
    label: Message
    needs_reason: bool = False
    """The reason reaches the author, in the author's language around it."""
    is_positive: bool = True


Decide = Callable[..., Message]
"""decide(user=…, key=…, decision=…, reason=…, version=…) → the sentence of receipt. Raises Refused, NotFound, Conflict,
ValidationError; it is a service: one transaction, permission first."""


@dataclass(frozen=True)
class WaitingKind:
    """A pile of the desk."""

    code: str
    label: Message
    permission: str
    count: Callable[[], int]
    items: Callable[[int, int], Sequence[WaitingItem]]
    """(offset, limit) → items, the oldest first, in a fixed number of queries."""
    decisions: tuple[Decision, ...] = ()
    decide: Decide | None = None
    undo: Callable[..., Message] | None = None
    """undo(user=…, key=…, decision=…): takes a decision back where that is possible; raises Conflict where no longer."""
    item: Callable[[str], WaitingItem | None] | None = None
    """key → the item while it waits. Without it the desk looks the item up in `items`."""


_KINDS: dict[str, WaitingKind] = {}


def register_waiting(kind: WaitingKind) -> None:
    """Show one more pile on the desk."""
    _KINDS[kind.code] = kind


def waiting_kinds(allowed: Callable[[str, Any], bool], user: Any) -> list[WaitingKind]:
    """The piles a person may work on, in the order in which they were registered."""
    return [kind for kind in _KINDS.values() if allowed(kind.permission, user)]
