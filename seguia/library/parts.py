"""What other pages show of the library: the sheet of an action, the pages of towns and partners."""

from typing import Any

from seguia.actions.models import Action
from seguia.actions.page_parts import Part, Place, register_page_part
from seguia.library.queries import methods_citing, methods_of, methods_of_town
from seguia.membership.models import Organisation
from seguia.membership.sections import register_section as register_on_organisations
from seguia.territories.models import Territory
from seguia.territories.sections import Section
from seguia.territories.sections import register_section as register_on_territories


def citing_part(action: Action, user: Any) -> Part | None:
    """Published methods in which the action is an example."""
    methods = methods_citing(action)
    return ("library/citing.html", {"methods": methods}) if methods else None


def organisation_section(organisation: Organisation) -> tuple[str, dict[str, Any]]:
    """Published methods of a partner; nothing is shown where there are none."""
    return "library/organisation_section.html", {"methods": methods_of(organisation)}


def town_section(territory: Territory) -> Section | None:
    """Published methods of the organisations of a town."""
    methods = methods_of_town(territory)
    return ("library/town_section.html", {"methods": methods}) if methods else None


def register() -> None:
    """Called when the app starts."""
    register_page_part(citing_part, place=Place.BELOW, order=60)
    register_on_organisations(organisation_section)
    register_on_territories(town_section, order=60)
