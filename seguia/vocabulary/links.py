"""Who stands above whom: circles, what lies below, and the theme at the top."""

from collections import defaultdict
from collections.abc import Iterable

from seguia.vocabulary.models import Concept

Above = dict[int, list[int]]
"""Concept → the wider ones, in the order in which they were given."""


def wider_concepts() -> Above:
    """All links to wider concepts: one query."""
    above: Above = defaultdict(list)
    pairs = Concept.broader.through.objects.order_by("pk").values_list("from_concept_id", "to_concept_id")
    for narrow, wide in pairs:
        above[narrow].append(wide)
    return dict(above)


def reversed_links(above: Above) -> Above:
    """The narrower ones by concept."""
    below: Above = defaultdict(list)
    for narrow, wides in above.items():
        for wide in wides:
            below[wide].append(narrow)
    return dict(below)


def reached(starts: Iterable[int], links: Above) -> set[int]:
    """Everything that can be reached from these, they themselves included; a circle ends."""
    seen: set[int] = set()
    waiting = list(starts)
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += links.get(one, [])
    return seen


def theme_above(concept: int, above: Above, themes: set[int]) -> int | None:
    """The theme at the top of the first chain of wider concepts; None where that chain ends elsewhere or is a circle."""
    seen: set[int] = set()
    while concept not in themes:
        nexts = [other for other in above.get(concept, []) if other not in seen]
        if not nexts:
            return None
        seen.add(concept)
        concept = nexts[0]
    return concept
