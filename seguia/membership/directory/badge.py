"""The mark of a member on the page of its town: since when, as what, how to reach it."""

from typing import Any

from seguia.membership.queries import memberships_at
from seguia.territories.models import Territory
from seguia.territories.sections import register_section
from seguia.territories.similarity.pages import COMPARED


def member_section(territory: Territory) -> tuple[str, dict[str, Any]] | None:
    """Members of this town; nothing for others."""
    found = memberships_at(territory)
    return ("membership/parts/badge.html", {"memberships": found, "is_town_page": True}) if found else None


def profile_section(territory: Territory) -> tuple[str, dict[str, Any]] | None:
    """The way to what the town says of itself, for the secretariat; a town's own people have it under "My town"."""
    if territory.kind not in COMPARED or not territory.is_current:
        return None
    return "membership/parts/town_profile_link.html", {"territory": territory}


def register() -> None:
    """The mark first on the page of a town, the way to its profile after the towns like it."""
    register_section(member_section, order=5)
    register_section(profile_section, order=45)
