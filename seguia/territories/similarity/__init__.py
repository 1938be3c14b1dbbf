"""Towns like mine: which places resemble one another, by how much, and why. Public names of the package."""

from seguia.territories.similarity.criteria import Criterion, Weights
from seguia.territories.similarity.profiles import Place, Priorities, Profiles, current_profiles, register_priorities
from seguia.territories.similarity.reasons import Reason, reasons_for
from seguia.territories.similarity.resemblance import Match, likeness_of, nearest

__all__ = [
    "Criterion",
    "Match",
    "Place",
    "Priorities",
    "Profiles",
    "Reason",
    "Weights",
    "current_profiles",
    "likeness_of",
    "nearest",
    "reasons_for",
    "register_priorities",
]
