"""What the pages of towns and partners show of actions; they ask, we answer."""

from seguia.actions.queries import organisation_section, town_section
from seguia.membership.sections import register_section as register_on_organisations
from seguia.territories.sections import register_section as register_on_territories


def register() -> None:
    """Stand on both kinds of page, before other features."""
    register_on_territories(town_section, order=10)
    register_on_organisations(organisation_section)
