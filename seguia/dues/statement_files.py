"""Reading a bank's CSV: any of the usual separators and encodings; columns found by their headings in three languages."""

import csv
import datetime
import io
import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.text import harmless_text
from seguia.dues.money import read_amount

MOST_BYTES = 2_000_000
MOST_LINES = 5000
HEADINGS = {
    "on": [
        "date",
        "date operation",
        "date d'operation",
        "date comptable",
        "date valeur",
        "booking date",
        "التاريخ",
        "تاريخ العملية",
    ],
    "amount": ["montant", "amount", "credit", "crédit", "المبلغ", "دائن"],
    "label": [
        "libelle",
        "libellé",
        "label",
        "description",
        "motif",
        "reference",
        "référence",
        "details",
        "البيان",
        "الموضوع",
    ],
}
_DATES = (
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"), "iso"),
    (re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"), "day first"),
)


@dataclass(frozen=True)
class IncomingLine:
    """An amount that came in."""

    on: datetime.date
    amount: Decimal
    label: str


def read_statement(content: bytes) -> list[IncomingLine]:
    """The incoming amounts of a file; what went out is left aside. Raises Invalid, naming the line."""
    if len(content) > MOST_BYTES:
        raise Invalid(_("This file is too large for a bank statement. Nothing was imported."))
    rows = _rows(_decoded(content))
    place, columns = _heading(rows)
    found = []
    for number, row in enumerate(rows[place + 1 :], place + 2):
        if any(cell.strip() for cell in row):
            found.append(_line(number, row, columns))
    incoming = [line for line in found if line.amount > 0]
    if not incoming:
        raise Invalid(_("This file has no line with an incoming amount. Nothing was imported."))
    if len(incoming) > MOST_LINES:
        raise Invalid(_("This file has too many lines. Split it. Nothing was imported."))
    return incoming


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252", "cp1256"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid(_("This file is not a text file. Ask the bank for CSV. Nothing was imported."))


def _rows(text: str) -> list[list[str]]:
    sample = text[:4000]
    delimiter = max(";\t,|", key=sample.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise Invalid(_("This file cannot be read as CSV. Nothing was imported.")) from error


def _heading(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    for place, row in enumerate(rows[:30]):
        cells = [cell.strip().lower() for cell in row]
        columns = {}
        for name, headings in HEADINGS.items():
            matches = [cells.index(heading) for heading in headings if heading in cells]
            if matches:
                columns[name] = matches[0]
        if "on" in columns and "amount" in columns:
            return place, columns
    raise Invalid(
        _("No line of this file has the headings of a statement: a date and an amount (“date”, “montant”, “amount”, "
          "“التاريخ”, “المبلغ”). Nothing was imported.")
    )  # fmt: skip


def _line(number: int, row: list[str], columns: dict[str, int]) -> IncomingLine:
    def cell(name: str) -> str:
        place = columns.get(name)
        return row[place].strip() if place is not None and place < len(row) else ""

    try:
        amount = read_amount(cell("amount")) if cell("amount") else Decimal(0)
    except ValidationError as error:
        facts = {"line": number, "why": " ".join(error.messages)}
        raise Invalid(_("Line %(line)s: %(why)s Nothing was imported.") % facts) from error
    return IncomingLine(_date(number, cell("on")), amount, harmless_text(cell("label"))[:500])


def _date(number: int, text: str) -> datetime.date:
    for pattern, _name in _DATES:
        if match := pattern.fullmatch(text):
            try:
                return datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                break
    facts = {"line": number, "text": text[:20]}
    raise Invalid(_("Line %(line)s: “%(text)s” is not a date. Nothing was imported.") % facts)
