"""Bringing told events into the network: lives are found again or made, then the events between them."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from seguia.territories.importers.happenings import Key, happenings
from seguia.territories.importers.known import by_codes, chunks
from seguia.territories.importers.lives import Life, Replay, Told
from seguia.territories.importers.rows import EventRow, Report
from seguia.territories.models import EventSide, FormerName, Kind, Territory, TerritoryCode, TerritoryEvent
from seguia.territories.names import search_key

BATCH = 500
_COLUMNS = ("scheme", "code", "kind", "name", "valid_from", "valid_to", "as_of", "search_key")


def write_events(rows: Iterable[EventRow], report: Report) -> list[int]:
    """Store events and what they did, in the caller's transaction; returns the ids of changed territories."""
    replay = Replay()
    told = [replay.tell(event) for event in happenings(rows)]
    lives = [life for life in replay.lives if not life.is_void]
    if not lives:
        return []
    writer = _Lives(lives)
    changed = writer.store(report)
    changed |= _store_former(writer.territories)
    report.events = _store_events(told, writer.territories)
    return sorted(changed)


class _Lives:
    """Told lives beside kept ones."""

    def __init__(self, lives: list[Life]) -> None:
        self._lives = lives
        self._kept = _kept({key for life in lives for key in (life.party.key, *(old for old, _day in life.codes))})
        self._today = timezone.localdate()
        self.territories: dict[Life, Territory] = {}

    def store(self, report: Report) -> set[int]:
        """Update what is found, create what is not; ids of both."""
        for life in self._lives:
            if found := next((kept for kept in self._candidates(life) if self._is_same(kept, life)), None):
                self.territories[life] = found
                self._kept[found.scheme, found.code].remove(found)
        before = {life: _columns(territory) for life, territory in self.territories.items()}
        were_open = [life for life, territory in self.territories.items() if territory.is_current]
        for life, territory in self.territories.items():
            _apply(life, territory)
        pushed = self._push_beginnings()
        altered = [t for life, t in self.territories.items() if _columns(t) != before[life]] + pushed
        Territory.objects.bulk_update(altered, list(_COLUMNS), batch_size=BATCH)
        created = self._create()
        report.created += len(created)
        report.changed += len(altered)
        report.ended += sum(not self.territories[life].is_current for life in were_open)
        return {territory.pk for territory in (*altered, *created)}

    def _candidates(self, life: Life) -> list[Territory]:
        keys = [life.party.key, *(key for key, _until in life.codes)]
        return [territory for key in keys for territory in self._kept.get(key, [])]

    def _is_same(self, kept: Territory, life: Life) -> bool:
        """An open row is the life that contains the day its register was read; an ended one ends on the same day."""
        if kept.valid_from and life.valid_from and kept.valid_from != life.valid_from:
            return False
        if kept.valid_to is not None:
            return kept.valid_to == life.valid_to
        day = kept.as_of or self._today
        return life.contains(day) and life.key_on(day) == (kept.scheme, kept.code)

    def _push_beginnings(self) -> list[Territory]:
        """A kept territory nobody told of cannot have begun before the told life with its code ended."""
        pushed = []
        for life in self._lives:
            for kept in self._kept.get(life.party.key, []):
                if life.valid_to and kept.is_current and kept.valid_from is None:
                    kept.valid_from = life.valid_to
                    pushed.append(kept)
        return pushed

    def _create(self) -> list[Territory]:
        missing = [life for life in self._lives if life not in self.territories]
        parents = _kept({_key(life.party.parent) for life in missing if life.party.parent})
        fresh = [_territory(life, parents) for life in missing]
        for part in chunks(fresh, BATCH):
            Territory.objects.bulk_create(part)
        self.territories |= dict(zip(missing, fresh, strict=True))
        return fresh


def _kept(keys: Iterable[Key]) -> dict[Key, list[Territory]]:
    found: dict[Key, list[Territory]] = {}
    for condition in by_codes({f"{scheme}:{code}" for scheme, code in keys}):
        for territory in Territory.objects.filter(condition).order_by("pk"):
            found.setdefault((territory.scheme, territory.code), []).append(territory)
    return found


def _key(reference: str) -> Key:
    scheme, _colon, code = reference.partition(":")
    return scheme, code


def _columns(territory: Territory) -> list[object]:
    return [getattr(territory, column) for column in _COLUMNS]


def _apply(life: Life, territory: Territory) -> None:
    """What the events say of a kept territory. Newer registers than the last event know its name better."""
    if territory.as_of is not None and territory.as_of < life.last_event:
        territory.name = {**territory.name, life.language: life.party.name}
    if territory.is_current or territory.as_of is not None:
        territory.as_of = max(territory.as_of or datetime.date.min, life.last_event)
    territory.scheme, territory.code = life.party.key
    territory.kind = life.party.kind
    territory.valid_from = life.valid_from or territory.valid_from
    territory.valid_to = life.valid_to or territory.valid_to
    _fill_key(life, territory)


def _fill_key(life: Life, territory: Territory) -> None:
    territory.search_key = search_key(territory.name, *({life.language: name} for name, _until in life.names))


def _territory(life: Life, parents: dict[Key, list[Territory]]) -> Territory:
    scheme, code = life.party.key
    parent = next((p for p in parents.get(_key(life.party.parent), []) if p.is_current), None)
    territory = Territory(
        kind=life.party.kind,
        country=life.country,
        scheme=scheme,
        code=code,
        name={life.language: life.party.name},
        valid_from=life.valid_from,
        valid_to=life.valid_to,
        as_of=life.last_event,
        parent=parent,
        department=parent if parent and parent.kind == Kind.DEPARTMENT else None,
        region_id=parent.region_id if parent else None,
    )
    _fill_key(life, territory)
    return territory


def _store_former(territories: dict[Life, Territory]) -> set[int]:
    """Former names and codes that are not kept yet; ids of their territories."""
    ids = sorted(territory.pk for territory in territories.values())
    names: set[tuple[int, datetime.date]] = set()
    codes: set[tuple[int, str, str]] = set()
    for part in chunks(ids):
        names |= set(FormerName.objects.filter(territory__in=part).values_list("territory_id", "valid_to"))
        codes |= set(TerritoryCode.objects.filter(territory__in=part).values_list("territory_id", "scheme", "code"))
    new_names = [
        FormerName(territory=territory, name={life.language: name}, valid_to=until)
        for life, territory in territories.items()
        for name, until in life.names
        if (territory.pk, until) not in names
    ]
    new_codes = [
        TerritoryCode(territory=territory, scheme=key[0], code=key[1], valid_to=until)
        for life, territory in territories.items()
        for key, until in life.codes
        if (territory.pk, *key) not in codes
    ]
    FormerName.objects.bulk_create(new_names, batch_size=BATCH)
    TerritoryCode.objects.bulk_create(new_codes, batch_size=BATCH, ignore_conflicts=True)
    return {row.territory_id for row in new_names} | {row.territory_id for row in new_codes}


def _store_events(told: list[Told], territories: dict[Life, Territory]) -> int:
    """Events that are not kept yet, with their sides; their number."""
    kept = set(TerritoryEvent.objects.values_list("key", flat=True))
    fresh = [one for one in told if one.happening.key not in kept]
    events = [
        TerritoryEvent(
            kind=one.happening.kind,
            date=one.happening.date,
            official_code=one.happening.official_code,
            source=one.happening.source,
            key=one.happening.key,
        )
        for one in fresh
    ]
    for part in chunks(events, BATCH):
        TerritoryEvent.objects.bulk_create(part)
    sides = {
        (event.pk, territories[life].pk, is_after): EventSide(
            event=event, territory=territories[life], is_after=is_after
        )
        for event, one in zip(events, fresh, strict=True)
        for is_after, lives in ((False, one.before), (True, one.after))
        for life in lives
        if life in territories
    }
    EventSide.objects.bulk_create(sides.values(), batch_size=BATCH)
    return len(events)
