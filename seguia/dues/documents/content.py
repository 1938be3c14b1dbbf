"""What stands on a paper, in the language it is in: words and figures ready to print."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from seguia.core.formats import date
from seguia.core.languages import direction
from seguia.core.translated import as_translated
from seguia.dues.documents.rendering import cached_pdf
from seguia.dues.explanation import told_lines
from seguia.dues.models import Invoice, InvoiceKind, Payment
from seguia.dues.money import written
from seguia.dues.queries.invoices import payment_parts

_FONTS = {"rtl": ["Amiri", "Cabin"], "ltr": ["Cabin", "Amiri"]}
_ISOLATE, _END = "\u2066", "\u2069"
"""Numbers of papers and banks read from left to right, also in Arabic."""


def invoice_pdf(invoice: Invoice) -> bytes:
    """The PDF of an invoice or a credit note, in the language of the member."""
    with override(invoice.language):
        return cached_pdf(invoice_content(invoice))


def receipt_pdf(payment: Payment) -> bytes:
    """The PDF of a receipt."""
    with override(payment.language):
        return cached_pdf(receipt_content(payment))


def isolated(text: str) -> str:
    """A number or an address of the bank, kept in its own direction."""
    return f"{_ISOLATE}{text}{_END}" if text else ""


def natural(text: str) -> str:
    """A line of an address, in the direction of its own first letter."""
    return f"\u2068{text}{_END}"


def _in_fours(iban: str) -> str:
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def _paper(language: str, seller: dict[str, Any], payer: dict[str, Any], payer_label: str) -> dict[str, Any]:
    side = direction(language)
    name = str(as_translated(seller["name"]))
    return {
        "lang": language.split("-", maxsplit=1)[0],
        "dir": side,
        "fonts": _FONTS[side],
        "seller": {"name": name, "lines": _seller_lines(seller)},
        "payer": {
            "label": payer_label,
            "name": str(as_translated(payer["name"])),
            "lines": [natural(line) for line in payer.get("address", "").splitlines() if line.strip()],
        },
        "page": _("Page"),
        "footer": " · ".join(part for part in (name, str(as_translated(seller["vat_note"]))) if part),
    }


def _seller_lines(seller: dict[str, Any]) -> list[str]:
    lines = [natural(line) for line in str(as_translated(seller["address"])).splitlines() if line.strip()]
    reach = [seller["email"], seller["phone"]]
    numbers = [f"{label} {isolated(seller[key])}" for label, key in (("SIRET", "siret"), ("ICE", "ice")) if seller[key]]
    return [*lines, *(isolated(part) for part in reach if part), *numbers]


def invoice_content(invoice: Invoice) -> dict[str, Any]:
    """The data of an invoice, in the active language."""
    is_credit = invoice.kind == InvoiceKind.CREDIT
    heading = _("Credit note") if is_credit else _("Invoice for dues")
    rows = _credit_rows(invoice) if is_credit else _invoice_rows(invoice)
    return {
        **_paper(invoice.language, invoice.seller, invoice.payer, _("Member")),
        "title": f"{heading} {invoice.reference}",
        "heading": heading,
        "reference": isolated(invoice.reference),
        "facts": _invoice_facts(invoice),
        "head": [_("What for"), _("Amount")],
        "rows": rows,
        "total": [
            _("Total credited") if is_credit else _("To be paid"),
            written(invoice.total, invoice.currency, invoice.language),
        ],
        "notes": [] if is_credit else _invoice_notes(invoice),
    }


def _invoice_facts(invoice: Invoice) -> list[list[str]]:
    facts = [[_("Date"), date(invoice.issued_on)]]
    if invoice.kind == InvoiceKind.INVOICE:
        facts.append([_("To be paid until"), date(invoice.due_on)])
    if invoice.corrects:
        facts.append([_("Corrects"), isolated(invoice.corrects.reference)])
    facts.append([_("Year of the dues"), str(invoice.year)])
    routing = getattr(invoice, "routing", None)
    if routing:
        labelled = [
            ("SIRET", routing.siret),
            ("ICE", routing.ice),
            (_("Service code"), routing.service_code),
            (_("Commitment number"), routing.commitment),
            (_("Your reference"), routing.purchase_reference),
        ]
        facts += [[label, isolated(value)] for label, value in labelled if value]
    return facts


def _invoice_rows(invoice: Invoice) -> list[list[str]]:
    told = told_lines(invoice.lines, invoice.currency)
    return [[line.sentence, "" if line.amount is None else _amount(invoice, line.amount)] for line in told]


def _credit_rows(invoice: Invoice) -> list[list[str]]:
    return [[invoice.reason, _amount(invoice, invoice.total)]]


def _amount(invoice: Invoice, amount: Decimal) -> str:
    return written(amount, invoice.currency, invoice.language)


def _invoice_notes(invoice: Invoice) -> list[Any]:
    seller = invoice.seller
    bank = [
        f"{label} {isolated(_in_fours(seller[key]) if key == 'iban' else seller[key])}"
        for label, key in ((_("Bank:"), "bank"), ("IBAN", "iban"), ("RIB", "rib"), ("BIC", "bic"))
        if seller[key]
    ]
    how = [line for line in str(as_translated(seller["payment_note"])).splitlines() if line.strip()]
    quote = _("Please quote this number with the payment: %(number)s") % {"number": isolated(invoice.reference)}
    return [[_("How to pay"), [*how, *bank, quote]]]


def receipt_content(payment: Payment) -> dict[str, Any]:
    """The data of a receipt, in the active language."""
    rows = []
    for part in payment_parts(payment):
        if part.entry.kind != "payment":
            continue
        reference = isolated(part.invoice.reference) if part.invoice else ""
        label = _("Invoice %(number)s") % {"number": reference} if reference else _("Kept as credit")
        rows.append([label, written(-part.amount, payment.currency, payment.language)])
    return {
        **_paper(payment.language, payment.seller, payment.payer, _("Received from")),
        "title": f"{_('Receipt')} {payment.receipt}",
        "heading": _("Receipt"),
        "reference": isolated(payment.receipt),
        "facts": [
            [_("Received on"), date(payment.received_on)],
            [_("Way of payment"), str(payment.get_method_display())],
            [_("Reference"), isolated(payment.reference)],
        ],
        "head": [_("What for"), _("Amount")],
        "rows": rows,
        "total": [_("Received"), written(payment.amount, payment.currency, payment.language)],
        "notes": [],
    }
