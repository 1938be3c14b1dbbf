"""For the accountant: the ledger, the invoices and the payments of a year, as CSV or as a workbook.

A cell that a spreadsheet would take for a formula is made harmless without losing anything: in CSV an apostrophe is put
before it (and before a text that begins with one, so that taking one away gives the text back); in a workbook it is
stored as text. Amounts are numbers.
"""

import csv
import datetime
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from seguia.core.languages import current_language, direction
from seguia.core.permissions import require
from seguia.core.spreadsheets import harmless_cell
from seguia.core.translated import as_translated
from seguia.dues.models import Posting
from seguia.dues.queries.invoices import InvoiceFilters, all_invoices, all_payments

Row = list[Any]


def rows_of(kind: str, year: int) -> Iterator[Row]:
    """Heading first. Raises KeyError for another kind than `ledger`, `invoices`, `payments`."""
    return _ROWS[kind](year)


def _ledger(year: int) -> Iterator[Row]:
    yield [
        _("Entry"), _("Date"), _("Deed"), _("Reference"), _("Account"), _("Member"), _("Invoice"), _("Debit"),
        _("Credit"), _("Currency"), _("Note"),
    ]  # fmt: skip
    postings = Posting.objects.filter(entry__on__year=year).order_by("entry__number", "pk")
    for row in postings.select_related("entry", "membership__organisation", "invoice").iterator(1000):
        entry = row.entry
        yield [
            entry.number, entry.on, entry.get_kind_display(), entry.reference, row.get_account_display(),
            str(row.membership.organisation.name) if row.membership else "", row.invoice.reference if row.invoice else "",
            max(row.amount, Decimal(0)), max(-row.amount, Decimal(0)), row.currency, entry.note,
        ]  # fmt: skip


def _invoices(year: int) -> Iterator[Row]:
    yield [
        _("Number"), _("Kind"), _("Date"), _("To be paid until"), _("Year of the dues"), _("Member"), "SIRET", "ICE",
        _("Amount"), _("Still to be paid"), _("Currency"), _("Corrects"), _("Reason"),
    ]  # fmt: skip
    found = all_invoices(InvoiceFilters(year=year)).select_related("corrects", "routing").order_by("kind", "number")
    for row in found.iterator(1000):
        routing = getattr(row, "routing", None)
        is_credit = row.kind == "credit"
        yield [
            row.reference, row.get_kind_display(), row.issued_on, row.due_on, row.year,
            str(as_translated(row.payer_name())), routing.siret if routing else "", routing.ice if routing else "",
            -row.total if is_credit else row.total, Decimal(0) if is_credit else row.balance, row.currency,
            row.corrects.reference if row.corrects else "", row.reason,
        ]  # fmt: skip


def _payments(year: int) -> Iterator[Row]:
    yield [
        _("Receipt"), _("Date"), _("Member"), _("Amount"), _("Currency"), _("Way of payment"), _("Reference"),
        _("Taken back"),
    ]  # fmt: skip
    for row in all_payments(year).order_by("received_on", "pk").iterator(1000):
        yield [
            row.receipt, row.received_on, str(as_translated(row.payer.get("name"))), row.amount, row.currency,
            row.get_method_display(), row.reference, _("yes") if row.is_reversed else "",
        ]  # fmt: skip


_ROWS = {"ledger": _ledger, "invoices": _invoices, "payments": _payments}
KINDS = tuple(_ROWS)


def csv_of(*, user: Any, kind: str, year: int) -> bytes:
    """UTF-8 with a mark at its beginning, so that spreadsheets read Arabic. Raises Refused."""
    require("dues.export", user)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows_of(kind, year):
        writer.writerow([_in_csv(value) for value in row])
    return ("\ufeff" + out.getvalue()).encode()


def _in_csv(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return harmless_cell(value) if isinstance(value, str) else str(value)


def workbook_of(*, user: Any, kind: str, year: int) -> bytes:
    """An .xlsx; its sheet runs from right to left in Arabic. Raises Refused."""
    require("dues.export", user)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"{kind}-{year}")
    sheet.sheet_view.rightToLeft = direction(current_language()) == "rtl"
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows_of(kind, year)):
        sheet.append([_in_workbook(sheet, value, is_heading=number == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _in_workbook(sheet: Any, value: Any, *, is_heading: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=None if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        if harmless_cell(value) != value:
            cell.quotePrefix = True
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00##"
    elif isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"
    if is_heading:
        cell.font = Font(bold=True)
    return cell
