"""What upper floors show on the page of a sheet; they register it when the app starts, the page only shows."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from seguia.actions.models import Action

Part = tuple[str, dict[str, Any]]
"""A template and its context."""
Maker = Callable[[Action, Any], Part | None]
"""(sheet with its rows, person) → the part; None when there is nothing to show."""


class Place(StrEnum):
    """Where on the page a part stands."""

    DEEDS = "deeds"
    """Links and buttons below the title: "Do this in my town"."""
    BELOW = "below"
    """Sections after the sheet: who took it up, questions."""


_MAKERS: dict[str, tuple[Place, int, Maker]] = {}


def register_page_part(maker: Maker, *, place: Place, order: int = 100) -> None:
    """Have `maker(action, user)` called for every page of a sheet, in a fixed number of queries.

    Smaller `order` stands first. Registering the same function again changes nothing.
    """
    _MAKERS[f"{maker.__module__}.{maker.__qualname__}"] = (place, order, maker)


def page_parts(action: Action, user: Any) -> dict[str, list[Part]]:
    """The parts of one page, in order, by place."""
    parts: dict[str, list[Part]] = {place.value: [] for place in Place}
    for _name, (place, _order, maker) in sorted(_MAKERS.items(), key=lambda one: (one[1][1], one[0])):
        if (part := maker(action, user)) is not None:
            parts[place.value].append(part)
    return parts
