"""Joining the pairs of a register ("this became a part of that") to events with several sides."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from seguia.territories.importers.rows import EventRow, Party
from seguia.territories.models import EventKind

Key = tuple[str, str]
_ORDER = [
    EventKind.SPLIT,
    EventKind.CREATION,
    EventKind.DELETION,
    EventKind.RECODE,
    EventKind.MERGER,
    EventKind.STATUS,
    EventKind.RENAME,
]
"""On one day a commune may change its department (and code) and then merge: the order INSEE's pairs suppose."""


@dataclass(slots=True)
class Happening:
    """One event: the pairs that hang together."""

    kind: EventKind
    date: datetime.date
    official_code: str
    source: str
    pairs: list[EventRow] = field(default_factory=list)

    @property
    def before(self) -> dict[Key, Party]:
        """Who was there."""
        return {row.before.key: row.before for row in self.pairs}

    @property
    def after(self) -> dict[Key, Party]:
        """Who is there then."""
        return {row.after.key: row.after for row in self.pairs}

    @property
    def received(self) -> Counter[Key]:
        """How many went into each."""
        return Counter(row.after.key for row in self.pairs)

    @property
    def key(self) -> str:
        """The same for the same event, whoever tells it."""
        return event_key(self.kind, self.date, self.before, self.after)


def event_key(kind: str, date: datetime.date, before: Iterable[Key], after: Iterable[Key]) -> str:
    """What makes an event told twice one event."""
    ends = [":".join(min(side)) if (side := list(keys)) else "" for keys in (before, after)]
    return f"{date.isoformat()} {kind} {ends[0]}>{ends[1]}"


def happenings(rows: Iterable[EventRow]) -> list[Happening]:
    """Events in the order of time."""
    groups: dict[tuple[datetime.date, EventKind, str], list[EventRow]] = {}
    for row in rows:
        groups.setdefault((row.date, row.kind, row.official_code), []).append(row)
    found = []
    for (date, kind, official_code), pairs in groups.items():
        for together in _connected(_without_shadows(pairs)):
            happening = Happening(kind, date, official_code, together[0].source, together)
            if _is_something(happening):
                found.append(happening)
    return sorted(found, key=lambda event: (event.date, _ORDER.index(event.kind), event.key))


def _without_shadows(pairs: list[EventRow]) -> list[EventRow]:
    """A commune that went into a new commune and lives on as its delegated commune is one way, not two."""
    to_alike = {row.before.key for row in pairs if row.after.scheme == row.before.scheme}
    return [row for row in pairs if row.after.scheme == row.before.scheme or row.before.key not in to_alike]


def _is_something(happening: Happening) -> bool:
    """A territory that only went on as it was has no event."""
    return any(row.before.key != row.after.key or row.before.name != row.after.name for row in happening.pairs)


def _connected(pairs: list[EventRow]) -> list[list[EventRow]]:
    """Pairs that share a territory before or a territory after."""
    leader: dict[tuple[bool, Key], tuple[bool, Key]] = {}

    def find(node: tuple[bool, Key]) -> tuple[bool, Key]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for row in pairs:
        leader[find((False, row.before.key))] = find((True, row.after.key))
    groups: dict[tuple[bool, Key], list[EventRow]] = {}
    for row in pairs:
        groups.setdefault(find((True, row.after.key)), []).append(row)
    return list(groups.values())
