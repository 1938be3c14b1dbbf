"""The record as a table for spreadsheets."""

import csv
import json
from collections.abc import Iterable, Iterator

from seguia.audit.queries import Row
from seguia.core.spreadsheets import harmless_cell

HEAD = ["number", "at", "person", "code", "deed", "object_kind", "object_id", "facts", "digest"]


class _Line:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        """As `csv` calls it."""
        return text


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """UTF-8 with a mark that Excel understands; moments in UTC (ISO 8601)."""
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow(HEAD))
    for row in rows:
        yield str(writer.writerow([harmless_cell(cell) for cell in _cells(row)]))


def _cells(row: Row) -> list[str]:
    event = row.event
    facts = json.dumps(event.facts, ensure_ascii=False, sort_keys=True)
    person = event.actor.email if event.actor else ""
    number = "" if event.number is None else str(event.number)
    known = [number, event.at.isoformat(), person, event.code, row.sentence]
    return [*known, event.object_kind, event.object_id, facts, event.digest]
