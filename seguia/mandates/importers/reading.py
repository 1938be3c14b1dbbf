"""Reading registers of officials line by line: semicolons or commas, UTF-8 or Latin-1, header words with synonyms."""

import codecs
import csv
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seguia.core.text import clean_text
from seguia.territories.importers.rows import Faults, Place, file_place
from seguia.territories.names import folded

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 1 << 16
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_LINE = 20_000


class Line:
    """The cells of one line by the engine's own column names. What cannot be understood becomes a fault."""

    def __init__(self, cells: Mapping[str, str], headings: Mapping[str, str], place: Place, faults: Faults) -> None:
        self._cells, self._headings, self._faults, self.place = cells, headings, faults, place
        self.is_sound = True

    @property
    def columns(self) -> Mapping[str, str]:
        """The columns this file has, with the cells of the line."""
        return self._cells

    def text(self, column: str, limit: int = 200) -> str:
        """Cleaned text of at most `limit` characters; empty when the column is absent."""
        try:
            value = clean_text(self._cells.get(column, ""), multiline=False)
        except ValidationError as error:
            self.fault(f"{self._heading(column)}: {error.messages[0]}")
            return ""
        if len(value) > limit:
            words = _("%(column)s: %(length)s characters; at most %(limit)s are possible.")
            self.fault(words % {"column": self._heading(column), "length": len(value), "limit": limit})
        return value[:limit]

    def day(self, column: str) -> datetime.date | None:
        """A day as 2026-03-28 or 28/03/2026; None when the cell is empty."""
        value = self.text(column, 40)
        if not value:
            return None
        try:
            if match := _ISO.fullmatch(value):
                year, month, day = map(int, match.groups())
            elif match := _FRENCH.fullmatch(value):
                day, month, year = map(int, match.groups())
            else:
                raise ValueError(value)
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError(value)
            return datetime.date(year, month, day)
        except ValueError:
            words = _("%(column)s: “%(value)s” is not a day; write it like 2026-03-28 or 28/03/2026.")
            self.fault(words % {"column": self._heading(column), "value": value[:40]})
            return None

    def _heading(self, column: str) -> str:
        """The column as the file calls it: that is where people look."""
        return self._headings.get(column, column)

    def fault(self, message: str) -> None:
        """Something is wrong in this line."""
        self.is_sound = False
        self._faults.add(self.place, message)


def header_key(name: str) -> str:
    """A heading without accents, capitals, quotes: `Date de début du mandat` → `date de debut du mandat`."""
    return folded(name)


def encoding_of(path: Path) -> str:
    """UTF-8 where the whole file is, else Windows-1252; empty for UTF-16, which is refused.

    The file is read once in pieces, so a large one costs time but no memory.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        first = file.read(_LOOKED_AT)
        if first.startswith(_UTF16) or b"\x00" in first:
            return ""
        try:
            decoder.decode(first)
            while piece := file.read(_LOOKED_AT):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def lines_of(
    path: Path, synonyms: Mapping[str, Sequence[str]], required: Sequence[Sequence[str]], faults: Faults
) -> Iterator[Line]:
    """Every line, its cells under our own column names. Columns nobody asked for are dropped here and go nowhere.

    `synonyms`: our column → headings it may have (as `header_key` writes them); `required`: of each group one
    column must be there. A wrong header is one fault, and nothing is read.
    """
    encoding = encoding_of(path)
    if not encoding:
        words = _("This file is written in UTF-16. Save it again as “CSV UTF-8” and import that file.")
        faults.add(file_place(path, 1), words)
        return
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(_bounded(file), delimiter=_separator(path, encoding))
        try:
            header = next(reader, [])
            columns = _columns(header, synonyms)
            if _header_is_right(columns, required, synonyms, file_place(path, 1), faults):
                yield from _body(reader, header, columns, path, faults)
        except csv.Error as error:
            words = _("The table cannot be read from here on (%(reason)s): a quotation mark may be missing.")
            faults.add(file_place(path, reader.line_num), words % {"reason": error})


def _bounded(file: Iterator[str]) -> Iterator[str]:
    for line in file:
        if len(line) > LONGEST_LINE:
            raise csv.Error(_("a line is longer than %(limit)s characters") % {"limit": LONGEST_LINE})
        yield line.replace("\x00", "")


def _separator(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace") as file:
        first = file.readline(LONGEST_LINE)
    return max(";,\t", key=first.count)


def _columns(header: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> dict[int, str]:
    ours = {heading: column for column, headings in synonyms.items() for heading in headings}
    found = {place: ours.get(header_key(cell), "") for place, cell in enumerate(header)}
    return {place: column for place, column in found.items() if column}


def _header_is_right(
    columns: Mapping[int, str],
    required: Sequence[Sequence[str]],
    synonyms: Mapping[str, Sequence[str]],
    place: Place,
    faults: Faults,
) -> bool:
    names = list(columns.values())
    missing = [synonyms[group[0]][0] for group in required if not set(group) & set(names)]
    doubled = sorted({synonyms[name][0] for name in names if names.count(name) > 1})
    for headings, words in (
        (missing, _("The header lacks these columns: %(columns)s.")),
        (doubled, _("The header has these columns more than once: %(columns)s.")),
    ):
        if headings:
            faults.add(place, words % {"columns": ", ".join(headings)})
    return not (missing or doubled)


def _body(reader: Any, header: Sequence[str], columns: Mapping[int, str], path: Path, faults: Faults) -> Iterator[Line]:
    width = len(header)
    headings = {column: header[at].strip()[:60] for at, column in columns.items()}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        place = file_place(path, reader.line_num)
        if len(cells) != width:
            words = _("This line has %(found)s cells; the header has %(wanted)s.")
            faults.add(place, words % {"found": len(cells), "wanted": width})
            continue
        yield Line({column: cells[at] for at, column in columns.items()}, headings, place, faults)
