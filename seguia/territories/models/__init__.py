"""Territories, their codes and their history."""

from seguia.territories.models.event import EventKind, EventSide, TerritoryEvent
from seguia.territories.models.facts import Climate, PlaceFacts, Trait
from seguia.territories.models.name import FormerName
from seguia.territories.models.profile import FACTS, TownProfile, Voice, Word, told_or_registered
from seguia.territories.models.spoken import SPOKEN_LANGUAGES, spoken_name
from seguia.territories.models.territory import (
    SCHEMES,
    Kind,
    PopulationClass,
    Territory,
    TerritoryCode,
)

__all__ = [
    "FACTS",
    "SCHEMES",
    "SPOKEN_LANGUAGES",
    "Climate",
    "EventKind",
    "EventSide",
    "FormerName",
    "Kind",
    "PlaceFacts",
    "PopulationClass",
    "Territory",
    "TerritoryCode",
    "TerritoryEvent",
    "TownProfile",
    "Trait",
    "Voice",
    "Word",
    "spoken_name",
    "told_or_registered",
]
