"""What the lines of one town mean for the mandates that are known there."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from seguia.core.translated import TranslatedText
from seguia.mandates.importers.matching import People
from seguia.mandates.importers.rows import ImportOptions, MandateReport, MandateRow
from seguia.mandates.models import HEADS, EndReason, Function, Mandate, Official
from seguia.mandates.queries.calendar import Calendar

WHOLE_COUNCIL = {Function.DEPUTY, Function.COUNCILLOR, Function.DELEGATE}


@dataclass
class TownPlan:
    """What is to be written for one town."""

    begun: list[Mandate] = field(default_factory=list)
    changed: dict[int, Mandate] = field(default_factory=dict)
    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    named: dict[int, Official] = field(default_factory=dict)
    """Officials whose name became known in a second script."""

    def touch(self, mandate: Mandate) -> Mandate:
        """Remember what a mandate was before it is changed for the first time."""
        if mandate.pk not in self.changed:
            self.before[mandate.pk] = state_of(mandate)
            self.changed[mandate.pk] = mandate
        return mandate


def state_of(mandate: Mandate) -> dict[str, Any]:
    """The columns an import may change, as plain JSON."""
    return {
        "until": mandate.until.isoformat() if mandate.until else None,
        "end_reason": mandate.end_reason,
        "rank": mandate.rank,
        "delegation": dict(mandate.delegation),
        "ended_by": mandate.ended_by_id,
    }


class Planner:
    """Plans town after town; keeps what is the same for the whole file."""

    def __init__(self, options: ImportOptions, day: datetime.date, report: MandateReport, functions: set[str]) -> None:
        self.options, self.day, self.report = options, day, report
        self.functions = functions | set(HEADS if functions & set(HEADS) else ())
        if options.format == "rne" and functions & WHOLE_COUNCIL:
            self.functions = set(Function.values)  # such a file lists the whole council
        self.calendar = Calendar()

    def town(self, town: int, rows: list[MandateRow], people: People, homes: Any, *, is_carried: bool) -> TownPlan:
        """The plan of one town. `homes(row)` gives the commune of origin of a line."""
        work = _Town(self, town, people, people.mandates.get(town, []))
        for row in sorted(rows, key=lambda row: (row.since, row.line)):
            work.read(row, people.named(row, town, homes(row)))
        if self.options.is_complete and not is_carried:
            work.end_missing()
        return work.plan


class _Town:
    """One town while its lines are read, the oldest first."""

    def __init__(self, planner: Planner, town: int, people: People, known: list[Mandate]) -> None:
        self.planner, self.report = planner, planner.report
        self.town, self.known, self.plan = town, known, TownPlan()
        self._seen: dict[tuple[int, str], list[MandateRow]] = {}
        """Lines by (identity of the official, function)."""
        self._met: set[int] = set()
        self._new: list[Official] = []

    def read(self, row: MandateRow, candidates: list[Official]) -> None:
        """One line: the same mandate, a new one, or something older than what is known."""
        official = self._official(row, candidates)
        mandate = self._same(official, row)
        if mandate is not None:
            self._met.add(mandate.pk or id(mandate))
            self._compare(mandate, row)
        elif self._is_older(official, row):
            self.report.older += 1
        else:
            self._begin(official, row)

    def _official(self, row: MandateRow, candidates: list[Official]) -> Official:
        """Of several people of one name the first who does not yet have this function at that time in the file."""
        keys = set(row.keys)
        candidates = [*candidates, *(official for official in self._new if keys & _keys(official))]
        official = next((one for one in candidates if not self._is_taken(one, row)), None)
        if official is None:
            official = Official(latin_name=row.latin_name, arabic_name=row.arabic_name)
            self._new.append(official)
            self.report.homonyms += bool(candidates)
        self._seen.setdefault((_identity(official), row.function), []).append(row)
        self._learn(official, row)
        return official

    def _is_taken(self, official: Official, row: MandateRow) -> bool:
        lines = self._seen.get((_identity(official), row.function), [])
        return any(_overlap(row.since, row.until, line.since, line.until) for line in lines)

    def _learn(self, official: Official, row: MandateRow) -> None:
        """A second script completes a name; a name that is there is not replaced."""
        for column in ("latin_name", "arabic_name"):
            if getattr(row, column) and not getattr(official, column):
                setattr(official, column, getattr(row, column))
                if official.pk:
                    self.plan.named[official.pk] = official

    def _same(self, official: Official, row: MandateRow) -> Mandate | None:
        return next((one for one in self._own(official, row) if one.since == row.since), None)

    def _own(self, official: Official, row: MandateRow) -> list[Mandate]:
        same = _identity(official)
        known = [*self.known, *self.plan.begun]
        return [one for one in known if one.function == row.function and _identity(one.official) == same]

    def _compare(self, mandate: Mandate, row: MandateRow) -> None:
        """The same mandate: what the line adds. An end that is known is not taken away by an older list."""
        if row.until is None and mandate.until is not None:
            self.report.older += 1
            return
        news = {"rank": row.rank, "delegation": TranslatedText({**mandate.delegation, **row.delegation})}
        news = {name: value for name, value in news.items() if value and value != getattr(mandate, name)}
        if row.until is not None and row.until != mandate.until:
            self._end(mandate, row.until, row.end_reason)
        elif news:
            self.report.changed += 1
        else:
            self.report.unchanged += 1
        if news:
            self.plan.touch(mandate)
            for name, value in news.items():
                setattr(mandate, name, value)

    def _is_older(self, official: Official, row: MandateRow) -> bool:
        """Whether the network knows a later beginning of the same function, here or of the same person."""
        rivals = self._own(official, row)
        if row.function in HEADS:
            rivals = [one for one in [*self.known, *self.plan.begun] if one.function in HEADS]
        return any(one.since >= row.since and _overlap(row.since, row.until, one.since, one.until) for one in rivals)

    def _begin(self, official: Official, row: MandateRow) -> None:
        """A new mandate; whoever it displaces ends on the day it begins."""
        for other in self._own(official, row) if row.function not in HEADS else self._heads():
            if other.pk and (other.until is None or other.until > row.since):
                self._end(other, row.since, self._reason(other, row.since))
                self._met.add(other.pk)
        options = self.planner.options
        self.plan.begun.append(
            Mandate(
                official=official, territory_id=self.town, function=row.function, since=row.since, until=row.until,
                end_reason=row.end_reason, rank=row.rank, delegation=TranslatedText(row.delegation),
                source=row.source or options.source, source_url=row.source_url or options.source_url,
                source_date=self.planner.day,
            )
        )  # fmt: skip
        self.report.begun += 1

    def _heads(self) -> list[Mandate]:
        return [one for one in self.known if one.function in HEADS]

    def _end(self, mandate: Mandate, on: datetime.date, reason: str) -> None:
        """Give a mandate its end, or an earlier one."""
        was_open = mandate.until is None
        self.report.ended += was_open
        self.report.changed += not was_open
        self.plan.touch(mandate)
        mandate.until, mandate.end_reason = on, reason or EndReason.OTHER

    def _reason(self, mandate: Mandate, on: datetime.date) -> str:
        calendar = self.planner.calendar
        is_election = calendar.is_election_time(mandate.territory.country, mandate.territory.kind, on)
        return EndReason.ELECTION if is_election else EndReason.OTHER

    def end_missing(self) -> None:
        """Who holds a function of the file here and is not in it has left: when the others came, else on its day."""
        for mandate in self.known:
            if mandate.until is not None or mandate.function not in self.planner.functions or mandate.pk in self._met:
                continue
            arrivals = [one.since for one in self.plan.begun if one.until is None]
            on = max(arrivals, default=self.planner.day)
            on = on if on > mandate.since else self.planner.day
            if on > mandate.since:
                self._end(mandate, on, self._reason(mandate, on))
            else:
                self.report.older += 1


def _identity(official: Official) -> int:
    return official.pk or -id(official)


def _keys(official: Official) -> set[str]:
    official.note_keys()
    return {official.latin_key, official.arabic_key} - {""}


def _overlap(
    since: datetime.date, until: datetime.date | None, other: datetime.date, other_until: datetime.date | None
) -> bool:
    return (until is None or other < until) and (other_until is None or since < other_until)
