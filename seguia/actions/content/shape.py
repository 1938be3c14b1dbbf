"""What a sheet's content consists of: the fields and rows, in reading order."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from seguia.actions.models import (
    Action,
    ActionPart,
    EvidenceSource,
    Funder,
    Media,
    Partner,
    Result,
    Step,
)

Content = dict[str, Any]
"""A whole sheet as plain JSON: texts by language, single values, sets of codes, lists of rows with a `key`."""

TEXTS: list[str] = Action.TEXT_FIELDS
SCALARS = [
    "original_language",
    "stage",
    "started",
    "ended",
    "cost",
    "cost_currency",
    "cost_year",
    "contact_email",
    "licence",
]
SETS = ["themes", "goals", "places"]
MAX_ROWS = 40


@dataclass(frozen=True)
class Group:
    """A kind of row."""

    name: str
    model: type[ActionPart]
    scalars: list[str]

    @property
    def texts(self) -> list[str]:
        """Its translated fields."""
        return self.model.TEXT_FIELDS


GROUPS: dict[str, Group] = {
    group.name: group
    for group in [
        Group("steps", Step, []),
        Group("results", Result, ["indicator", "value", "unit", "year", "kind"]),
        Group("funders", Funder, ["kind", "amount"]),
        Group("partners", Partner, []),
        Group("sources", EvidenceSource, ["title", "publisher", "year", "url"]),
        Group("media", Media, ["credit"]),
    ]
}


def plain(value: Any) -> Any:
    """A value as JSON holds it: decimals as text without idle zeros, so that 5 and 5.000 are no difference."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value
