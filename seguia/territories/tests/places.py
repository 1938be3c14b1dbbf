"""Made-up places and the plainest possible comparison of two, to hold the fast one against."""

import math
import random
from collections.abc import Sequence

from seguia.territories.models import Trait
from seguia.territories.similarity.criteria import NATURE, SETTLEMENT, VISITORS, Criterion, Weights
from seguia.territories.similarity.resemblance import STRANGER

Row = tuple[int, str, int | None, float | None, list[str]]
"""(identifier, country, inhabitants, km², traits)"""


def made_up_places(count: int, seed: int = 1) -> list[Row]:
    """`count` places with gaps, as registers have them."""
    chance = random.Random(seed)
    traits = [trait.value for trait in Trait]
    return [
        (
            number + 1,
            chance.choice(["FR", "MA", "TN"]),
            None if chance.random() < 0.05 else int(10 ** chance.uniform(2, 6)),
            None if chance.random() < 0.3 else round(chance.uniform(1, 900), 2),
            [] if chance.random() < 0.2 else chance.sample(traits, chance.randint(1, 5)),
        )
        for number in range(count)
    ]


def plainly_nearest(
    rows: Sequence[Row], row: Row, priorities: dict[int, dict[str, float]], weights: Weights, most: int
) -> list[tuple[int, float]]:
    """(identifier, likeness) of the nearest, one pair at a time."""
    rarity = _rarity(rows)
    found = [(_likeness(row, other, rarity, priorities, weights), other[0]) for other in rows if other[0] != row[0]]
    return [(identifier, value) for value, identifier in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:most]]


def _rarity(rows: Sequence[Row]) -> dict[str, float]:
    known = [row[4] for row in rows if row[4]]
    shares = {trait.value: sum(trait.value in traits for traits in known) / max(1, len(known)) for trait in Trait}
    return {trait: 1 - math.log(max(share, 0.001)) for trait, share in shares.items()}


def _likeness(
    one: Row, other: Row, rarity: dict[str, float], priorities: dict[int, dict[str, float]], weights: Weights
) -> float:
    parts: dict[Criterion, float] = {Criterion.COUNTRY: float(one[1] == other[1])}
    if one[2] and other[2]:
        parts[Criterion.SIZE] = _ratio(one[2], other[2], 2)
        if one[3] and other[3]:
            parts[Criterion.DENSITY] = _ratio(one[2] / one[3], other[2] / other[3], 3)
    if one[4] and other[4]:
        for criterion, among in (
            (Criterion.NATURE, NATURE),
            (Criterion.SETTLEMENT, SETTLEMENT),
            (Criterion.VISITORS, VISITORS),
        ):
            parts[criterion] = _shared(
                {t.value for t in among} & set(one[4]), {t.value for t in among} & set(other[4]), rarity
            )
    mine, theirs = priorities.get(one[0]), priorities.get(other[0])
    if mine and theirs:
        lengths = math.hypot(*mine.values()) * math.hypot(*theirs.values())
        parts[Criterion.PRIORITIES] = sum(value * theirs.get(code, 0) for code, value in mine.items()) / lengths
    known = sum(weights.of[criterion] for criterion in parts)
    mean = sum(weights.of[criterion] * value for criterion, value in parts.items()) / known if known else STRANGER
    return STRANGER + (mean - STRANGER) * known / weights.total


def _ratio(one: float, other: float, half: float) -> float:
    return float(2 ** (-abs(math.log(one / other)) / math.log(half)))


def _shared(one: set[str], other: set[str], rarity: dict[str, float]) -> float:
    either = sum(rarity[trait] for trait in one | other)
    return sum(rarity[trait] for trait in one & other) / either if either else 1.0
