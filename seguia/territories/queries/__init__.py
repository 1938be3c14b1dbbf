"""Reads about territories."""

from seguia.territories.queries.index import territories_for_index
from seguia.territories.queries.levels import LEVELS, children_of, levels
from seguia.territories.queries.lineage import events_of, predecessors, who_is_now, who_was
from seguia.territories.queries.listing import (
    TerritoryFilters,
    TerritoryPage,
    find_by_name,
    page_of_territories,
    regions_of,
)
from seguia.territories.queries.loading import (
    countries_by_name,
    existing_territory,
    territories_by_id,
    territories_by_reference,
    territory_at,
)

__all__ = [
    "LEVELS",
    "TerritoryFilters",
    "TerritoryPage",
    "children_of",
    "countries_by_name",
    "events_of",
    "existing_territory",
    "find_by_name",
    "levels",
    "page_of_territories",
    "predecessors",
    "regions_of",
    "territories_by_id",
    "territories_by_reference",
    "territories_for_index",
    "territory_at",
    "who_is_now",
    "who_was",
]
