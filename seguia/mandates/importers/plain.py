"""The plain table of officials, for any country: documented in docs/mandates.md."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.mandates.importers.reading import Line, lines_of
from seguia.mandates.importers.rows import ImportOptions, MandateRow
from seguia.mandates.models import EndReason, Function
from seguia.territories.codes import parsed_reference
from seguia.territories.importers.rows import Faults

COLUMNS = ("territory", "function", "name_latin", "name_arabic", "since", "until", "end_reason", "rank", "home", "source", "source_url")  # fmt: skip
REQUIRED = (("territory",), ("function",), ("name_latin", "name_arabic"), ("since",))
MOST_RANK = 200


def rows(path: Path, options: ImportOptions, faults: Faults) -> Iterator[MandateRow]:
    """The lines of one table."""
    names = [*COLUMNS, *(f"delegation_{code}" for code in language_codes())]
    synonyms = {name: (name.replace("_", " "),) for name in names}
    for line in lines_of(path, synonyms, REQUIRED, faults):
        row = _row(line)
        if line.is_sound and row is not None:
            yield row


def _row(line: Line) -> MandateRow | None:
    since = line.day("since")
    if since is None and line.is_sound:
        line.fault(_("There is no day on which this mandate began."))
    latin, arabic = line.text("name_latin", 160), line.text("name_arabic", 160)
    if not latin and not arabic:
        line.fault(_("There is no name in this line."))
    territory, home = _reference(line, "territory"), _reference(line, "home")
    if not territory and line.is_sound:
        line.fault(_("%(column)s is empty.") % {"column": "territory"})
    row = MandateRow(
        line.place.number, territory, _function(line), latin, arabic, since, line.day("until"),  # type: ignore[arg-type]
        rank=_rank(line), home=home, source=line.text("source"), source_url=line.text("source_url", 500),
        delegation={code: text for code in language_codes() if (text := line.text(f"delegation_{code}"))},
    )  # fmt: skip
    row.end_reason = _end_reason(line, row, since)
    return row if since else None


def _end_reason(line: Line, row: MandateRow, since: datetime.date | None) -> str:
    given = line.text("end_reason", 20)
    if given and given not in EndReason.values:
        words = _("end_reason: “%(value)s” is not a reason; the reasons are: %(choices)s.")
        line.fault(words % {"value": given, "choices": ", ".join(EndReason.values)})
    if row.until and since and row.until <= since:
        line.fault(_("until must be later than since."))
    return (given or EndReason.OTHER) if row.until else ""


def _function(line: Line) -> str:
    function = line.text("function", 40).lower()
    if function not in Function.values:
        words = _("function: “%(value)s” is not a function; the functions are: %(choices)s.")
        line.fault(words % {"value": function, "choices": ", ".join(Function.values)})
    return function


def _reference(line: Line, column: str) -> str:
    text = line.text(column, 40)
    if not text:
        return ""
    try:
        return str(parsed_reference(text))
    except Invalid as fault:
        line.fault(_("%(column)s: %(fault)s") % {"column": column, "fault": fault.message})
        return ""


def _rank(line: Line) -> int | None:
    text = line.text("rank", 10)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST_RANK):
        line.fault(_("rank: “%(value)s” is not a number from 1 to 200.") % {"value": text})
        return None
    return int(text)
