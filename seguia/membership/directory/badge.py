"""The mark of a member on the page of its town: since when, as what, how to reach it."""

from typing import Any

from seguia.membership.queries import memberships_at
from seguia.territories.models import Territory
from seguia.territories.sections import register_section


def member_section(territory: Territory) -> tuple[str, dict[str, Any]] | None:
    """Members of this town; nothing for others."""
    found = memberships_at(territory)
    return ("membership/parts/badge.html", {"memberships": found, "is_town_page": True}) if found else None


def register() -> None:
    """Stand first on the page of a town."""
    register_section(member_section, order=5)
