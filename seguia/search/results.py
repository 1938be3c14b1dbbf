"""What a result of the API says about the object found: told by the object's own app at start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ResultCard:
    """How to reach one object, and in which languages it can be read."""

    public_id: str
    original_language: str
    languages: list[str]
    url: dict[str, str]
    """Its page by language of the interface."""
    api_url: str


Cards = Callable[[Sequence[int]], Mapping[int, ResultCard]]
"""Ids → card of those that everybody may see, in a fixed number of queries."""

_CARDS: dict[str, Cards] = {}


def register_cards(kind: str, cards: Cards) -> None:
    """Say how results of a kind are described."""
    _CARDS[kind] = cards


def cards_of(kind: str, ids: Sequence[int]) -> Mapping[int, ResultCard]:
    """Cards by id; empty for a kind nobody described."""
    return _CARDS[kind](ids) if kind in _CARDS else {}
