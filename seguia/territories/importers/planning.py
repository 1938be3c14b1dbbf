"""Comparing rows with what is kept: what to create, what to change, what stays."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from seguia.core.translated import TranslatedText
from seguia.territories.importers.known import Known, by_codes, chunks
from seguia.territories.importers.rows import Faults, TerritoryRow
from seguia.territories.models import FACTS, Kind, Territory, TerritoryCode

LINKS = ("parent", "intercommunality", "department", "region")
_KEPT_WHEN_SILENT = ("area_km2", "latitude", "longitude", "source", "valid_from", "valid_to")
_PLACES = {
    "area_km2": Decimal("0.01"),
    "latitude": Decimal("0.00001"),
    "longitude": Decimal("0.00001"),
    "budget_per_inhabitant": Decimal("0.01"),
}


@dataclass(slots=True)
class Creation:
    """A territory to create; its links are references, because they may be new as well."""

    row: TerritoryRow
    links: dict[str, str | None]
    pk: int = 0
    """Given when it is written."""


@dataclass(slots=True)
class Change:
    """A kept territory with the columns that are different now."""

    territory: Territory
    row: TerritoryRow
    columns: set[str]
    links: dict[str, str | None]
    """Only the links that are different."""


@dataclass
class Plan:
    """All that an import will write."""

    creations: list[Creation] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    codes: list[tuple[int, str]] = field(default_factory=list)
    """Further codes of territories that are kept already."""
    read_again: list[tuple[int, TerritoryRow]] = field(default_factory=list)
    """Unchanged, but now known to be so in a newer register."""
    unchanged: int = 0
    ended: int = 0


def plan_rows(rows: list[TerritoryRow], known: Known, faults: Faults) -> Plan:
    """What these rows change. Reads in parts; a life that cannot be placed in time is a fault."""
    plan = Plan()
    told = {(row.reference, row.valid_from) for row in rows}
    for part in chunks(rows):
        lives = _kept_lives(part)
        codes = _kept_codes(lives)
        claims = _Claims(lives, told)
        for row in part:
            kept = claims.claim(row, faults)
            if kept is None:
                plan.creations.append(Creation(row, links_of(row, known)))
            else:
                _compare(kept, row, known, plan, codes.get(kept.pk, set()))
    return plan


def links_of(row: TerritoryRow, known: Known) -> dict[str, str | None]:
    """The levels of a row: what is named, and what follows from it."""
    parents = [known.canonical(reference) for reference in row.parents]
    between = [reference for reference in parents if known.kinds.get(reference) == Kind.INTERCOMMUNALITY]
    above = [reference for reference in parents if reference not in between]
    parent = above[0] if above else None
    return {
        "parent": parent,
        "intercommunality": between[0] if between else None,
        "department": known.second_level(parent),
        "region": known.first_level(parent),
    }


class _Claims:
    """Which kept life a row speaks of: the one with the same beginning, else the current one; each once."""

    def __init__(self, lives: dict[str, list[Territory]], told: set[tuple[str, datetime.date | None]]) -> None:
        self._lives = lives
        self._told = told

    def claim(self, row: TerritoryRow, faults: Faults) -> Territory | None:
        """The life of this row, or None when it is new."""
        lives = self._lives.get(row.reference, [])
        is_dated = row.valid_from is not None or row.valid_to is not None
        exact = [life for life in lives if is_dated and life.valid_from == row.valid_from]
        current = [life for life in lives if life.is_current and not self._is_taken(life, row)]
        fitting = exact or [life for life in current if life.valid_from is None or row.valid_from is None]
        if not fitting:
            self._check_new(row, lives, current, faults)
        return fitting[0] if fitting else None

    def _check_new(self, row: TerritoryRow, lives: list[Territory], current: list[Territory], faults: Faults) -> None:
        """A new life must stand beside the kept ones without overlap."""
        if current and row.valid_to is None:
            words = _("%(reference)s is already here with another beginning (%(day)s) and no end: give its end first.")
            faults.add(row.place, words % {"reference": row.reference, "day": current[0].valid_from})
        elif any(life.valid_from is None for life in lives) and row.valid_from is None and not current:
            words = _("%(reference)s ended on %(day)s: say in valid_from since when it exists again.")
            faults.add(row.place, words % {"reference": row.reference, "day": lives[0].valid_to})

    def _is_taken(self, life: Territory, row: TerritoryRow) -> bool:
        """Whether another row of the file speaks of this life exactly."""
        return (life.reference, life.valid_from) in self._told and life.valid_from != row.valid_from


def _kept_lives(rows: Iterable[TerritoryRow]) -> dict[str, list[Territory]]:
    lives: dict[str, list[Territory]] = {}
    for condition in by_codes({row.reference for row in rows}):
        for life in Territory.objects.filter(condition):
            lives.setdefault(life.reference, []).append(life)
    return lives


def _kept_codes(lives: dict[str, list[Territory]]) -> dict[int, set[str]]:
    codes: dict[int, set[str]] = {}
    ids = [life.pk for group in lives.values() for life in group]
    for part in chunks(ids):
        for code in TerritoryCode.objects.filter(territory__in=part):
            codes.setdefault(code.territory_id, set()).add(str(code))
    return codes


def _compare(kept: Territory, row: TerritoryRow, known: Known, plan: Plan, codes: set[str]) -> None:
    """Note what is different. An older register never overwrites a newer one."""
    if kept.as_of and row.as_of and row.as_of < kept.as_of:
        plan.unchanged += 1
        return
    is_ending = kept.is_current and row.valid_to is not None
    columns = {column for column, value in wanted_values(row, kept).items() if _put(kept, column, value)}
    links = _changed_links(kept, row, known)
    missing = [(kept.pk, code) for code in row.codes if code not in codes]
    plan.codes += missing
    if columns or links:
        plan.changes.append(Change(kept, row, columns, links))
        plan.ended += is_ending
    elif not missing:
        plan.unchanged += 1
    if row.as_of and row.as_of != kept.as_of:
        plan.read_again.append((kept.pk, row))


def wanted_values(row: TerritoryRow, kept: Territory | None = None) -> dict[str, Any]:
    """Column values a row asks for; where it is silent, what is kept."""
    values: dict[str, Any] = {"kind": row.kind, "country": row.country}
    values["name"] = TranslatedText({**(kept.name if kept else {}), **row.name})
    for column in _KEPT_WHEN_SILENT:
        value = getattr(row, column)
        if value not in (None, ""):
            values[column] = rounded(column, value) if column in _PLACES else value
    if row.population is not None:
        values |= {"population": row.population, "population_year": row.population_year}
    if row.climate:
        values |= {"climate": row.climate, "climate_source": row.climate_source}
    if row.spoken_languages:
        values["spoken_languages"] = sorted({*row.spoken_languages})
    if row.budget_per_inhabitant is not None:
        values |= {column: getattr(row, column) for column in FACTS["budget"]}
        values["budget_per_inhabitant"] = rounded("budget_per_inhabitant", row.budget_per_inhabitant)
    if row.traits:
        before = kept.traits if kept and row.adds_traits else []
        values["traits"] = sorted({*before, *row.traits})
    return values


def rounded(column: str, value: Decimal | float | str) -> Decimal:
    """A figure with the decimals its column keeps."""
    return Decimal(str(value)).quantize(_PLACES[column])


def _put(kept: Territory, column: str, value: Any) -> bool:
    if getattr(kept, column) == value:
        return False
    setattr(kept, column, value)
    return True


def _changed_links(kept: Territory, row: TerritoryRow, known: Known) -> dict[str, str | None]:
    """Links that are different. A register that names no parent, or no intercommunality, does not say there is none."""
    links = links_of(row, known)
    if links["intercommunality"] is None:
        del links["intercommunality"]
    if links["parent"] is None:
        links = {name: reference for name, reference in links.items() if name == "intercommunality"}
    wanted = {name: known.ids.get(reference, 0) if reference else None for name, reference in links.items()}
    return {name: links[name] for name, pk in wanted.items() if getattr(kept, f"{name}_id") != pk}
