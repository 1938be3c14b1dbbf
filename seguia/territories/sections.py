"""What other features add to a territory's page: they register from above, the page only shows."""

from collections.abc import Callable
from typing import Any

from seguia.territories.models import Territory

Section = tuple[str, dict[str, Any]]
"""A template and what it shows."""
Maker = Callable[[Territory], Section | None]
_MAKERS: dict[str, tuple[int, Maker]] = {}


def register_section(maker: Maker, *, order: int = 100) -> None:
    """Have `maker(territory)` called for every page; it gives a template and its context, or None.

    Smaller `order` stands higher. Registering the same function again changes nothing.
    """
    _MAKERS[f"{maker.__module__}.{maker.__qualname__}"] = (order, maker)


def sections_of(territory: Territory) -> list[Section]:
    """The sections of one page, in order."""
    in_order = sorted(_MAKERS.items(), key=lambda one: (one[1][0], one[0]))
    made = (maker(territory) for _name, (_order, maker) in in_order)
    return [section for section in made if section is not None]
