"""The one way files of officials enter: read and check everything, then write it all or nothing."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.mandates.importers.checking import check_heads
from seguia.mandates.importers.matching import Places
from seguia.mandates.importers.planning import Planner
from seguia.mandates.importers.rows import ImportOptions, MandateReport, MandateRow
from seguia.mandates.importers.sources import rows_of
from seguia.mandates.importers.writing import write_towns
from seguia.mandates.models import BulkChange, BulkKind, Mandate
from seguia.territories.importers.known import chunks
from seguia.territories.importers.progress import Watcher
from seguia.territories.importers.rows import Fault, Faults

TOWNS_AT_ONCE = 250
MOST_FAULTS = 2_000


class MandatesRefused(Invalid):
    """The file has faults; nothing was written."""

    code = "import_refused"

    def __init__(self, faults: list[Fault]) -> None:
        words = ngettext(
            "Nothing was imported: %(count)s fault was found. Correct the file and import it again.",
            "Nothing was imported: %(count)s faults were found. Correct the file and import it again.",
            len(faults),
        )
        super().__init__(words % {"count": len(faults)})
        self.faults = faults


def look_through(path: Path, options: ImportOptions, watcher: Watcher | None = None) -> list[MandateRow]:
    """Every line of a file. Raises MandatesRefused with all faults, Invalid for an unknown format or an empty file."""
    faults = Faults()
    watcher = watcher or Watcher(is_visible=False)
    rows = list(watcher.watch(_until_hopeless(rows_of(path, options, faults), faults), _("Reading")))
    check_heads(rows, path, faults)
    if faults.found:
        raise MandatesRefused(faults.found)
    if not rows:
        raise Invalid(_("There is nobody in this file. Nothing was imported."))
    return rows


def _until_hopeless(rows: Iterator[MandateRow], faults: Faults) -> Iterator[MandateRow]:
    """A file of another kind has a fault in every line; the first thousands say enough."""
    for row in rows:
        yield row
        if len(faults) >= MOST_FAULTS:
            return


def import_mandates(
    rows: list[MandateRow],
    options: ImportOptions,
    *,
    by: Any = None,
    is_dry_run: bool = False,
    watcher: Watcher | None = None,
) -> MandateReport:
    """Bring a list of officials into the network. The same list again changes nothing.

    `by` is the person; None is the operator's command line. Where the list is complete, who holds one of its
    functions in one of its towns and is not in it has left. Raises Refused, and Conflict when somebody changed the
    same mandates meanwhile; nothing is written then.
    """
    if by is not None:
        require("mandates.import", by)
    started = time.monotonic()
    report = MandateReport(rows=len(rows), is_dry_run=is_dry_run)
    try:
        with transaction.atomic():
            _write(rows, options, report, by, watcher or Watcher(is_visible=False))
            transaction.set_rollback(is_dry_run)
    except IntegrityError as error:
        raise Conflict(
            _("Nothing was imported: somebody changed the same mandates at the same time. Look, and import again.")
        ) from error
    report.seconds = time.monotonic() - started
    return report


def _write(rows: list[MandateRow], options: ImportOptions, report: MandateReport, by: Any, watcher: Watcher) -> None:
    day = options.on or timezone.localdate()
    places = Places(rows, day, report)
    report.towns = len(places.towns)
    person = by if getattr(by, "pk", None) else None
    change = BulkChange.objects.create(kind=BulkKind.IMPORT, label=options.file or options.source, by=person)
    planner = Planner(options, day, report, {row.function for row in rows})
    for part in watcher.watch(_parts(places), _("Writing")):
        write_towns(part, places, planner, change)
    _settle(change, report, by)


def _parts(places: Places) -> list[dict[int, list[MandateRow]]]:
    """Some towns at a time; bodies whose officials come from towns of the same file after those towns."""
    larger = {town for town, rows in places.towns.items() if any(row.home for row in rows)}
    groups = ([town for town in places.towns if town not in larger], sorted(larger))
    return [{town: places.towns[town] for town in part} for group in groups for part in chunks(group, TOWNS_AT_ONCE)]


def _settle(change: BulkChange, report: MandateReport, by: Any) -> None:
    """Keep the change with its figures; an import that changed nothing leaves nothing behind."""
    if not (report.begun or report.changed or report.ended):
        change.delete()
        return
    ended = Mandate.objects.filter(ended_by=change).filter(Q(begun_by=None) | ~Q(begun_by=change))
    change.figures = {**report.figures(), "ended_rows": ended.count()}
    change.save(update_fields=["figures", "before"])
    report.change_id = change.public_id
    facts = {name: value for name, value in report.figures().items() if name in {"begun", "changed", "ended", "towns"}}
    record_event("mandates.import.done", change, actor=by, **facts)
