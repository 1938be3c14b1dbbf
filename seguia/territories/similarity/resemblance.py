"""How like one place others are: a weighted mean over what is known of both; what is unknown lowers the confidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seguia.territories.similarity.criteria import NEIGHBOURS, YEARS_APART, Criterion, Weights
from seguia.territories.similarity.profiles import CLIMATES, Column, Profiles

STRANGER = 0.25
"""What two places are worth to one another of which nothing is known: a match counts as far as it is known."""
HALF_SIZE, HALF_DENSITY, HALF_BUDGET = 2.0, 3.0, 2.0
"""The ratio at which two numbers are alike to a half."""
_NOTHING = 0.01
"""Less than any code weighs: what is left of rounding."""
Rows = NDArray[np.int64] | slice
Part = Callable[[Profiles, int, Rows], Column]
"""(profiles, row of a place, rows of others) → 0 to 1 each, NaN where one side is unknown."""


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
        worth += np.float32(weights.of[criterion]) * np.where(there, column, np.float32(0))
        known += np.float32(weights.of[criterion]) * there
    confidence = known / np.float32(weights.total)
    mean = np.divide(worth, known, out=np.full(count, STRANGER, np.float32), where=known > 0)
    return STRANGER + (mean - STRANGER) * confidence, confidence, parts


def _part(profiles: Profiles, criterion: Criterion, row: int, rows: Rows) -> Column:
    """NaN where one side is unknown."""
    return _PARTS[criterion](profiles, row, rows)


def _country(profiles: Profiles, row: int, rows: Rows) -> Column:
    return np.asarray(profiles.countries[rows] == profiles.countries[row], np.float32)


def _climate(profiles: Profiles, row: int, rows: Rows) -> Column:
    """1 for the same, 1/2 for one next to it, else 0."""
    worth: Column = _CLIMATE_WORTH[profiles.climates[row], profiles.climates[rows]]
    return worth


def _climate_worth() -> Column:
    """Climate × climate; the last row and column, reached by -1, are the unknown."""
    worth = np.zeros((len(CLIMATES) + 1, len(CLIMATES) + 1), np.float32)
    for one, first in enumerate(CLIMATES):
        for other, second in enumerate(CLIMATES):
            worth[one, other] = 1.0 if one == other else 0.5 * (frozenset((first, second)) in NEIGHBOURS)
    worth[-1, :] = worth[:, -1] = np.nan
    return worth


def _budget(profiles: Profiles, row: int, rows: Rows) -> Column:
    """A ratio, within one currency and a few years: amounts are never converted."""
    alike = _ratio(profiles.budgets, row, rows, HALF_BUDGET)
    apart = np.abs(profiles.budget_years[rows] - profiles.budget_years[row])
    alike[~((profiles.currencies[rows] == profiles.currencies[row]) & (apart <= YEARS_APART))] = np.nan
    return alike


def _ratio(values: Column, row: int, rows: Rows, half: float) -> Column:
    """1 for equal numbers, 1/2 where one is `half` times the other, and so on; NaN where one is unknown."""
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.abs(np.log(values[rows] / values[row]))
    alike: Column = np.exp2(-distance / np.float32(np.log(half))).astype(np.float32)
    return alike


def _marks_of(criterion: Criterion) -> Part:
    """What both have among what either has, by rarity; two described places with none of these are alike in that."""

    def part(profiles: Profiles, row: int, rows: Rows) -> Column:
        marks = profiles.marks[criterion]
        both = np.zeros(len(profiles.ids[rows]), np.float32)
        for column in np.flatnonzero(marks.values[row]):
            both += marks.values[rows, column] * marks.rarity[column]
        either = marks.totals[rows] + marks.totals[row] - both
        alike: Column = np.divide(both, either, out=np.ones_like(both), where=either > _NOTHING)
        alike[~(marks.known[rows] & marks.known[row])] = np.nan
        return alike

    return part


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


_CLIMATE_WORTH = _climate_worth()
_PARTS: dict[Criterion, Part] = {
    Criterion.SIZE: lambda profiles, row, rows: _ratio(profiles.population, row, rows, HALF_SIZE),
    Criterion.DENSITY: lambda profiles, row, rows: _ratio(profiles.density, row, rows, HALF_DENSITY),
    Criterion.NATURE: _marks_of(Criterion.NATURE),
    Criterion.CLIMATE: _climate,
    Criterion.SETTLEMENT: _marks_of(Criterion.SETTLEMENT),
    Criterion.VISITORS: _marks_of(Criterion.VISITORS),
    Criterion.PRIORITIES: _priorities,
    Criterion.LANGUAGES: _marks_of(Criterion.LANGUAGES),
    Criterion.BUDGET: _budget,
    Criterion.COUNTRY: _country,
}
