"""Made-up places and the plainest possible comparison of two, to hold the fast one against."""

import math
import random
from collections.abc import Sequence

from seguia.territories.models import SPOKEN_LANGUAGES, Climate, Trait
from seguia.territories.similarity import Place
from seguia.territories.similarity.criteria import NATURE, NEIGHBOURS, SETTLEMENT, VISITORS, Criterion, Weights
from seguia.territories.similarity.resemblance import STRANGER

Rarity = dict[str, float]
CURRENCIES = ["EUR", "MAD", "TND"]


def made_up_places(count: int, seed: int = 1) -> list[Place]:
    """`count` places with gaps, as registers have them."""
    chance = random.Random(seed)
    return [_made_up_place(number + 1, chance) for number in range(count)]


def _made_up_place(pk: int, chance: random.Random) -> Place:
    traits = [trait.value for trait in Trait]
    has_budget = chance.random() < 0.4
    return Place(
        pk,
        chance.choice(["FR", "MA", "TN"]),
        None if chance.random() < 0.05 else int(10 ** chance.uniform(2, 6)),
        None if chance.random() < 0.3 else round(chance.uniform(1, 900), 2),
        [] if chance.random() < 0.2 else chance.sample(traits, chance.randint(1, 5)),
        "" if chance.random() < 0.3 else chance.choice(Climate.values),
        [] if chance.random() < 0.3 else chance.sample(SPOKEN_LANGUAGES, chance.randint(1, 4)),
        round(chance.uniform(100, 9_000), 2) if has_budget else None,
        chance.choice(CURRENCIES) if has_budget else "",
        chance.randint(2012, 2026) if has_budget else None,
    )


def plainly_nearest(
    rows: Sequence[Place], row: Place, priorities: dict[int, dict[str, float]], weights: Weights, most: int
) -> list[tuple[int, float]]:
    """(identifier, likeness) of the nearest, one pair at a time."""
    rarity = _rarity([place.traits for place in rows]) | _rarity([place.spoken_languages for place in rows])
    found = [(_likeness(row, other, rarity, priorities, weights), other.pk) for other in rows if other.pk != row.pk]
    return [(identifier, value) for value, identifier in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:most]]


def _rarity(lists: Sequence[Sequence[str]]) -> Rarity:
    """Of traits and languages together: no code is both."""
    known = [codes for codes in lists if codes]
    codes = {code for listed in known for code in listed}
    shares = {code: sum(code in listed for listed in known) / len(known) for code in codes}
    return {code: 1 - math.log(max(share, 0.001)) for code, share in shares.items()}


def _likeness(
    one: Place, other: Place, rarity: Rarity, priorities: dict[int, dict[str, float]], weights: Weights
) -> float:
    parts = {**_parts_of_figures(one, other), **_parts_of_words(one, other, rarity)}
    mine, theirs = priorities.get(one.pk), priorities.get(other.pk)
    if mine and theirs:
        lengths = math.hypot(*mine.values()) * math.hypot(*theirs.values())
        parts[Criterion.PRIORITIES] = sum(value * theirs.get(code, 0) for code, value in mine.items()) / lengths
    known = sum(weights.of[criterion] for criterion in parts)
    mean = sum(weights.of[criterion] * value for criterion, value in parts.items()) / known if known else STRANGER
    return STRANGER + (mean - STRANGER) * known / weights.total


def _parts_of_figures(one: Place, other: Place) -> dict[Criterion, float]:
    parts: dict[Criterion, float] = {Criterion.COUNTRY: float(one.country == other.country)}
    if one.population and other.population:
        parts[Criterion.SIZE] = _ratio(one.population, other.population, 2)
        if one.area_km2 and other.area_km2:
            densities = one.population / float(one.area_km2), other.population / float(other.area_km2)
            parts[Criterion.DENSITY] = _ratio(*densities, 3)
    mine, theirs = one.budget_per_inhabitant, other.budget_per_inhabitant
    years = abs((one.budget_year or 0) - (other.budget_year or 0))
    if mine and theirs and one.budget_currency == other.budget_currency and years <= 5:
        parts[Criterion.BUDGET] = _ratio(float(mine), float(theirs), 2)
    return parts


def _parts_of_words(one: Place, other: Place, rarity: Rarity) -> dict[Criterion, float]:
    parts: dict[Criterion, float] = {}
    if one.traits and other.traits:
        for criterion, among in (
            (Criterion.NATURE, NATURE),
            (Criterion.SETTLEMENT, SETTLEMENT),
            (Criterion.VISITORS, VISITORS),
        ):
            kinds = {trait.value for trait in among}
            parts[criterion] = _shared(kinds & set(one.traits), kinds & set(other.traits), rarity)
    if one.climate and other.climate:
        is_near = {one.climate, other.climate} in NEIGHBOURS
        parts[Criterion.CLIMATE] = 1.0 if one.climate == other.climate else 0.5 if is_near else 0.0
    if one.spoken_languages and other.spoken_languages:
        parts[Criterion.LANGUAGES] = _shared(set(one.spoken_languages), set(other.spoken_languages), rarity)
    return parts


def _ratio(one: float, other: float, half: float) -> float:
    return float(2 ** (-abs(math.log(one / other)) / math.log(half)))


def _shared(one: set[str], other: set[str], rarity: Rarity) -> float:
    either = sum(rarity[code] for code in one | other)
    return sum(rarity[code] for code in one & other) / either if either else 1.0
