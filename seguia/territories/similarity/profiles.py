"""All places that can be compared, as columns of numbers: read once, kept while nothing changes."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from seguia.search.matching import last_change
from seguia.territories.models import SPOKEN_LANGUAGES, Climate, Kind, Territory
from seguia.territories.models.profile import FACTS
from seguia.territories.similarity.criteria import NATURE, SETTLEMENT, VISITORS, Criterion

Column = NDArray[Any]
"""32-bit floats, one a place; NaN where nothing is known."""
Priorities = Callable[[], Mapping[int, Mapping[str, float]]]
"""identifier of a territory → how often it works on each theme or goal (codes)"""
FRESH = 30.0
"""Seconds for which nobody asks whether something has changed."""

_PRIORITIES: list[Priorities] = []


def register_priorities(find: Priorities) -> None:
    """Say what towns work on; floors above know."""
    _PRIORITIES[:] = [find]


class Place(NamedTuple):
    """What is known of one place: the town's own word, else the register's."""

    pk: int
    country: str
    population: int | None = None
    area_km2: Decimal | float | None = None
    traits: Sequence[str] = ()
    climate: str = ""
    spoken_languages: Sequence[str] = ()
    budget_per_inhabitant: Decimal | float | None = None
    budget_currency: str = ""
    budget_year: int | None = None


@dataclass(frozen=True)
class Marks:
    """Which places have which of some codes: traits of one kind, languages."""

    codes: Sequence[str]
    values: Column
    """Places × codes, 0 or 1, column after column in memory: a place has few, only these columns are read."""
    rarity: Column
    """Weight of each code: high for one that few places have."""
    totals: Column
    """Of each place, the weight of all it has."""
    known: NDArray[np.bool_]
    """Whether the place was described; one that was and has none of these codes is known to have none."""


@dataclass(frozen=True)
class Profiles:
    """One row a place. Unknown numbers are NaN."""

    ids: NDArray[np.int64]
    rows: dict[int, int]
    """Identifier → row."""
    countries: NDArray[np.str_]
    population: Column
    density: Column
    marks: dict[Criterion, Marks]
    """Of nature, settlement, visitors, languages."""
    climates: NDArray[np.int8]
    """Place in `CLIMATES`; -1 where it is not known."""
    budgets: Column
    currencies: NDArray[np.str_]
    budget_years: Column
    priorities: dict[int, dict[str, float]]
    """By row: unit vector over themes and goals."""

    def __len__(self) -> int:
        return len(self.ids)


CLIMATES = list(Climate)


class _Kept:
    """The profiles of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.profiles: Profiles | None = None
        self.stamp: object = None
        self.looked_at = 0.0


_kept = _Kept()


def current_profiles() -> Profiles:
    """Profiles of all communes that exist now, read anew when territories or sheets changed. At most half a minute old."""
    with _kept.lock:
        if _kept.profiles is not None and time.monotonic() - _kept.looked_at < FRESH:
            return _kept.profiles
        stamp = (last_change(), Territory.objects.count())
        if _kept.profiles is None or stamp != _kept.stamp:
            _kept.profiles, _kept.stamp = read_profiles(), stamp
        _kept.looked_at = time.monotonic()
        return _kept.profiles


def forget_profiles() -> None:
    """Read anew at the next question."""
    with _kept.lock:
        _kept.profiles = None


_READ = ("pk", "country", "population", "area_km2")
_TOLD = tuple(column for columns in FACTS.values() for column in columns if column != "budget_source")


def read_profiles() -> Profiles:
    """Two queries, whatever the number of places."""
    communes = Territory.objects.current().filter(kind__in=[Kind.COMMUNE, Kind.DISTRICT]).order_by("pk")
    told = [f"profile__{column}" for column in _TOLD]
    rows = communes.values_list(*_READ, *_TOLD, *told).iterator(chunk_size=5_000)
    return profiles_of([_place(row) for row in rows], _PRIORITIES[0]() if _PRIORITIES else {})


def _place(row: Sequence[Any]) -> Place:
    """A row of the database; the town's own word counts first, fact by fact."""
    first = len(_READ)
    facts = dict(zip(_TOLD, row[first:], strict=False))
    told = dict(zip(_TOLD, row[first + len(_TOLD) :], strict=True))
    for columns in FACTS.values():
        if told[columns[0]]:
            facts |= {column: told[column] for column in columns if column in told}
    return Place(*row[:first], **facts)


def profiles_of(places: Sequence[Place], priorities: Mapping[int, Mapping[str, float]]) -> Profiles:
    """Columns of places."""
    ids = np.array([place.pk for place in places], np.int64)
    numbered = {int(identifier): number for number, identifier in enumerate(ids)}
    population = _numbers(place.population for place in places)
    climates: dict[str, int] = {climate.value: number for number, climate in enumerate(CLIMATES)}
    return Profiles(
        ids=ids,
        rows=numbered,
        countries=np.array([place.country for place in places], "U2"),
        population=population,
        density=(population / _numbers(place.area_km2 for place in places)).astype(np.float32),
        marks=_all_marks(places),
        climates=np.array([climates.get(place.climate, -1) for place in places], np.int8),
        budgets=_numbers(place.budget_per_inhabitant for place in places),
        currencies=np.array([place.budget_currency for place in places], "U3"),
        budget_years=_numbers(place.budget_year for place in places),
        priorities={
            numbered[key]: _unit(weights) for key, weights in priorities.items() if key in numbered and weights
        },
    )


def _numbers(values: Iterable[Decimal | float | None]) -> Column:
    """NaN for what is not known; nought inhabitants and no area cannot be compared either."""
    return np.array([float(value) if value else np.nan for value in values], np.float32)


def _all_marks(places: Sequence[Place]) -> dict[Criterion, Marks]:
    traits = [place.traits for place in places]
    return {
        Criterion.NATURE: _marks(traits, NATURE),
        Criterion.SETTLEMENT: _marks(traits, SETTLEMENT),
        Criterion.VISITORS: _marks(traits, VISITORS),
        Criterion.LANGUAGES: _marks([place.spoken_languages for place in places], SPOKEN_LANGUAGES),
    }


def _marks(lists: Sequence[Sequence[str]], codes: Sequence[str]) -> Marks:
    values = np.zeros((len(lists), len(codes)), np.float32, order="F")
    column = {str(code): number for number, code in enumerate(codes)}
    for number, listed in enumerate(lists):
        for code in listed or ():
            if code in column:
                values[number, column[code]] = 1.0
    known = np.array([bool(listed) for listed in lists], np.bool_)
    share = values[known].mean(axis=0) if known.any() else np.zeros(len(codes), np.float32)
    rarity = (1.0 - np.log(np.maximum(share, 0.001))).astype(np.float32)
    return Marks(codes, values, rarity, values @ rarity, known)


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    return {code: weight / length for code, weight in weights.items()} if length else {}
