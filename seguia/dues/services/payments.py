"""Money that came in: recorded once, laid on invoices, given back, taken back."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.dues.models import Account, Entry, EntryKind, Invoice, InvoiceKind, Issuer, Payment, Series
from seguia.dues.money import is_exact
from seguia.dues.queries.balances import balance_of, credit_of, with_balance
from seguia.dues.services.ledger import Side, lock_ledger, next_number, write_entry
from seguia.dues.services.papers import language_of, payer_of, reference_of, seller_of, use_credit
from seguia.membership.models import Membership, MembershipStatus
from seguia.membership.services.lifecycle import activate_membership


class AlreadyRecorded(Conflict):
    """The reference is known: the money was counted once, and is not counted again."""

    code = "already_recorded"

    def __init__(self, message: Any, payment: Payment) -> None:
        super().__init__(message)
        self.payment = payment


def record_payment(
    *,
    user: Any,
    membership: Membership,
    received_on: datetime.date,
    amount: Decimal,
    currency: str,
    method: str,
    reference: str,
    invoice: Invoice | None = None,
) -> Payment:
    """Write down money received. It pays `invoice` first, then the member's other open invoices, the oldest first;
    what is left becomes credit. Raises Refused, Invalid, ValidationError, AlreadyRecorded."""
    reference = reference.strip()
    try:
        with transaction.atomic():
            require("dues.record_payment", user)
            lock_ledger()
            _refuse_known(reference, membership, amount, currency)
            _check(membership, received_on, amount, currency, invoice)
            payment = _write_payment(user, membership, received_on, amount, currency, method, reference)
            _allocate(payment, invoice, user)
            record_event("dues.payment.recorded", payment, actor=user, amount=str(amount), currency=currency)
            _activate(user, membership, received_on)
    except IntegrityError as error:
        # On PostgreSQL two at the same moment queue at the ledger; this is the second wall.
        known = Payment.objects.filter(reference=reference).first()
        if known is None:
            raise
        raise _already(known) from error
    return payment


def _refuse_known(reference: str, membership: Membership, amount: Decimal, currency: str) -> None:
    if known := Payment.objects.filter(reference=reference).first():
        raise _already(known)


def _already(known: Payment) -> AlreadyRecorded:
    return AlreadyRecorded(
        _("A payment with the reference “%(reference)s” is recorded already (receipt %(receipt)s). Nothing was added.")
        % {"reference": known.reference, "receipt": known.receipt},
        known,
    )


def _check(
    membership: Membership, received_on: datetime.date, amount: Decimal, currency: str, invoice: Invoice | None
) -> None:
    if amount <= 0 or not is_exact(amount, currency):
        raise Invalid(_("Enter an amount above zero, with the decimals of the currency. Nothing was recorded."))
    if received_on > timezone.localdate():
        raise Invalid(_("A payment cannot be received on a day that is still to come. Nothing was recorded."))
    if invoice is None:
        return
    if invoice.membership_id != membership.pk or invoice.kind != InvoiceKind.INVOICE:
        raise Invalid(_("This invoice is not one of this member. Nothing was recorded."))
    if invoice.currency != currency:
        raise Invalid(
            _("The invoice is in %(currency)s. Record what arrived in that currency. Nothing was recorded.")
            % {"currency": invoice.currency}
        )


def _write_payment(
    user: Any,
    membership: Membership,
    received_on: datetime.date,
    amount: Decimal,
    currency: str,
    method: str,
    reference: str,
) -> Payment:
    issuer = Issuer.objects.order_by("-is_default", "pk").first()
    if issuer is None:
        raise Invalid(_("Enter the issuer of the invoices first. Nothing was recorded."))
    year = timezone.localdate().year
    number = next_number(issuer, Series.RECEIPT, year)
    payment = Payment(
        issuer=issuer, membership=membership, received_on=received_on, amount=amount, currency=currency, method=method,
        reference=reference, number=number, numbered_year=year,
        receipt=reference_of(issuer, Series.RECEIPT, year, number), payer=payer_of(membership.organisation),
        seller=seller_of(issuer), language=language_of(membership.organisation), recorded_by=user,
    )  # fmt: skip
    payment.full_clean(exclude=["payer", "seller"], validate_unique=False, validate_constraints=False)
    payment.save()
    return payment


def open_invoices_of(membership: Membership, currency: str) -> list[Any]:
    """What the member still owes in a currency, with `balance`, the oldest first."""
    invoices = Invoice.objects.filter(membership=membership, currency=currency, kind=InvoiceKind.INVOICE)
    return list(with_balance(invoices).filter(balance__gt=0).order_by("due_on", "pk"))


def _allocate(payment: Payment, first: Invoice | None, user: Any) -> None:
    left = payment.amount
    owed: dict[str, Any] = {"currency": payment.currency, "membership": payment.membership, "payment": payment}
    sides = [Side(Account.BANK, payment.amount, **owed)]
    invoices = open_invoices_of(payment.membership, payment.currency)
    for invoice in sorted(invoices, key=lambda row: first is None or row.pk != first.pk):
        part = min(left, invoice.balance)
        if part > 0:
            sides.append(Side(Account.RECEIVABLE, -part, invoice=invoice, **owed))
            left -= part
    sides.append(Side(Account.CREDIT, -left, **owed))
    write_entry(EntryKind.PAYMENT, sides, on=payment.received_on, reference=payment.receipt, actor=user)


def _activate(user: Any, membership: Membership, on: datetime.date) -> None:
    """An accepted organisation is a member from its first payment on, or from the one that settles everything."""
    fresh = Membership.objects.get(pk=membership.pk)
    if fresh.status != MembershipStatus.ACCEPTED:
        return
    if settings.DUES_ACTIVATION == "full":
        invoices = with_balance(Invoice.objects.filter(membership=fresh, kind=InvoiceKind.INVOICE))
        if invoices.filter(balance__gt=0).exists():
            return
    activate_membership(user=user, membership=fresh, on=on)


def reverse_payment(*, user: Any, payment: Payment, reason: str) -> Entry:
    """Take a payment back that was entered wrongly or bounced: the opposite entry is written, what it had paid is open
    again. Raises Refused, Invalid, Conflict when its money was used or given back meanwhile."""
    if not reason.strip():
        raise Invalid(_("Say why the payment is taken back. Nothing was changed."))
    with transaction.atomic():
        require("dues.record_payment", user, payment)
        lock_ledger()
        entry = Entry.objects.get(kind=EntryKind.PAYMENT, postings__payment=payment, postings__account=Account.BANK)
        if Entry.objects.filter(reverses=entry).exists():
            raise Conflict(_("This payment was taken back already. Nothing was changed."))
        sides = [
            Side(p.account, -p.amount, p.currency, p.membership, p.invoice, p.payment)
            for p in entry.postings.select_related("membership", "invoice", "payment").order_by("pk")
        ]
        kept = sum((side.amount for side in sides if side.account == Account.CREDIT), Decimal(0))
        if kept > credit_of(payment.membership, payment.currency):
            raise Conflict(_("The credit of this payment was used or refunded meanwhile. Nothing was changed."))
        _refuse_credited(entry)
        found = write_entry(
            EntryKind.REVERSAL, sides, on=timezone.localdate(), reference=payment.receipt, note=reason, actor=user,
            reverses=entry,
        )  # fmt: skip
        record_event("dues.payment.reversed", payment, actor=user, receipt=payment.receipt)
    return found


def _refuse_credited(entry: Entry) -> None:
    """An invoice that was credited after its payment has turned that money into credit."""
    paid = entry.postings.filter(account=Account.RECEIVABLE).values("invoice")
    if Entry.objects.filter(kind=EntryKind.CREDIT_NOTE, number__gt=entry.number, postings__invoice__in=paid).exists():
        raise Conflict(
            _("An invoice that this payment paid was credited afterwards. Nothing was changed; use a refund.")
        )


def refund_credit(*, user: Any, membership: Membership, amount: Decimal, currency: str, reference: str) -> Entry:
    """Give a member's credit back. The same reference is never refunded twice. Raises Refused, Invalid, Conflict."""
    reference = reference.strip()
    with transaction.atomic():
        require("dues.record_payment", user)
        lock_ledger()
        if not reference:
            raise Invalid(_("Enter the reference of the bank transfer. Nothing was recorded."))
        if amount <= 0 or not is_exact(amount, currency):
            raise Invalid(_("Enter an amount above zero, with the decimals of the currency. Nothing was recorded."))
        if Entry.objects.filter(kind=EntryKind.REFUND, reference=reference).exists():
            raise Conflict(_("A refund with this reference is recorded already. Nothing was added."))
        if amount > credit_of(membership, currency):
            raise Conflict(_("The member does not have that much credit. Nothing was recorded."))
        sides = [
            Side(Account.CREDIT, amount, currency, membership),
            Side(Account.BANK, -amount, currency, membership),
        ]
        entry = write_entry(EntryKind.REFUND, sides, on=timezone.localdate(), reference=reference, actor=user)
        record_event("dues.credit.refunded", membership, actor=user, amount=str(amount), currency=currency)
    return entry


def use_credit_for(*, user: Any, invoice: Invoice) -> Decimal:
    """Pay an open invoice from the member's credit; returns how much. Raises Refused, Conflict."""
    with transaction.atomic():
        require("dues.record_payment", user, invoice)
        lock_ledger()
        if invoice.kind != InvoiceKind.INVOICE or balance_of(invoice) <= 0:
            raise Conflict(_("This invoice is settled. Nothing was changed."))
        amount = use_credit(invoice, user=user, on=timezone.localdate())
        if not amount:
            raise Conflict(_("The member has no credit in this currency. Nothing was changed."))
        record_event("dues.credit.used", invoice, actor=user, amount=str(amount), currency=invoice.currency)
    return amount
