"""The one way territories are imported: read and check everything, then write it all or nothing."""

import time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.search.changes import mark_changed
from seguia.territories.importers.checking import check_doubles, check_parents, check_row
from seguia.territories.importers.events import write_events
from seguia.territories.importers.known import Known
from seguia.territories.importers.planning import Plan, links_of, plan_rows
from seguia.territories.importers.progress import Watcher
from seguia.territories.importers.rows import EventRow, Fault, Faults, Report, Source, TerritoryRow
from seguia.territories.importers.writing import write_plan
from seguia.territories.models import Territory


class ImportRefused(Invalid):
    """The files have faults; nothing was written."""

    code = "import_refused"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            _("Nothing was imported: %(count)s faults were found. Correct the files and import them again.")
            % {"count": len(faults)}
        )
        self.faults = faults


def import_territories(
    source: Source, *, by: Any = None, is_dry_run: bool = False, watcher: Watcher | None = None
) -> Report:
    """Bring a register into the network. The same register again changes nothing.

    `by` is the person; None is the operator's command line. Raises `ImportRefused` with every fault, and `Conflict`
    when somebody changed the same territories meanwhile; nothing is written then.
    """
    if by is not None:
        require("territories.import", by)
    started = time.monotonic()
    watcher = watcher or Watcher(is_visible=False)
    faults = Faults()
    rows, events = _read(source, faults, watcher)
    known, plan = Known(), Plan()
    if rows:
        plan = _planned(rows, known, faults)
    if faults.found:
        raise ImportRefused(faults.found)
    report = Report(rows=len(rows) + len(events), is_dry_run=is_dry_run)
    _write(source, plan, known, events, report, by)
    report.seconds = time.monotonic() - started
    return report


def _read(source: Source, faults: Faults, watcher: Watcher) -> tuple[list[TerritoryRow], list[EventRow]]:
    rows: list[TerritoryRow] = []
    events: list[EventRow] = []
    for row in watcher.watch(source.rows(faults), _("Reading")):
        if isinstance(row, EventRow):
            events.append(row)
        else:
            check_row(row, faults)
            rows.append(row)
    return rows, events


def _planned(rows: list[TerritoryRow], known: Known, faults: Faults) -> Plan:
    check_doubles(rows, faults)
    for row in sorted(rows, key=lambda row: row.valid_to is None):
        known.kinds[row.reference] = row.kind
    known.load({reference for row in rows for reference in (*row.parents, row.reference)})
    for row in rows:
        if row.parents:
            known.place(row.reference, links_of(row, known)["parent"])
    check_parents(rows, known.parent_map(), faults)
    return Plan() if faults.found else plan_rows(rows, known, faults)


def _write(source: Source, plan: Plan, known: Known, events: list[EventRow], report: Report, by: Any) -> None:
    """One transaction; a dry run goes the whole way and turns back."""
    try:
        with transaction.atomic():
            ids = write_plan(plan, known)
            report.created, report.changed = len(plan.creations), len(ids) - len(plan.creations)
            report.unchanged, report.ended = plan.unchanged, plan.ended
            ids = list(dict.fromkeys([*ids, *write_events(events, report)]))
            if ids or report.events:
                _record(source, ids, report, by)
            transaction.set_rollback(report.is_dry_run)
    except IntegrityError as error:
        raise Conflict(
            _(
                "Nothing was imported: somebody changed the same territories at the same time, or two lives of one "
                "code overlap. Look at the territories and import again."
            )
        ) from error


def _record(source: Source, ids: list[int], report: Report, by: Any) -> None:
    target = Territory.objects.order_by("pk").filter(pk__in=ids[:1]).first() or Territory.objects.order_by("pk").first()
    figures = {name: getattr(report, name) for name in ("created", "changed", "ended", "events")}
    if target is not None:
        record_event("territories.import.done", target, actor=by, source=source.name, **figures)
    mark_changed("territory", *ids)
