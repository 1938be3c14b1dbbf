"""How like one place others are: a weighted mean over what is known of both; what is unknown lowers the confidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seguia.territories.similarity.criteria import Criterion, Weights
from seguia.territories.similarity.profiles import (
    NATURE_COLUMNS,
    SETTLEMENT_COLUMNS,
    VISITORS_COLUMNS,
    Column,
    Profiles,
)

STRANGER = 0.25
"""What two places are worth to one another of which nothing is known: a match counts as far as it is known."""
HALF_SIZE, HALF_DENSITY = 2.0, 3.0
"""The ratio at which two numbers are alike to a half."""
Rows = NDArray[np.int64] | slice


@dataclass(frozen=True)
class Match:
    """A place that resembles another."""

    territory_id: int
    likeness: float
    """0 to 1."""
    confidence: float
    """Share of the criteria (by weight) of which both sides are known, 0 to 1."""
    parts: dict[Criterion, float]
    """Of each criterion that is known for both: 0 to 1."""


def nearest(
    profiles: Profiles,
    territory_id: int,
    weights: Weights | None = None,
    *,
    most: int = 20,
    countries: Sequence[str] = (),
) -> list[Match]:
    """The places most like one, best first; equal ones by identifier. Empty for a place that is not a current commune.

    `countries` (ISO codes) narrows to these.
    """
    weights = weights or Weights()
    row = profiles.rows.get(territory_id)
    if row is None or len(profiles) < 2:
        return []
    likeness, confidence, _parts = _compared(profiles, row, slice(None), weights)
    likeness[row] = -1.0
    if countries:
        likeness[~np.isin(profiles.countries, list(countries))] = -1.0
    most = min(most, len(profiles) - 1)
    edge = np.partition(likeness, -most)[-most]
    near = np.flatnonzero(likeness >= max(edge, 0.0))
    chosen = near[np.lexsort((profiles.ids[near], -likeness[near]))][:most]
    _again, _confidence, parts = _compared(profiles, row, chosen, weights)
    return [
        Match(int(profiles.ids[one]), float(likeness[one]), float(confidence[one]), _known(parts, place))
        for place, one in enumerate(chosen)
    ]


def likeness_of(
    profiles: Profiles, territory_id: int, weights: Weights | None = None
) -> Callable[[Sequence[int]], list[float | None]] | None:
    """identifiers of places → how like this one each is, None for a place that cannot be compared; None for a place
    that is not a current commune itself."""
    weights, row = weights or Weights(), profiles.rows.get(territory_id)
    if row is None:
        return None

    def likeness(places: Sequence[int]) -> list[float | None]:
        known = [(number, profiles.rows[place]) for number, place in enumerate(places) if place in profiles.rows]
        result: list[float | None] = [None] * len(places)
        if known:
            found, _confidence, _parts = _compared(profiles, row, np.array([r for _, r in known]), weights)
            for (number, other), value in zip(known, found, strict=True):
                result[number] = 1.0 if other == row else float(value)
        return result

    return likeness


def compared(profiles: Profiles, one: int, other: int, weights: Weights | None = None) -> Match | None:
    """Two places by identifier; None where one of them is not a current commune."""
    row, second = profiles.rows.get(one), profiles.rows.get(other)
    if row is None or second is None:
        return None
    likeness, confidence, parts = _compared(profiles, row, np.array([second]), weights or Weights())
    return Match(other, float(likeness[0]), float(confidence[0]), _known(parts, 0))


Parts = dict[Criterion, Column]


def _known(parts: Parts, place: int) -> dict[Criterion, float]:
    return {criterion: float(column[place]) for criterion, column in parts.items() if not np.isnan(column[place])}


def _compared(profiles: Profiles, row: int, rows: Rows, weights: Weights) -> tuple[Column, Column, Parts]:
    """(likeness, confidence, parts) of one place to others; a part is NaN where one side is unknown."""
    parts = {criterion: _part(profiles, criterion, row, rows) for criterion, w in weights.of.items() if w > 0}
    count = len(profiles.ids[rows])
    worth, known = np.zeros(count, np.float32), np.zeros(count, np.float32)
    for criterion, column in parts.items():
        there = ~np.isnan(column)
        worth[there] += np.float32(weights.of[criterion]) * column[there]
        known[there] += np.float32(weights.of[criterion])
    confidence = known / np.float32(weights.total)
    mean = np.divide(worth, known, out=np.full(count, STRANGER, np.float32), where=known > 0)
    return STRANGER + (mean - STRANGER) * confidence, confidence, parts


def _part(profiles: Profiles, criterion: Criterion, row: int, rows: Rows) -> Column:
    if criterion is Criterion.SIZE:
        return _ratio(profiles.population, row, rows, HALF_SIZE)
    if criterion is Criterion.DENSITY:
        return _ratio(profiles.density, row, rows, HALF_DENSITY)
    if criterion is Criterion.PRIORITIES:
        return _priorities(profiles, row, rows)
    if criterion is Criterion.COUNTRY:
        return np.asarray(profiles.countries[rows] == profiles.countries[row], np.float32)
    columns = {Criterion.NATURE: NATURE_COLUMNS, Criterion.SETTLEMENT: SETTLEMENT_COLUMNS}
    return _shared(profiles, columns.get(criterion, VISITORS_COLUMNS), row, rows)


def _ratio(values: Column, row: int, rows: Rows, half: float) -> Column:
    """1 for equal numbers, 1/2 where one is `half` times the other, and so on; NaN where one is unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.abs(np.log(values[rows] / values[row]))
    alike: Column = np.exp2(-distance / np.float32(np.log(half))).astype(np.float32)
    return alike


def _shared(profiles: Profiles, columns: list[int], row: int, rows: Rows) -> Column:
    """Shared traits among all traits of the two, by rarity; two places with none of these are alike in that."""
    weight = profiles.rarity[columns]
    mine = profiles.traits[row, columns] * weight
    theirs = profiles.traits[rows][:, columns]
    both = theirs @ mine
    either = theirs @ weight + mine.sum() - both
    share = np.divide(both, either, out=np.ones_like(both), where=either > 0)
    share[~(profiles.described[rows] & profiles.described[row])] = np.nan
    alike: Column = share.astype(np.float32)
    return alike


def _priorities(profiles: Profiles, row: int, rows: Rows) -> Column:
    """Cosine over themes and goals; NaN where one has published nothing."""
    numbers = np.arange(len(profiles))[rows]
    result = np.full(len(numbers), np.nan, np.float32)
    mine = profiles.priorities.get(row)
    if not mine:
        return result
    place = {int(number): at for at, number in enumerate(numbers)}
    for other, theirs in profiles.priorities.items():
        if (at := place.get(other)) is not None:
            result[at] = sum(weight * theirs.get(code, 0.0) for code, weight in mine.items())
    return result
