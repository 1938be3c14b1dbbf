""" "My town": own mandates, the next election, and a hand-over that waits."""

from typing import Any

from django.utils import timezone

from seguia.mandates.queries.calendar import Calendar
from seguia.mandates.queries.handover import handover_of
from seguia.mandates.queries.officials import mandates_held_by
from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation

SOON = 120
"""Days before an end from which it is said loudly."""


def own_mandates(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """Nothing for partners without a territory."""
    territory = organisation.territory
    if territory is None:
        return None
    today = timezone.localdate()
    held = [mandate for mandate in mandates_held_by(user) if mandate.territory_id == territory.pk]
    election = Calendar().next_election(territory.country, territory.kind, today)
    handover = handover_of(organisation)
    if not held and election is None and handover.is_quiet:
        return None
    days = (election.election_date - today).days if election and election.election_date else None
    return "mandates/my_town_part.html", {
        "organisation": organisation,
        "mandates": [(mandate, (mandate.until - today).days if mandate.until else None) for mandate in held],
        "election": election,
        "days": days,
        "is_soon": days is not None and days <= SOON,
        "handover": handover,
    }


def register() -> None:
    """Stand between colleagues and dues."""
    register_part("mandates", order=40, part=own_mandates)
