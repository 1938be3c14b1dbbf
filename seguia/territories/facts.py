"""What a place is like, ready to be shown: what the register says, and beside it the town's own word."""

from dataclasses import dataclass
from decimal import Decimal

from seguia.core.formats import money
from seguia.territories.models import PlaceFacts, Territory, Trait, Word, spoken_name
from seguia.territories.models.profile import FACTS


@dataclass(frozen=True)
class ShownFacts:
    """The facts of one side in the reader's language; empty where nothing is known."""

    traits: list[tuple[str, str]]
    """(code, label)"""
    climate: str
    spoken_languages: list[str]
    budget: str
    """The amount with its currency."""
    budget_year: int | None
    budget_source: str


@dataclass(frozen=True)
class ToldFacts:
    """What the town says of itself, and who said which fact when."""

    facts: ShownFacts
    words: dict[str, Word]


def shown_facts(facts: PlaceFacts) -> ShownFacts:
    """Facts with their labels."""
    amount = facts.budget_per_inhabitant
    return ShownFacts(
        traits=[(code, str(Trait(code).label)) for code in facts.traits if code in Trait.values],
        climate=facts.get_climate_display() if facts.climate else "",
        spoken_languages=[spoken_name(code) for code in facts.spoken_languages],
        budget=money(Decimal(amount), facts.budget_currency) if amount is not None else "",
        budget_year=facts.budget_year,
        budget_source=facts.budget_source,
    )


def told_facts(territory: Territory) -> ToldFacts | None:
    """The town's own word; None where it told nothing. Reads `profile` (select it for lists)."""
    profile = territory.own_word
    if profile is None or not profile.told:
        return None
    words = {fact: word for fact in FACTS if (word := profile.word(fact)) is not None}
    return ToldFacts(shown_facts(profile), words)
