"""Writing a plan, in the caller's transaction: ends first, then what is new, then who is above whom."""

import datetime
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from seguia.territories.importers.known import Known, chunks
from seguia.territories.importers.planning import LINKS, Change, Creation, Plan, wanted_values
from seguia.territories.importers.rows import TerritoryRow
from seguia.territories.models import Kind, Territory, TerritoryCode
from seguia.territories.names import search_key

_ORDER = [
    {Kind.COUNTRY},
    {Kind.REGION},
    {Kind.DEPARTMENT, Kind.PROVINCE, Kind.PREFECTURE},
    {Kind.INTERCOMMUNALITY, Kind.CERCLE},
    {Kind.COMMUNE},
    set(Kind),
]
BATCH = 500


def write_plan(plan: Plan, known: Known) -> list[int]:
    """Store a plan; returns the ids of the territories that are new or different, in the order of writing."""
    _change_columns(plan.changes)
    created = _create(plan.creations, known)
    _change_links(plan.changes, known)
    _add_codes([*plan.codes, *created])
    _note_register(plan.read_again)
    changed = [change.territory.pk for change in plan.changes] + [pk for pk, _code in plan.codes]
    return list(dict.fromkeys([*changed, *(creation.pk for creation in plan.creations)]))


def _change_columns(changes: Iterable[Change]) -> None:
    """Only the columns that differ, so that what somebody else changed meanwhile stays."""
    groups: dict[tuple[str, ...], list[Territory]] = {}
    for part in chunks([change for change in changes if change.columns]):
        _make_findable([change.territory for change in part if "name" in change.columns])
        for change in part:
            more = {"search_key"} if "name" in change.columns else set()
            groups.setdefault(tuple(sorted(change.columns | more)), []).append(change.territory)
    for names, territories in sorted(groups.items(), key=lambda group: "valid_to" not in group[0]):
        Territory.objects.bulk_update(territories, names, batch_size=BATCH)


def _make_findable(renamed: list[Territory]) -> None:
    prefetch_related_objects(renamed, "former_names")
    for territory in renamed:
        territory.search_key = search_key(territory.name, *(former.name for former in territory.former_names.all()))


def _create(creations: list[Creation], known: Known) -> list[tuple[int, str]]:
    """Level after level, so that a parent has its key before its children; returns further codes to add."""
    codes: list[tuple[int, str]] = []
    for place in range(len(_ORDER)):
        level = [creation for creation in creations if _level(creation.row.kind) == place]
        for part in chunks(level, BATCH):
            made = Territory.objects.bulk_create(_territory(creation, known) for creation in part)
            for creation, territory in zip(part, made, strict=True):
                creation.pk = territory.pk
                _note(creation.row, territory.pk, known)
                codes += [(territory.pk, code) for code in creation.row.codes]
    _link_late(creations, known)
    return codes


def _territory(creation: Creation, known: Known) -> Territory:
    row = creation.row
    links = {f"{name}_id": known.ids.get(reference or "") for name, reference in creation.links.items()}
    return Territory(scheme=row.scheme, code=row.code, as_of=row.as_of, **wanted_values(row), **links)


def _note(row: TerritoryRow, pk: int, known: Known) -> None:
    """From now on the row's reference means this territory, unless it is an ended life of a code in use."""
    if row.valid_to is None or row.reference not in known.ids:
        known.ids[row.reference] = pk


def _link_late(creations: list[Creation], known: Known) -> None:
    """A parent of the same level, or of a lower one, has its key only when all are there."""
    late = []
    for creation in creations:
        place, above = _level(creation.row.kind), [known.kinds.get(ref or "") for ref in creation.links.values()]
        if any(kind and _level(kind) >= place for kind in above):
            links = {f"{name}_id": known.ids.get(ref or "") for name, ref in creation.links.items()}
            late.append(Territory(pk=creation.pk, **links))
    Territory.objects.bulk_update(late, list(LINKS), batch_size=BATCH)


def _level(kind: str) -> int:
    return next(place for place, kinds in enumerate(_ORDER) if kind in kinds)


def _change_links(changes: Iterable[Change], known: Known) -> None:
    moved = [change for change in changes if change.links]
    for change in moved:
        for name, reference in change.links.items():
            setattr(change.territory, f"{name}_id", known.ids[reference] if reference else None)
    Territory.objects.bulk_update([change.territory for change in moved], list(LINKS), batch_size=BATCH)


def _add_codes(codes: Iterable[tuple[int, str]]) -> None:
    rows = []
    for pk, reference in codes:
        scheme, _colon, code = reference.partition(":")
        rows.append(TerritoryCode(territory_id=pk, scheme=scheme, code=code))
    TerritoryCode.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _note_register(read_again: Iterable[tuple[int, TerritoryRow]]) -> None:
    days: dict[datetime.date, list[int]] = {}
    for pk, row in read_again:
        if row.as_of is not None:
            days.setdefault(row.as_of, []).append(pk)
    for day, ids in days.items():
        for part in chunks(ids):
            Territory.objects.filter(pk__in=part).update(as_of=day)
