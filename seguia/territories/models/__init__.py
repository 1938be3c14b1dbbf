"""Territories, their codes and their history."""

from seguia.territories.models.event import EventKind, EventSide, TerritoryEvent
from seguia.territories.models.name import FormerName
from seguia.territories.models.territory import (
    SCHEMES,
    Kind,
    PopulationClass,
    Territory,
    TerritoryCode,
    Trait,
)

__all__ = [
    "SCHEMES",
    "EventKind",
    "EventSide",
    "FormerName",
    "Kind",
    "PopulationClass",
    "Territory",
    "TerritoryCode",
    "TerritoryEvent",
    "Trait",
]
