"""What places are compared by, and how much each counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Invalid, Message
from seguia.territories.models import Climate, Trait


class Criterion(StrEnum):
    """One way in which two places are alike. Each is worth 0 to 1, or nothing is known of it."""

    SIZE = "size"
    """Inhabitants, as a ratio: half or double is alike to a half."""
    DENSITY = "density"
    """Inhabitants per square kilometre, as a ratio; a factor of three is alike to a half."""
    NATURE = "nature"
    """Shared traits of land and water; a rare one (oasis) tells more than a frequent one (river)."""
    CLIMATE = "climate"
    """The same climate; one that is next to it (semi-arid and desert) is alike to a half."""
    SETTLEMENT = "settlement"
    """Urban, rural, both."""
    VISITORS = "visitors"
    """Tourism and an old centre."""
    PRIORITIES = "priorities"
    """Themes and goals of the sheets they have published."""
    LANGUAGES = "languages"
    """Languages spoken in both; one that few places speak tells more than one that many do."""
    BUDGET = "budget"
    """Municipal budget per inhabitant, as a ratio, within one currency; half or double is alike to a half."""
    COUNTRY = "country"
    """The same law and the same administration."""


LABELS: dict[Criterion, Message] = {
    Criterion.SIZE: gettext_lazy("number of inhabitants"),
    Criterion.DENSITY: gettext_lazy("density"),
    Criterion.NATURE: gettext_lazy("land and water: coast, mountain, oasis …"),
    Criterion.CLIMATE: gettext_lazy("climate"),
    Criterion.SETTLEMENT: gettext_lazy("urban or rural"),
    Criterion.VISITORS: gettext_lazy("tourism and heritage"),
    Criterion.PRIORITIES: gettext_lazy("what they work on"),
    Criterion.LANGUAGES: gettext_lazy("languages people speak"),
    Criterion.BUDGET: gettext_lazy("budget per inhabitant, within one currency"),
    Criterion.COUNTRY: gettext_lazy("the same country"),
}
NATURE = (
    Trait.COAST, Trait.MOUNTAIN, Trait.ISLAND, Trait.OASIS, Trait.ARID, Trait.WETLAND, Trait.RIVER, Trait.FOREST,
    Trait.BORDER, Trait.OVERSEAS,
)  # fmt: skip
SETTLEMENT = (Trait.URBAN, Trait.RURAL)
VISITORS = (Trait.TOURISM, Trait.HISTORIC_CENTRE)
TRAITS = (*NATURE, *SETTLEMENT, *VISITORS)
NEIGHBOURS = frozenset(
    frozenset(pair)
    for pair in (
        (Climate.MEDITERRANEAN, Climate.SEMI_ARID),
        (Climate.SEMI_ARID, Climate.DESERT),
        (Climate.OCEANIC, Climate.CONTINENTAL),
        (Climate.CONTINENTAL, Climate.MOUNTAIN),
        (Climate.TROPICAL, Climate.SUBTROPICAL),
    )
)
"""Climates that pass into one another: water, heat and building are much the same there."""
YEARS_APART = 5
"""Budgets further apart are not compared: money was worth something else."""
MOST = 3
"""The highest weight a person can give."""
_DEFAULT = {
    Criterion.SIZE: 2.0,
    Criterion.DENSITY: 1.0,
    Criterion.NATURE: 3.0,
    Criterion.CLIMATE: 2.0,
    Criterion.SETTLEMENT: 1.0,
    Criterion.VISITORS: 1.0,
    Criterion.PRIORITIES: 1.0,
    Criterion.LANGUAGES: 1.0,
    Criterion.BUDGET: 1.0,
    Criterion.COUNTRY: 0.0,
}


@dataclass(frozen=True)
class Weights:
    """How much each criterion counts, 0 (not at all) to 3."""

    of: Mapping[Criterion, float] = field(default_factory=lambda: dict(_DEFAULT))

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> "Weights":
        """Read `?size=0…3&nature=…`. Raises Invalid for a weight that is none, or where nothing would count."""
        weights = dict(_DEFAULT)
        for criterion in Criterion:
            if written := parameters.get(criterion.value, ""):
                if not re.fullmatch(rf"[0-{MOST}]", written):
                    raise Invalid(
                        _("“%(name)s” must be a whole number from 0 to %(most)s.")
                        % {"name": criterion.value, "most": MOST},
                        code="bad_weight",
                    )
                weights[criterion] = float(written)
        if not any(weights.values()):
            raise Invalid(_("At least one criterion must count."), code="no_weight")
        return cls(weights)

    @property
    def total(self) -> float:
        """The sum of all."""
        return sum(self.of.values())
