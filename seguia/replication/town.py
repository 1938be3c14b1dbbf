"""What a town's page shows: what it gave to others and what it took up."""

from typing import Any

from seguia.replication.queries.plans import MOST_SHOWN, given_by_town, lives_of, taken_by_town
from seguia.territories.models import Kind, Territory
from seguia.territories.sections import Section, register_section

_WHOLE = {Kind.COUNTRY}
"""Places that take up nothing themselves."""


def town_section(territory: Territory) -> Section | None:
    """Both lists, the towns that merged into it among them; None where there is nothing to tell."""
    if territory.kind in _WHOLE:
        return None
    lives = lives_of(territory)
    given, taken = list(given_by_town(lives)[: MOST_SHOWN + 1]), list(taken_by_town(lives)[: MOST_SHOWN + 1])
    if not given and not taken:
        return None
    context: dict[str, Any] = {
        "town": territory,
        "given": given[:MOST_SHOWN],
        "taken": taken[:MOST_SHOWN],
        "has_more": max(len(given), len(taken)) > MOST_SHOWN,
    }
    return "replication/parts/town_section.html", context


def register() -> None:
    """Behind the actions of the town."""
    register_section(town_section, order=20)
