"""Reading text files of registers line by line: UTF-8 or a clear fault that names the line."""

import csv
import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seguia.core.text import clean_text
from seguia.territories.importers.rows import Faults, Place, file_place

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_WHOLE = re.compile(r"-?\d{1,10}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,10}(\.\d{1,12})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Cells:
    """The cells of one line, by column; reading one that cannot be understood notes a fault and gives nothing."""

    def __init__(self, values: dict[str, str], place: Place, faults: Faults) -> None:
        self._values = values
        self._faults = faults
        self.place = place

    def text(self, column: str) -> str:
        """Cleaned text; empty when the column is absent."""
        try:
            return clean_text(self._values.get(column, ""), multiline=False)
        except ValidationError as error:
            self.fault(f"{column}: {error.messages[0]}")
            return ""

    def required(self, column: str) -> str:
        """Text that must be there."""
        value = self.text(column)
        if not value and not self._values.get(column, "").strip():
            self.fault(_("%(column)s is empty.") % {"column": column})
        return value

    def whole(self, column: str) -> int | None:
        """A whole number in the digits 0-9."""
        value = self.text(column)
        if value and not _WHOLE.fullmatch(value):
            words = _("%(column)s: “%(value)s” is not a whole number; write the digits 0 to 9, without separators.")
            self.fault(words % {"column": column, "value": value[:40]})
            return None
        return int(value) if value else None

    def decimal(self, column: str) -> Decimal | None:
        """A number with a point."""
        value = self.text(column)
        if value and not _DECIMAL.fullmatch(value):
            words = _("%(column)s: “%(value)s” is not a number; write it like 35.17, with a point.")
            self.fault(words % {"column": column, "value": value[:40]})
            return None
        return Decimal(value) if value else None

    def day(self, column: str) -> datetime.date | None:
        """A day as YYYY-MM-DD."""
        value = self.text(column)
        if not value:
            return None
        try:
            if not _DAY.fullmatch(value):
                raise ValueError(value)
            return datetime.date.fromisoformat(value)
        except ValueError:
            words = _("%(column)s: “%(value)s” is not a day; write it like 2026-01-31.")
            self.fault(words % {"column": column, "value": value[:40]})
            return None

    def words(self, column: str) -> tuple[str, ...]:
        """Words between blanks."""
        return tuple(self.text(column).split())

    def fault(self, message: str) -> None:
        """Something is wrong in this line."""
        self._faults.add(self.place, message)


def table(path: Path, required: Sequence[str], optional: Sequence[str], faults: Faults) -> Iterator[Cells]:
    """The lines of a comma-separated file by column. A wrong header is one fault, and nothing is read."""
    lines = _Lines(path, faults)
    reader = csv.reader(lines, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if lines.is_readable and _is_right(header, required, optional, file_place(path, 1), faults):
            yield from _body(reader, header, lines, faults)
    except csv.Error as error:
        words = _("The table cannot be read from here on (%(reason)s): a quotation mark may be missing.")
        faults.add(file_place(path, lines.number), words % {"reason": error})


def _body(reader: "Iterator[list[str]]", header: list[str], lines: "_Lines", faults: Faults) -> Iterator[Cells]:
    for values in reader:
        place = file_place(lines.path, lines.number)
        if lines.take_broken() or not any(cell.strip() for cell in values):
            continue
        if len(values) != len(header):
            words = _("This line has %(found)s cells; the header has %(wanted)s.")
            faults.add(place, words % {"found": len(values), "wanted": len(header)})
            continue
        yield Cells(dict(zip(header, values, strict=True)), place, faults)


class _Lines:
    """The decoded lines of a file; what is not UTF-8 is a fault of its line."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self.number = 0
        self.is_readable = True
        self._faults = faults
        self._broken = False
        self._stream = self._decoded()

    def __iter__(self) -> Iterator[str]:
        return self._stream

    def __next__(self) -> str:
        return next(self._stream)

    def take_broken(self) -> bool:
        """Whether a line since the last call was unreadable."""
        broken, self._broken = self._broken, False
        return broken

    def _decoded(self) -> Iterator[str]:
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                self.number = number
                if number == 1:
                    raw = self._without_mark(raw)
                    if not self.is_readable:
                        return
                try:
                    yield raw.decode("utf-8")
                except UnicodeDecodeError as error:
                    self._tell(error, raw)
                    yield raw.decode("utf-8", errors="replace")

    def _without_mark(self, first: bytes) -> bytes:
        """A byte order mark of UTF-8 is harmless at the very beginning; UTF-16 is told once."""
        if first.startswith(_UTF16) or b"\x00" in first:
            self.is_readable = False
            self._faults.add(
                file_place(self.path, 1),
                _("This file is written in UTF-16. Save it again as “CSV UTF-8” and import that file."),
            )
        return first.removeprefix(_BOM)

    def _tell(self, error: UnicodeDecodeError, raw: bytes) -> None:
        self._broken = True
        if self.number == 1:
            self.is_readable = False
        words = _(
            "This line is not UTF-8 (byte %(byte)s at position %(position)s): the file may be in Windows-1256 or "
            "Windows-1252. Save it again as “CSV UTF-8” and import that file."
        )
        byte = f"0x{raw[error.start]:02X}"
        self._faults.add(file_place(self.path, self.number), words % {"byte": byte, "position": error.start + 1})


def _is_right(
    header: list[str], required: Sequence[str], optional: Sequence[str], place: Place, faults: Faults
) -> bool:
    missing = [column for column in required if column not in header]
    unknown = [column for column in header if column not in {*required, *optional}]
    doubled = sorted({column for column in header if header.count(column) > 1})
    for columns, words in (
        (missing, _("The header lacks these columns: %(columns)s.")),
        (unknown, _("The header has columns nobody knows: %(columns)s.")),
        (doubled, _("The header has these columns more than once: %(columns)s.")),
    ):
        if columns:
            faults.add(place, words % {"columns": ", ".join(column[:40] or "“”" for column in columns[:20])})
    return not (missing or unknown or doubled)
