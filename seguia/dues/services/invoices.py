"""Single papers: an invoice by hand, a credit note, routing, a dispute, writing off."""

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.dues.models import Account, EntryKind, FollowUp, Invoice, InvoiceKind, Issuer, Routing, Series
from seguia.dues.money import is_exact
from seguia.dues.queries.balances import balance_of
from seguia.dues.services.ledger import Side, lock_ledger, next_number, write_entry
from seguia.dues.services.papers import reference_of, seller_of, write_invoice
from seguia.dues.services.telling import tell_billing_contacts
from seguia.membership.models import Membership


def issue_invoice(
    *,
    user: Any,
    issuer: Issuer,
    membership: Membership,
    year: int,
    due_on: datetime.date,
    total: Decimal,
    currency: str,
    lines: list[dict[str, Any]],
    issued_on: datetime.date | None = None,
) -> Invoice:
    """One invoice outside a call. A year has one; after a credit note for all of it, another may be issued in its
    place. Raises Refused, Conflict, ValidationError."""
    day = issued_on or timezone.localdate()
    with transaction.atomic():
        require("dues.issue_invoice", user)
        lock_ledger()
        if due_on < day:
            raise ValidationError({"due_on": _("The day of payment cannot be before the date of the invoice.")})
        if not is_exact(total, currency):
            raise ValidationError({"total": _("This is smaller than the smallest unit of the currency.")})
        earlier = list(Invoice.objects.filter(membership=membership, year=year, kind=InvoiceKind.INVOICE))
        if any(credited_amount(invoice) < invoice.total for invoice in earlier):
            raise Conflict(
                _(
                    "The dues of this member for this year are invoiced already. Nothing was issued; write a credit note first."
                )
            )
        invoice = write_invoice(
            user=user, issuer=issuer, membership=membership, year=year, issued_on=day, due_on=due_on, total=total,
            currency=currency, lines=lines, is_replacement=bool(earlier),
        )  # fmt: skip
        record_event("dues.invoice.issued", invoice, actor=user, reference=invoice.reference)
        tell_billing_contacts("dues.invoice", invoice)
    return invoice


def credited_amount(invoice: Invoice) -> Decimal:
    """How much of an invoice was taken back by credit notes."""
    return sum((note.total for note in invoice.credit_notes.all()), Decimal(0))


def issue_credit_note(*, user: Any, invoice: Invoice, amount: Decimal, reason: str) -> Invoice:
    """Take an invoice back, or a part of it. What was paid on that part becomes credit of the member.
    Raises Refused, Conflict, Invalid."""
    day = timezone.localdate()
    with transaction.atomic():
        require("dues.issue_invoice", user, invoice)
        lock_ledger()
        _check_credit(invoice, amount, reason)
        number = next_number(invoice.issuer, Series.CREDIT, day.year)
        note = Invoice(
            issuer=invoice.issuer, kind=InvoiceKind.CREDIT, year=invoice.year, number=number, numbered_year=day.year,
            reference=reference_of(invoice.issuer, Series.CREDIT, day.year, number), membership=invoice.membership,
            corrects=invoice, issued_on=day, due_on=day, language=invoice.language, currency=invoice.currency,
            total=amount, reason=reason.strip()[:300], payer=invoice.payer, seller=seller_of(invoice.issuer),
            issued_by=user,
        )  # fmt: skip
        note.save()
        _post_credit(note, invoice, user)
        record_event("dues.invoice.credited", note, actor=user, reference=note.reference, corrects=invoice.reference)
        tell_billing_contacts("dues.credit_note", note)
    return note


def _check_credit(invoice: Invoice, amount: Decimal, reason: str) -> None:
    if invoice.kind != InvoiceKind.INVOICE:
        raise Invalid(_("A credit note cannot be corrected by another one. Nothing was issued."))
    if not reason.strip():
        raise Invalid(_("Say why the invoice is corrected. Nothing was issued."))
    if amount <= 0 or not is_exact(amount, invoice.currency):
        raise Invalid(_("Enter an amount above zero, with the decimals of the currency. Nothing was issued."))
    if amount > invoice.total - credited_amount(invoice):
        raise Conflict(_("This is more than what is left of the invoice. Nothing was issued."))


def _post_credit(note: Invoice, invoice: Invoice, user: Any) -> None:
    """First what is unpaid is taken off, then what is paid turns into credit."""
    owed: dict[str, Any] = {"currency": note.currency, "membership": note.membership, "invoice": invoice}
    open_part = min(note.total, max(balance_of(invoice), Decimal(0)))
    sides = [
        Side(Account.INCOME, note.total, **owed),
        Side(Account.RECEIVABLE, -open_part, **owed),
        Side(Account.CREDIT, open_part - note.total, **owed),
    ]
    write_entry(EntryKind.CREDIT_NOTE, sides, on=note.issued_on, reference=note.reference, note=note.reason, actor=user)


def write_off(*, user: Any, invoice: Invoice, reason: str, version: str = "") -> Decimal:
    """Give up what is unpaid, with the reason; returns how much. Raises Refused, Invalid, Conflict."""
    if not reason.strip():
        raise Invalid(_("Say why the dues are written off. Nothing was changed."))
    with transaction.atomic():
        require("dues.issue_invoice", user, invoice)
        lock_ledger()
        check_version(invoice, version)
        amount = balance_of(invoice)
        if amount <= 0:
            raise Conflict(_("This invoice is settled. Nothing was changed."))
        owed: dict[str, Any] = {"currency": invoice.currency, "membership": invoice.membership, "invoice": invoice}
        sides = [Side(Account.WRITE_OFF, amount, **owed), Side(Account.RECEIVABLE, -amount, **owed)]
        write_entry(
            EntryKind.WRITE_OFF, sides, on=timezone.localdate(), reference=invoice.reference, note=reason, actor=user
        )
        record_event("dues.invoice.written_off", invoice, actor=user, amount=str(amount), currency=invoice.currency)
    return amount


def follow_up_of(invoice: Invoice) -> FollowUp:
    """Its follow-up, locked; made when there is none."""
    row, _created = FollowUp.objects.get_or_create(invoice=invoice)
    return FollowUp.objects.select_for_update().get(pk=row.pk)


def version_of(invoice: Invoice, balance: Decimal) -> str:
    """What a person of the desk has read: decided on something else, the decision is refused."""
    follow_up = getattr(invoice, "follow_up", None)
    return f"{follow_up.version if follow_up else 0}:{balance.normalize():f}"


def check_version(invoice: Invoice, version: str) -> None:
    """Raises Conflict when something happened to the invoice since it was read."""
    fresh = Invoice.objects.select_related("follow_up").get(pk=invoice.pk)
    if version and version != version_of(fresh, balance_of(fresh)):
        raise Conflict(_("Something happened to this invoice since you read it. Nothing was changed; read it again."))


def set_dispute(*, user: Any, invoice: Invoice, reason: str) -> FollowUp:
    """A member does not agree: no reminders until it is settled. Raises Refused, Invalid."""
    if not reason.strip():
        raise Invalid(_("Say what you do not agree with. Nothing was changed."))
    with transaction.atomic():
        require("dues.route_invoice", user, invoice)
        row = follow_up_of(invoice)
        row.disputed_on, row.dispute_reason, row.disputed_by = timezone.localdate(), reason.strip()[:500], user
        row.version += 1
        row.save()
        record_event("dues.invoice.disputed", invoice, actor=user)
    return row


def settle_dispute(*, user: Any, invoice: Invoice) -> FollowUp:
    """The secretariat has answered; reminders go on. Raises Refused."""
    with transaction.atomic():
        require("dues.remind", user, invoice)
        row = follow_up_of(invoice)
        row.disputed_on = None
        row.version += 1
        row.save()
        record_event("dues.invoice.dispute_settled", invoice, actor=user)
    return row


def route_invoice(*, user: Any, invoice: Invoice, fields: dict[str, str]) -> Routing:
    """Where inside the public body the invoice goes; until it is paid. Amounts stay. Raises Refused, Conflict,
    ValidationError."""
    with transaction.atomic():
        require("dues.route_invoice", user, invoice)
        if invoice.kind != InvoiceKind.INVOICE or balance_of(invoice) <= 0:
            raise Conflict(_("This invoice is settled: its routing is not changed any more. Nothing was saved."))
        routing, _created = Routing.objects.get_or_create(invoice=invoice)
        routing = Routing.objects.select_for_update().get(pk=routing.pk)
        for name, value in fields.items():
            setattr(routing, name, value)
        routing.full_clean()
        routing.save()
        record_event("dues.invoice.routed", invoice, actor=user, reference=invoice.reference)
    return routing
