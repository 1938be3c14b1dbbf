"""A town's own word on what it is like."""

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.territories.models.facts import PlaceFacts, budget_is_whole
from seguia.territories.models.territory import Territory

FACTS: dict[str, tuple[str, ...]] = {
    "traits": ("traits",),
    "climate": ("climate",),
    "spoken_languages": ("spoken_languages",),
    "budget": ("budget_per_inhabitant", "budget_currency", "budget_year", "budget_source"),
}
"""What is told as one, and its columns: the first says whether it is told."""


class Voice(models.TextChoices):
    """Who said it."""

    TOWN = "town", _("told by the town")
    SECRETARIAT = "secretariat", _("entered by the secretariat")


@dataclass(frozen=True)
class Word:
    """One fact as it was told: by whom, and on which day."""

    by: Voice
    on: datetime.date


class TownProfile(PlaceFacts):
    """What a town says of itself. It counts before the register's, and no import touches it. Empty: nothing is told."""

    territory = models.OneToOneField(Territory, models.CASCADE, related_name="profile")
    words = models.JSONField(default=dict, blank=True)
    """Fact → {"by": a `Voice`, "on": day}. Persons stand in the record of deeds only."""
    version = models.PositiveIntegerField(default=0)
    """Grows with every save: two people never overwrite one another."""

    class Meta:
        verbose_name = _("profile of a town")
        verbose_name_plural = _("profiles of towns")
        constraints = [models.CheckConstraint(condition=budget_is_whole(), name="territories_profile_budget")]

    def __str__(self) -> str:
        return f"{self.territory_id}: {', '.join(self.told)}"

    @property
    def told(self) -> list[str]:
        """The facts that were told."""
        return [fact for fact, columns in FACTS.items() if getattr(self, columns[0]) not in (None, "", [])]

    def word(self, fact: str) -> Word | None:
        """Who told a fact, and when; None where nothing is told."""
        noted = self.words.get(fact)
        if fact not in self.told or not noted:
            return None
        return Word(Voice(noted["by"]), datetime.date.fromisoformat(noted["on"]))


def told_or_registered(territory: Territory, profile: TownProfile | None) -> PlaceFacts:
    """What counts of a place: fact by fact the town's own word, else the register's. Nobody saves this object."""
    told = set(profile.told) if profile else set()
    counting = TownProfile()
    for fact, columns in FACTS.items():
        source: PlaceFacts = profile if profile is not None and fact in told else territory
        for column in columns:
            setattr(counting, column, getattr(source, column))
    return counting
