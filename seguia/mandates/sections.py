"""Officials on the page of their town."""

from typing import Any

from seguia.mandates.models import Mandate
from seguia.mandates.queries.officials import mandates_of
from seguia.membership.models import Organisation
from seguia.territories.models import Territory
from seguia.territories.sections import register_section

SHOWN = 12


def officials_section(territory: Territory) -> tuple[str, dict[str, Any]] | None:
    """Who governs the town today; on the page of a town that ended, who did on its last day."""
    day = None if territory.is_current else territory.last_day()
    mandates = list(mandates_of(territory, day))
    if not mandates:
        return None
    organisation = Organisation.objects.filter(territory=territory).order_by("pk").first()
    return "mandates/town_section.html", {
        "territory": territory,
        "first": mandates[:SHOWN],
        "rest": mandates[SHOWN:],
        "count": len(mandates),
        "sources": _sources(mandates),
        "organisation": organisation,
        "are_invented": any(mandate.is_demonstration for mandate in mandates),
    }


def _sources(mandates: list[Mandate]) -> list[Mandate]:
    """One mandate for each different source."""
    found: dict[tuple[str, str], Mandate] = {}
    for mandate in mandates:
        if mandate.source or mandate.source_url:
            found.setdefault((mandate.source, mandate.source_url), mandate)
    return list(found.values())


def register() -> None:
    """Stand after the actions of the town."""
    register_section(officials_section, order=40)
