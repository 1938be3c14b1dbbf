"""What concepts are used for: features above say how to count it, and what to do when concepts move."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seguia.vocabulary.models import Concept


@dataclass(frozen=True)
class Use:
    """Objects of another feature that are tagged with concepts."""

    name: str
    count: Callable[[Concept], int]
    """How many public objects carry the concept, or anything under it where it is a theme."""
    move: Callable[[Concept, Concept, Any], int]
    """(from, to, person): tag all objects of the first with the second; returns how many. In the caller's transaction."""
    follow: Callable[[set[int]], object]
    """These concepts have another place in the vocabulary: what was derived from it is no longer right."""


_USES: dict[str, Use] = {}


def register_use(use: Use) -> None:
    """Say so at start."""
    _USES[use.name] = use


def use_count(concept: Concept) -> int:
    """How many public objects carry the concept."""
    return sum(use.count(concept) for use in _USES.values())


def move_uses(source: Concept, into: Concept, user: Any) -> int:
    """Tag everything of `source` with `into`; returns how many objects that were."""
    return sum(use.move(source, into, user) for use in _USES.values())


def tell_moved(concept_ids: set[int]) -> None:
    """Concepts have another place than before."""
    if concept_ids:
        for use in _USES.values():
            use.follow(concept_ids)
