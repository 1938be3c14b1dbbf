"""What towns work on: told to those who compare towns."""

from collections import defaultdict
from collections.abc import Mapping

from seguia.actions.models import Action
from seguia.territories.similarity import register_priorities


def priorities() -> Mapping[int, Mapping[str, float]]:
    """Territory → how many published sheets it has on each theme and each goal. Two queries."""
    found: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    published = Action.objects.published().order_by()
    for kind, column in (("theme", "themes__theme__slug"), ("goal", "goals__number")):
        for town, code in published.values_list("organisation__territory", column).distinct():
            if town is not None and code is not None:
                found[town][f"{kind}:{code}"] += 1.0
    return found


def register() -> None:
    """Answer the floor below."""
    register_priorities(priorities)
