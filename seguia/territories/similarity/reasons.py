"""Why two places match, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seguia.core.formats import money, number
from seguia.territories.models import Trait, spoken_name
from seguia.territories.similarity.criteria import Criterion, Weights
from seguia.territories.similarity.profiles import CLIMATES, Profiles
from seguia.territories.similarity.resemblance import Match

_COUNTS = Weights().of
ALIKE = 0.6
"""From here on a number is called similar."""


@dataclass(frozen=True)
class Reason:
    """One reason, in the language of the page."""

    criterion: Criterion
    text: str


def reasons_for(profiles: Profiles, match: Match, territory_id: int) -> list[Reason]:
    """What speaks for the match, what counts most first; what does not is left out."""
    one, other = profiles.rows[territory_id], profiles.rows[match.territory_id]
    found = [
        (value * _COUNTS[criterion], Reason(criterion, text))
        for criterion, value in match.parts.items()
        if (text := _WORDS[criterion](profiles, one, other, value))
    ]
    return [reason for _worth, reason in sorted(found, key=lambda pair: -pair[0])]


Words = Callable[[Profiles, int, int, float], str]
"""(profiles, row of the one, row of the other, how alike) → a reason; empty where there is none"""


def _if_alike(words: Callable[[Profiles, int], str]) -> Words:
    return lambda profiles, one, other, value: words(profiles, other) if value >= ALIKE else ""


def _size(profiles: Profiles, other: int) -> str:
    return _("similar size: %(inhabitants)s inhabitants") % {"inhabitants": number(int(profiles.population[other]))}


def _climate(profiles: Profiles, other: int) -> str:
    return _("both: %(traits)s") % {"traits": CLIMATES[profiles.climates[other]].label}


def _budget(profiles: Profiles, other: int) -> str:
    amount = money(Decimal(round(float(profiles.budgets[other]))), str(profiles.currencies[other]))
    return _("similar budget: %(amount)s per inhabitant (%(year)s)") % {
        "amount": amount,
        "year": int(profiles.budget_years[other]),
    }


def _languages(profiles: Profiles, one: int, other: int, value: float) -> str:
    names = [spoken_name(code) for code in _shared(profiles, Criterion.LANGUAGES, one, other)]
    return _("spoken in both: %(languages)s") % {"languages": listed(names)} if names else ""


def _traits(criterion: Criterion) -> Words:
    def words(profiles: Profiles, one: int, other: int, value: float) -> str:
        labels = [str(Trait(code).label) for code in _shared(profiles, criterion, one, other)]
        return _("both: %(traits)s") % {"traits": listed(labels)} if labels else ""

    return words


def _shared(profiles: Profiles, criterion: Criterion, one: int, other: int) -> list[str]:
    """Codes both have, the rarest first: it tells most."""
    marks = profiles.marks[criterion]
    columns = np.flatnonzero(marks.values[one] * marks.values[other])
    return [marks.codes[int(column)] for column in sorted(columns, key=lambda column: -marks.rarity[column])]


def listed(labels: Sequence[str]) -> str:
    """Labels one after the other, as the language of the page writes it."""
    return pgettext("between the traits of a place", ", ").join(labels)


_WORDS: dict[Criterion, Words] = {
    Criterion.SIZE: _if_alike(_size),
    Criterion.DENSITY: _if_alike(lambda profiles, other: _("similar density")),
    Criterion.NATURE: _traits(Criterion.NATURE),
    Criterion.CLIMATE: _if_alike(_climate),
    Criterion.SETTLEMENT: _traits(Criterion.SETTLEMENT),
    Criterion.VISITORS: _traits(Criterion.VISITORS),
    Criterion.PRIORITIES: _if_alike(lambda profiles, other: _("works on the same themes")),
    Criterion.LANGUAGES: _languages,
    Criterion.BUDGET: _if_alike(_budget),
    Criterion.COUNTRY: _if_alike(lambda profiles, other: _("the same country")),
}
