"""From events to lives: replaying what happened, from the first day, without looking at what is kept."""

import datetime
from dataclasses import dataclass, field

from seguia.territories.importers.happenings import Happening, Key
from seguia.territories.importers.rows import Party
from seguia.territories.models import EventKind, Kind


@dataclass(eq=False, slots=True)
class Life:
    """One territory from its beginning to its end, through names and codes."""

    party: Party
    """As it was last told: code, name, kind."""
    country: str
    language: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    names: list[tuple[str, datetime.date]] = field(default_factory=list)
    """Former names, each until a day."""
    codes: list[tuple[Key, datetime.date]] = field(default_factory=list)
    """Former codes, each until a day."""
    last_event: datetime.date = datetime.date.min

    def contains(self, day: datetime.date) -> bool:
        """Whether it lived on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def key_on(self, day: datetime.date) -> Key:
        """The code it had on a day."""
        return next((key for key, until in self.codes if day < until), self.party.key)

    @property
    def is_void(self) -> bool:
        """It began and ended on one day."""
        return self.valid_to is not None and self.valid_from == self.valid_to


@dataclass(slots=True)
class Told:
    """An event with the lives on its two sides."""

    happening: Happening
    before: list[Life]
    after: list[Life]


class Replay:
    """Lives that are open while events go by."""

    def __init__(self) -> None:
        self.open: dict[Key, Life] = {}
        self.lives: list[Life] = []

    def tell(self, event: Happening) -> Told:
        """Let one event happen."""
        before = [self._life(party, event) for party in event.before.values()]
        if event.kind == EventKind.RECODE or _is_change_of_status(event):
            self._recode(event)
        else:
            self._end(event)
            self._begin(event)
        after = [self._life(party, event) for party in event.after.values()]
        for life in (*before, *after):
            life.last_event = event.date
        return Told(event, before, after)

    def _life(self, party: Party, event: Happening) -> Life:
        """The open life of a code; one that nobody told of before has no known beginning."""
        if party.key not in self.open:
            self._open(party, event, None)
        return self.open[party.key]

    def _open(self, party: Party, event: Happening, since: datetime.date | None) -> None:
        row = event.pairs[0]
        life = Life(party, row.country, row.language, since)
        self.open[party.key] = life
        self.lives.append(life)

    def _end(self, event: Happening) -> None:
        for key in event.before:
            if key not in event.after or self._is_new(key, event):
                self.open.pop(key).valid_to = event.date

    def _begin(self, event: Happening) -> None:
        for key, party in event.after.items():
            if key in self.open:
                self._rename(self.open[key], party, event.date)
            elif event.kind in {EventKind.MERGER, EventKind.SPLIT, EventKind.CREATION}:
                self._open(party, event, event.date)

    def _is_new(self, key: Key, event: Happening) -> bool:
        """Several became one: a new territory, even when it keeps the code of one of them."""
        return event.kind == EventKind.MERGER and event.received[key] > 1

    def _rename(self, life: Life, party: Party, date: datetime.date) -> None:
        if party.name != life.party.name and life.valid_from != date:
            life.names.append((life.party.name, date))
        life.party = party

    def _recode(self, event: Happening) -> None:
        for row in event.pairs:
            life = self.open.pop(row.before.key)
            if row.before.key != row.after.key:
                life.codes.append((row.before.key, event.date))
            self._rename(life, row.after, event.date)
            self.open[row.after.key] = life


def _is_change_of_status(event: Happening) -> bool:
    """An associated commune that became delegated is the same under another register (INSEE event 70)."""
    alone = len(event.pairs) == 1
    return event.kind == EventKind.STATUS and alone and event.pairs[0].after.kind != Kind.COMMUNE
