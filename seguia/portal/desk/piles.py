"""Reading the piles: how much waits, one queue of all of them, and one thing by its key."""

import datetime
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.permissions import allowed
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, waiting_kinds

PER_PAGE = 20
DEEPEST = 50
"""Pages of the queue of all piles; who wants to see more chooses one pile."""
CHUNK = 200


@dataclass(frozen=True)
class Pile:
    """A pile and how much lies there."""

    kind: WaitingKind
    count: int

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What can be decided here; a pile may only be there to be read."""
        return self.kind.decisions if self.kind.decide is not None else ()


@dataclass(frozen=True)
class Waiting:
    """One thing with the pile it lies in."""

    kind: WaitingKind
    item: WaitingItem

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What can be decided here; a template cannot ask for `decide`, it would call it."""
        return self.kind.decisions if self.kind.decide is not None else ()

    @property
    def is_late(self) -> bool:
        """Whether the day it was due on is over."""
        return self.item.due is not None and self.item.due < timezone.localdate()

    @property
    def days(self) -> int:
        """Full days since it began to wait."""
        return max(0, (timezone.now() - self.item.since) // datetime.timedelta(days=1))


def kinds_of(user: Any) -> list[WaitingKind]:
    """The piles this person may work on."""
    return waiting_kinds(allowed, user)


def piles_of(user: Any) -> list[Pile]:
    """The same with counts; one query a pile at most."""
    return [Pile(kind, kind.count()) for kind in kinds_of(user)]


def kind_for(user: Any, code: str) -> WaitingKind:
    """A pile this person may work on. Raises NotFound."""
    for kind in kinds_of(user):
        if kind.code == code:
            return kind
    raise NotFound(_("There is no such pile on the desk."))


def decision_of(kind: WaitingKind, code: str) -> Decision:
    """One of the answers a pile knows. Raises NotFound."""
    for decision in kind.decisions:
        if decision.code == code and kind.decide is not None:
            return decision
    raise NotFound(_("There is no such decision for this pile."))


@dataclass(frozen=True)
class QueuePage:
    """One page of what waits, the oldest first."""

    rows: list[Waiting]
    number: int
    pages: int
    is_cut: bool
    """More waits than can be leafed through without choosing a pile."""


def queue(piles: list[Pile], number: int, per_page: int = PER_PAGE) -> QueuePage:
    """Page `number` of these piles together, in the order of time: each pile is asked once."""
    total = sum(pile.count for pile in piles)
    pages = max(1, -(-total // per_page))
    is_cut = len(piles) > 1 and pages > DEEPEST
    pages = min(pages, DEEPEST) if len(piles) > 1 else pages
    number = min(max(1, number), pages)
    start = (number - 1) * per_page
    if len(piles) == 1:
        kind = piles[0].kind
        return QueuePage([Waiting(kind, item) for item in kind.items(start, per_page)], number, pages, is_cut)
    lists = [_in_order(pile.kind, start + per_page) for pile in piles if pile.count]
    merged = heapq.merge(*lists, key=lambda row: row.item.since)
    return QueuePage(list(islice(merged, start, start + per_page)), number, pages, is_cut)


def _in_order(kind: WaitingKind, limit: int) -> list[Waiting]:
    return sorted((Waiting(kind, item) for item in kind.items(0, limit)), key=lambda row: row.item.since)


def item_of(kind: WaitingKind, key: str) -> WaitingItem | None:
    """One thing of a pile while it waits."""
    if kind.item is not None:
        return kind.item(key)
    return next((item for item in _all_items(kind) if item.key == key), None)


def items_of(kind: WaitingKind, keys: list[str]) -> dict[str, WaitingItem]:
    """Those of some things that still wait, by key."""
    wanted = set(keys)
    found: dict[str, WaitingItem] = {}
    for item in _all_items(kind):
        if item.key in wanted:
            found[item.key] = item
            if len(found) == len(wanted):
                break
    return found


def _all_items(kind: WaitingKind) -> Iterator[WaitingItem]:
    for offset in range(0, kind.count() + CHUNK, CHUNK):
        items = kind.items(offset, CHUNK)
        yield from items
        if len(items) < CHUNK:
            return
