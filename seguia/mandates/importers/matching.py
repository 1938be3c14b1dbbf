"""Which towns and people the lines of a file mean: by code on a day, through mergers, by name within a town."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

from seguia.mandates.importers.rows import MandateReport, MandateRow
from seguia.mandates.models import HEADS, Function, Mandate, Official
from seguia.territories.importers.known import by_codes, chunks
from seguia.territories.models import Territory, TerritoryCode
from seguia.territories.queries import who_is_now


class Places:
    """The towns of a file: its lines by the primary key of the town they count for today."""

    def __init__(self, rows: Iterable[MandateRow], day: datetime.date, report: MandateReport) -> None:
        self.towns: dict[int, list[MandateRow]] = {}
        self.carried: set[int] = set()
        """Towns some of whose lines were written for a town that has merged into them since."""
        by_reference: dict[str, list[MandateRow]] = {}
        for row in rows:
            by_reference.setdefault(row.territory, []).append(row)
        homes = {row.home for row in rows if row.home}
        self._found, self._merged = _lives(by_reference.keys() | homes, day)
        for reference, lines in by_reference.items():
            self._place(reference, lines, report)

    def home_of(self, row: MandateRow) -> int | None:
        """The commune an official of a larger body comes from, where the network knows it."""
        return self._found.get(row.home) if row.home else None

    def _place(self, reference: str, lines: list[MandateRow], report: MandateReport) -> None:
        town = self._found.get(reference)
        if town is None:
            report.note_unmatched(reference, len(lines))
            return
        if reference in self._merged:
            self.carried.add(town)
            lines = [_carried(row) for row in lines]
        self.towns.setdefault(town, []).extend(lines)


def _carried(row: MandateRow) -> MandateRow:
    """Who headed a town that merged is a delegated mayor of the new one."""
    return replace(row, function=Function.DELEGATED_MAYOR) if row.function in HEADS else row


def _lives(references: Iterable[str], day: datetime.date) -> tuple[dict[str, int], set[str]]:
    """Reference → the town that stands there now, and the references whose own town has merged into another."""
    wanted = set(references)
    chosen: dict[str, Territory] = {}
    for condition in by_codes(wanted):
        for life in Territory.objects.filter(condition):
            chosen[life.reference] = _better(chosen.get(life.reference), life, day)
    for condition in by_codes(wanted - chosen.keys()):
        for code in TerritoryCode.objects.filter(condition).select_related("territory"):
            chosen[str(code)] = _better(chosen.get(str(code)), code.territory, day)
    found, merged = {}, set()
    for reference, life in chosen.items():
        now = [life] if life.is_current else who_is_now(life)
        if len(now) == 1:
            found[reference] = now[0].pk
            if not life.is_current:
                merged.add(reference)
    return found, merged


def _better(known: Territory | None, life: Territory, day: datetime.date) -> Territory:
    """The holder of a code on the day; where none was, the one that lives."""
    if known is None:
        return life
    return max(known, life, key=lambda one: (one.exists_on(day), one.is_current, one.valid_from or datetime.date.min))


class People:
    """Officials of some towns by name, and the mandates they have there."""

    def __init__(self, towns: Iterable[int], homes: Iterable[int]) -> None:
        self.mandates: dict[int, list[Mandate]] = {}
        self._named: dict[tuple[int, str], dict[int, Official]] = {}
        places = set(towns) | set(homes)
        for part in chunks(sorted(places)):
            known = Mandate.objects.filter(territory__in=part).select_related("official", "territory")
            for mandate in known.order_by("since", "pk"):
                self.mandates.setdefault(mandate.territory_id, []).append(mandate)
                self._note(mandate.territory_id, mandate.official)

    def named(self, row: MandateRow, town: int, home: int | None) -> list[Official]:
        """Officials of the town, else of the home, with the name of a line; the oldest record first."""
        for place in filter(None, (town, home)):
            found: dict[int, Official] = {}
            for key in row.keys:
                found |= self._named.get((place, key), {})
            if found:
                return [found[identity] for identity in sorted(found)]
        return []

    def _note(self, town: int, official: Official) -> None:
        for key in filter(None, (official.latin_key, official.arabic_key)):
            self._named.setdefault((town, key), {})[official.pk] = official
