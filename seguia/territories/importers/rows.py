"""What sources give to the engine: typed rows, and the faults found on the way."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from seguia.territories.models import EventKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: a line of a text file, or an entry of a JSON file (counted from 1)."""

    file: str
    number: int
    is_entry: bool = False

    def __str__(self) -> str:
        if not self.number:
            return self.file
        words = _("%(file)s, entry %(number)s") if self.is_entry else _("%(file)s, line %(number)s")
        return words % {"file": self.file, "number": self.number}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it is, in the language of the person who imports."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class Faults:
    """The faults of one import, in the order they were found."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, place: Place, message: str) -> None:
        """Note one more."""
        self.found.append(Fault(place, message))

    def __len__(self) -> int:
        return len(self.found)


@dataclass(slots=True)
class TerritoryRow:
    """One territory as a register tells it. None or empty means: the source does not say; what is known is kept."""

    place: Place
    scheme: str
    code: str
    kind: str
    country: str
    name: dict[str, str]
    parents: tuple[str, ...] = ()
    """References, nearest first; an intercommunality among them is told by its kind."""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    population: int | None = None
    population_year: int | None = None
    area_km2: Decimal | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    traits: tuple[str, ...] = ()
    adds_traits: bool = False
    """The register knows only some traits: add them instead of replacing all."""
    climate: str = ""
    climate_source: str = ""
    spoken_languages: tuple[str, ...] = ()
    budget_per_inhabitant: Decimal | None = None
    budget_currency: str = ""
    budget_year: int | None = None
    budget_source: str = ""
    codes: tuple[str, ...] = ()
    """Further references of the same territory."""
    source: str = ""
    as_of: datetime.date | None = None

    @property
    def reference(self) -> str:
        """`scheme:code`."""
        return f"{self.scheme}:{self.code}"


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a pair of an event: who, what it was called, what it is, and what it is part of if that exists."""

    scheme: str
    code: str
    name: str
    kind: str
    parent: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Register and code."""
        return self.scheme, self.code


@dataclass(frozen=True, slots=True)
class EventRow:
    """One pair of an event: this became (a part of) that. The engine joins pairs to events."""

    place: Place
    kind: EventKind
    date: datetime.date
    official_code: str
    before: Party
    after: Party
    country: str
    language: str
    """The language the names are in."""
    source: str = ""


Row = TerritoryRow | EventRow


class Source(Protocol):
    """A register in some format. `rows` streams and tells faults instead of raising them."""

    name: str

    def rows(self, faults: Faults) -> Iterator[Row]:
        """Every row, parents in any order."""


@dataclass
class Report:
    """What an import did, or would do."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    events: int = 0
    """New events."""
    rows: int = 0
    seconds: float = 0.0
    is_dry_run: bool = False
    faults: list[Fault] = field(default_factory=list)


def file_place(path: Path, number: int = 0, *, is_entry: bool = False) -> Place:
    """A place in a file, by the name people know it by."""
    return Place(path.name, number, is_entry)
