"""PDFs in three languages, statements of the bank, exports."""

import csv
import datetime
import io
import unicodedata
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from seguia.core.errors import Invalid, Refused
from seguia.core.spreadsheets import harmless_cell, text_again
from seguia.dues import exports
from seguia.dues.documents.content import invoice_content, invoice_pdf, receipt_pdf
from seguia.dues.documents.rendering import rendered
from seguia.dues.matching import Matcher
from seguia.dues.models import Payment, Statement, StatementLine
from seguia.dues.queries.balances import balance_of
from seguia.dues.services.statements import confirm_lines, import_statement
from seguia.dues.statement_files import read_statement
from seguia.dues.tests.house import DAY, make_billing, make_invoice, pay


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def letters(text: str) -> set[str]:
    """Arabic letters, whatever forms and order a reader of PDF gives back."""
    return {letter for letter in unicodedata.normalize("NFKC", text) if "\u0621" <= letter <= "\u064a"}


def test_arabic_invoice_can_be_read_again(cast, membership):
    make_billing(cast.chefchaouen_town)
    invoice = make_invoice(cast, membership)
    pdf = invoice_pdf(invoice)
    text = text_of(pdf)
    assert pdf.startswith(b"%PDF-")
    assert invoice.language == "ar"
    assert invoice.reference in text
    assert "5.000,00" in text
    assert letters("جماعة شفشاون واجبات الانخراط") <= letters(text)
    content = invoice_content(invoice)
    assert (content["dir"], content["fonts"][0]) == ("rtl", "Amiri")


def test_french_invoice_says_who_how_much_and_how_to_pay(cast, other):
    make_billing(cast.loos_town, "luc", "fr")
    text = text_of(invoice_pdf(make_invoice(cast, other, currency="EUR")))
    flat = " ".join(text.split())
    assert "Ville de Loos-en-Gohelle" in flat
    assert "FR76 3000 6000 0112 3456 7890 189" in flat
    assert "TVA non applicable" in flat


def test_same_paper_has_the_same_bytes_and_typed_text_stays_text(cast, membership):
    line = {"code": "by_hand", "figures": {"text": '#eval("1+1") *x* $y$ \\ "q" [z]'}, "amount": "10.00"}
    invoice = make_invoice(cast, membership, "10.00", lines=[line])
    content = invoice_content(invoice)
    assert rendered(content) == rendered(content)
    assert '#eval("1+1") *x* $y$' in text_of(rendered(content)).replace("“", '"').replace("”", '"')


def test_receipt_names_what_was_paid(cast, membership):
    invoice = make_invoice(cast, membership)
    payment = pay(cast, membership, "5500")
    text = text_of(receipt_pdf(payment))
    assert payment.receipt in text
    assert invoice.reference in text
    assert "5.500,00" in text
    assert "500,00" in text


def statement(rows: str) -> bytes:
    return f"Date;Libellé;Montant\n{rows}".encode("cp1252")


def test_statement_is_matched_by_number_then_by_amount(cast, membership, other):
    named = make_invoice(cast, membership)
    alone = make_invoice(cast, other, "777.00")
    found = Matcher("MAD")
    assert found.match(f"VIR COMMUNE {named.reference.replace('-', ' ').lower()}", Decimal("1")) == (named, "number")
    assert found.match("virement", Decimal("777.00")) == (alone, "amount")
    assert found.match("virement", Decimal("776.00")) == (None, "")


def test_statement_is_recorded_only_when_confirmed_and_only_once(cast, membership, other):
    invoice = make_invoice(cast, membership)
    content = statement(f"01/03/2026;VIR {invoice.reference};5 000,00\n02/03/2026;Frais;-12,50\n02/03/2026;Don;33,10\n")
    kept = import_statement(user=cast.secretariat, name="mars.csv", content=content, currency="MAD")
    first, second = kept.lines.order_by("place")
    assert (first.suggested, first.certainty, second.suggested) == (invoice, "number", None)
    assert not Payment.objects.exists()
    choices = {first.pk: invoice.reference, second.pk: "EV-1999-00001"}
    settled, refusals = confirm_lines(user=cast.secretariat, statement=kept, choices=choices)
    assert (settled, len(refusals)) == (1, 1)
    assert balance_of(invoice) == 0
    assert confirm_lines(user=cast.secretariat, statement=kept, choices={first.pk: invoice.reference}) == (0, [])
    assert confirm_lines(user=cast.secretariat, statement=kept, choices={second.pk: "-"}) == (1, [])
    with pytest.raises(Invalid, match="imported before"):
        import_statement(user=cast.secretariat, name="again.csv", content=content, currency="MAD")
    assert Payment.objects.count() == 1
    assert StatementLine.objects.count() == 2


def test_two_equal_payments_of_a_day_are_two(cast, membership):
    content = statement("01/03/2026;VIR;10,00\n01/03/2026;VIR;10,00\n")
    kept = import_statement(user=cast.secretariat, name="a.csv", content=content, currency="MAD")
    assert kept.lines.count() == 2


def test_arabic_statement_is_read():
    rows = read_statement("التاريخ,البيان,المبلغ\n2026-03-01,تحويل جماعة شفشاون,١٢٥٠٫٥٠\n".encode())
    assert (rows[0].on, rows[0].amount, rows[0].label) == (DAY, Decimal("1250.50"), "تحويل جماعة شفشاون")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "headings"),
        (b"a;b\n1;2\n", "headings"),
        (b"date;montant\n31/02/2026;5\n", "Line 2"),
        (b"date;montant\n01/02/2026;abc\n", "Line 2"),
        (b"date;montant\n01/02/2026;-5\n", "no line"),
        (b"PK\x03\x04\x00\x00", "not a text"),
        (b"x" * 2_000_001, "too large"),
    ],
)
def test_wrong_files_are_refused_with_the_reason(cast, membership, content, why):
    with pytest.raises(Invalid, match=why):
        import_statement(user=cast.secretariat, name="x.csv", content=content, currency="MAD")
    assert not Statement.objects.exists()


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'quoted", " =1", "plain", "جماعة"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_formulas_are_made_harmless_without_loss(text):
    cell = harmless_cell(text)
    assert text_again(cell) == text
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))


def test_csv_for_the_accountant_has_numbers_and_harmless_texts(cast, membership):
    cast.chefchaouen_town.name = {"ar": "=HYPERLINK(جماعة)"}
    cast.chefchaouen_town.save()
    make_invoice(cast, membership)
    rows = list(
        csv.reader(
            io.StringIO(exports.csv_of(user=cast.secretariat, kind="invoices", year=2026).decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert rows[0][0] == "Number"
    assert rows[1][5] == "'=HYPERLINK(جماعة)"
    assert rows[1][8] == "5000.000"


def test_workbook_keeps_texts_as_texts_and_runs_rtl_in_arabic(cast, membership):
    from django.utils.translation import override  # noqa: PLC0415

    cast.chefchaouen_town.name = {"ar": "=1+1"}
    cast.chefchaouen_town.save()
    make_invoice(cast, membership)
    with override("ar"):
        book = load_workbook(io.BytesIO(exports.workbook_of(user=cast.secretariat, kind="invoices", year=2026)))
    sheet = book.active
    assert sheet.sheet_view.rightToLeft
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=1+1", "s")
    assert sheet["I2"].value == 5000
    assert sheet["C2"].value.date() == DAY


def test_ledger_export_adds_up(cast, membership):
    make_invoice(cast, membership)
    pay(cast, membership, "5500")
    rows = list(exports.rows_of("ledger", 2026))[1:]
    assert sum(row[7] for row in rows) == sum(row[8] for row in rows) == 10500
    assert next(iter(exports.rows_of("payments", DAY.year)))[0] == "Receipt"
    assert len(list(exports.rows_of("payments", datetime.date(2026, 1, 1).year))) == 2


def test_only_the_secretariat_exports(cast, membership):
    for make in (exports.csv_of, exports.workbook_of):
        with pytest.raises(Refused):
            make(user=cast.mayor, kind="ledger", year=2026)
