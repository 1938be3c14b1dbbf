"""Writing a numbered paper: what is printed is copied into it, so that it stays as it was."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from seguia.core.languages import language_codes
from seguia.dues.models import Account, EntryKind, Invoice, InvoiceKind, Issuer, Routing, Series
from seguia.dues.queries.balances import balance_of, credit_of
from seguia.dues.queries.members import billing_contacts_of
from seguia.dues.services.ledger import Side, next_number, write_entry
from seguia.membership.models import IdentifierScheme, Membership, Organisation, Representation, Role

PREFIX = {Series.INVOICE: "", Series.CREDIT: "C", Series.RECEIPT: "R"}


def reference_of(issuer: Issuer, series: Series, year: int, number: int) -> str:
    """`EV-2027-00001`, credit notes `EVC-…`, receipts `EVR-…`."""
    return f"{issuer.code}{PREFIX[series]}-{year}-{number:05d}"


def seller_of(issuer: Issuer) -> dict[str, Any]:
    """The issuer as it is printed."""
    names = ("code", "email", "phone", "siret", "ice", "bank", "iban", "rib", "bic")
    texts = ("name", "address", "vat_note", "payment_note")
    return {**{name: getattr(issuer, name) for name in names}, **{name: dict(getattr(issuer, name)) for name in texts}}


def payer_of(organisation: Organisation) -> dict[str, Any]:
    """The member as it is printed."""
    numbers = dict.fromkeys(IdentifierScheme.values, "")
    for identifier in organisation.identifiers.order_by("pk"):
        numbers[identifier.scheme] = numbers[identifier.scheme] or identifier.number
    return {"name": dict(organisation.name), "address": organisation.address, **numbers}


def language_of(organisation: Organisation) -> str:
    """The language papers are written in: the billing contact's, else a representative's, else of the member's name."""
    people = billing_contacts_of(organisation.pk)
    current = Representation.objects.current().filter(organisation=organisation, role=Role.REPRESENTATIVE)
    people += [row.user for row in current.select_related("user").order_by("pk")]
    for person in people:
        if person.language in language_codes():
            return person.language
    country = organisation.seat_country
    own = {"FR": "fr", "BE": "fr", "MA": "ar", "TN": "ar", "DZ": "ar"}.get(country, "")
    named = [code for code in (own, *organisation.name) if code in organisation.name]
    return next((code for code in named if code in language_codes()), settings.LANGUAGE_CODE)


def write_invoice(
    *,
    user: Any,
    issuer: Issuer,
    membership: Membership,
    year: int,
    issued_on: datetime.date,
    due_on: datetime.date,
    total: Decimal,
    currency: str,
    lines: list[dict[str, Any]],
    **more: Any,
) -> Invoice:
    """An invoice with its number, its entry in the ledger and its routing; credit the member has is used for it.
    In the caller's transaction, which has asked for the permission. Raises ValidationError, IntegrityError."""
    organisation = membership.organisation
    number = next_number(issuer, Series.INVOICE, issued_on.year)
    invoice = Invoice(
        issuer=issuer, kind=InvoiceKind.INVOICE, year=year, number=number, numbered_year=issued_on.year,
        reference=reference_of(issuer, Series.INVOICE, issued_on.year, number), membership=membership,
        issued_on=issued_on, due_on=due_on, language=language_of(organisation), currency=currency, total=total,
        lines=lines, payer=payer_of(organisation), seller=seller_of(issuer), issued_by=user, **more,
    )  # fmt: skip
    invoice.full_clean(exclude=["payer", "seller", "lines"], validate_unique=False, validate_constraints=False)
    invoice.save()
    _post_invoice(invoice, user)
    Routing.objects.create(invoice=invoice, **_first_routing(organisation))
    use_credit(invoice, user=user, on=issued_on)
    return invoice


def _first_routing(organisation: Organisation) -> dict[str, str]:
    """The member's only SIRET, its ICE. Of several SIRETs nobody guesses: the billing contact chooses."""
    sirets = [i for i in organisation.identifiers.all() if i.scheme == IdentifierScheme.SIRET]
    ices = [i for i in organisation.identifiers.all() if i.scheme == IdentifierScheme.ICE]
    found = {"ice": ices[0].number} if ices else {}
    if len(sirets) == 1:
        found |= {"siret": sirets[0].number, "siret_label": sirets[0].label}
    return found


def _post_invoice(invoice: Invoice, user: Any) -> None:
    owed: dict[str, Any] = {"currency": invoice.currency, "membership": invoice.membership, "invoice": invoice}
    sides = [Side(Account.RECEIVABLE, invoice.total, **owed), Side(Account.INCOME, -invoice.total, **owed)]
    write_entry(EntryKind.INVOICE, sides, on=invoice.issued_on, reference=invoice.reference, actor=user)


def use_credit(invoice: Invoice, *, user: Any, on: datetime.date) -> Decimal:
    """Pay an invoice from the member's credit as far as it goes; returns how much."""
    amount = min(credit_of(invoice.membership, invoice.currency), balance_of(invoice))
    if amount <= 0:
        return Decimal(0)
    owed: dict[str, Any] = {"currency": invoice.currency, "membership": invoice.membership, "invoice": invoice}
    sides = [Side(Account.CREDIT, amount, **owed), Side(Account.RECEIVABLE, -amount, **owed)]
    write_entry(EntryKind.ALLOCATION, sides, on=on, reference=invoice.reference, actor=user)
    return amount
