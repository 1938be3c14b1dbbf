"""All places that can be compared, as columns of numbers: read once, kept while nothing changes."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seguia.search.matching import last_change
from seguia.territories.models import Kind, Territory
from seguia.territories.similarity.criteria import NATURE, SETTLEMENT, TRAITS, VISITORS

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


@dataclass(frozen=True)
class Profiles:
    """One row a place. Unknown numbers are NaN; a place without any trait has not been described yet."""

    ids: NDArray[np.int64]
    rows: dict[int, int]
    """Identifier → row."""
    countries: NDArray[np.str_]
    population: Column
    density: Column
    traits: Column
    """Places × traits, 0 or 1, in the order of `TRAITS`."""
    described: NDArray[np.bool_]
    rarity: Column
    """Weight of each trait: high for one that few places have."""
    priorities: dict[int, dict[str, float]]
    """By row: unit vector over themes and goals."""

    def __len__(self) -> int:
        return len(self.ids)


NATURE_COLUMNS = [TRAITS.index(trait) for trait in NATURE]
SETTLEMENT_COLUMNS = [TRAITS.index(trait) for trait in SETTLEMENT]
VISITORS_COLUMNS = [TRAITS.index(trait) for trait in VISITORS]


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


def read_profiles() -> Profiles:
    """Two queries, whatever the number of places."""
    communes = Territory.objects.current().filter(kind__in=[Kind.COMMUNE, Kind.DISTRICT]).order_by("pk")
    columns = ("pk", "country", "population", "area_km2", "traits")
    rows = list(communes.values_list(*columns).iterator(chunk_size=5_000))
    return profiles_of(rows, _PRIORITIES[0]() if _PRIORITIES else {})


def profiles_of(
    rows: Sequence[tuple[int, str, int | None, object, Sequence[str]]], priorities: Mapping[int, Mapping[str, float]]
) -> Profiles:
    """Columns of (identifier, country, inhabitants, km², traits)."""
    ids = np.array([row[0] for row in rows], np.int64)
    population = np.array([row[2] or np.nan for row in rows], np.float32)
    area = np.array([float(str(row[3])) if row[3] else np.nan for row in rows], np.float32)
    traits = np.zeros((len(rows), len(TRAITS)), np.float32)
    place = {trait.value: number for number, trait in enumerate(TRAITS)}
    for number, row in enumerate(rows):
        for trait in row[4] or ():
            if trait in place:
                traits[number, place[trait]] = 1.0
    described = np.asarray(traits.any(axis=1))
    share = traits[described].mean(axis=0) if described.any() else np.zeros(len(TRAITS), np.float32)
    numbered = {int(identifier): number for number, identifier in enumerate(ids)}
    return Profiles(
        ids,
        numbered,
        np.array([row[1] for row in rows], "U2"),
        population,
        (population / area).astype(np.float32),
        traits,
        described,
        (1.0 - np.log(np.maximum(share, 0.001))).astype(np.float32),
        {numbered[key]: _unit(weights) for key, weights in priorities.items() if key in numbered and weights},
    )


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = sum(weight * weight for weight in weights.values()) ** 0.5
    return {code: weight / length for code, weight in weights.items()} if length else {}
