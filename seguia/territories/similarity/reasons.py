"""Why two places match, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seguia.core.formats import number
from seguia.territories.models import Territory, Trait
from seguia.territories.similarity.criteria import NATURE, SETTLEMENT, VISITORS, Criterion
from seguia.territories.similarity.resemblance import Match

ALIKE = 0.6
"""From here on a number is called similar."""


@dataclass(frozen=True)
class Reason:
    """One reason, in the language of the page."""

    criterion: Criterion
    text: str


def reasons_for(match: Match, one: Territory, other: Territory) -> list[Reason]:
    """What speaks for the match, the strongest first; what does not is left out."""
    found = [
        (value, reason)
        for criterion, value in match.parts.items()
        if (reason := _reason(criterion, value, one, other)) is not None
    ]
    return [reason for _value, reason in sorted(found, key=lambda pair: -pair[0])]


def _reason(criterion: Criterion, value: float, one: Territory, other: Territory) -> Reason | None:
    text = ""
    if criterion in (Criterion.NATURE, Criterion.SETTLEMENT, Criterion.VISITORS):
        text = _shared_traits(criterion, one, other)
    elif value < ALIKE:
        return None
    elif criterion is Criterion.SIZE:
        text = _("similar size: %(inhabitants)s inhabitants") % {"inhabitants": number(other.population or 0)}
    elif criterion is Criterion.DENSITY:
        text = _("similar density")
    elif criterion is Criterion.PRIORITIES:
        text = _("works on the same themes")
    elif criterion is Criterion.COUNTRY:
        text = _("the same country")
    return Reason(criterion, text) if text else None


def _shared_traits(criterion: Criterion, one: Territory, other: Territory) -> str:
    among = {Criterion.NATURE: NATURE, Criterion.SETTLEMENT: SETTLEMENT}.get(criterion, VISITORS)
    shared = [Trait(trait).label for trait in among if trait in one.traits and trait in other.traits]
    separator = pgettext("between the traits of a place", ", ")
    return _("both: %(traits)s") % {"traits": separator.join(str(label) for label in shared)} if shared else ""
