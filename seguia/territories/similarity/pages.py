"""Towns like one: on its page, on a page of their own, and for the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from seguia.core.errors import Invalid, NotFound
from seguia.search.registry import Likeness, register_likeness
from seguia.territories.codes import parsed_reference
from seguia.territories.models import Kind, Territory
from seguia.territories.queries import existing_territory, territories_by_id
from seguia.territories.sections import register_section
from seguia.territories.similarity.criteria import LABELS, MOST, Weights
from seguia.territories.similarity.profiles import current_profiles
from seguia.territories.similarity.reasons import Reason, reasons_for
from seguia.territories.similarity.resemblance import Match, compared, likeness_of, nearest

SHOWN, SHOWN_ON_PAGE = 20, 4
COMPARED = (Kind.COMMUNE, Kind.DISTRICT)


@dataclass(frozen=True)
class LikePlace:
    """A place that resembles another, and why."""

    territory: Territory
    match: Match
    reasons: list[Reason]

    @property
    def percent(self) -> int:
        """How like it is, 0 to 100."""
        return round(100 * self.match.likeness)

    @property
    def known_percent(self) -> int:
        """How much of what counts is known of both, 0 to 100."""
        return round(100 * self.match.confidence)


def like_places(territory: Territory, weights: Weights, *, most: int, countries: Sequence[str] = ()) -> list[LikePlace]:
    """The places most like one, best first. Two queries beside the profiles."""
    profiles = current_profiles()
    matches = nearest(profiles, territory.pk, weights, most=most, countries=countries)
    found = territories_by_id(match.territory_id for match in matches)
    return [
        LikePlace(other, match, reasons_for(profiles, match, territory.pk))
        for match in matches
        if (other := found.get(match.territory_id)) is not None
    ]


def why_alike(territory: Territory, others: Sequence[Territory]) -> dict[int, list[Reason]]:
    """Reasons by identifier, for places that are shown anyway."""
    profiles, found = current_profiles(), {}
    for other in others:
        match = compared(profiles, territory.pk, other.pk)
        if match is not None and other.pk != territory.pk:
            found[other.pk] = reasons_for(profiles, match, territory.pk)
    return found


def weight_choices(weights: Weights) -> list[dict[str, Any]]:
    """The criteria with their weights, for the form."""
    return [
        {"name": criterion.value, "label": LABELS[criterion], "value": int(weights.of[criterion]), "most": MOST}
        for criterion in LABELS
    ]


def _section(territory: Territory) -> tuple[str, dict[str, Any]] | None:
    if territory.kind not in COMPARED or not territory.is_current:
        return None
    places = like_places(territory, Weights(), most=SHOWN_ON_PAGE)
    shown = {"territory": territory, "like_places": places}
    return ("territories/parts/like_section.html", shown) if places else None


def _find_likeness(reference: str) -> Likeness | None:
    """Raises Invalid for a place that is not there."""
    try:
        territory = existing_territory(*parsed_reference(reference))
    except NotFound as error:
        raise Invalid(error.message, code="unknown_place") from error
    return likeness_of(current_profiles(), territory.pk)


def register() -> None:
    """Stand on every town's page, and answer the search."""
    register_section(_section, order=40)
    register_likeness(_find_likeness)
