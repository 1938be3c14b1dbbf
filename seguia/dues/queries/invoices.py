"""Lists and loaders of papers; what is hidden from a person does not exist for them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.permissions import allowed
from seguia.dues.models import (
    Call,
    CallItem,
    Entry,
    EntryKind,
    Invoice,
    InvoiceKind,
    Issuer,
    Payment,
    Posting,
    Reminder,
)  # fmt: skip
from seguia.dues.queries.balances import with_balance
from seguia.membership.models import MembershipStatus
from seguia.territories.names import folded

REST = datetime.timedelta(days=14)
"""How long an invoice leaves the pile after a reminder by hand."""
QUIET = (MembershipStatus.SUSPENDED, MembershipStatus.ENDED)
"""Members who get no reminders."""


@dataclass(frozen=True)
class InvoiceFilters:
    """What the list of the secretariat is narrowed to."""

    text: str = ""
    year: int | None = None
    state: str = ""
    """`open`, `overdue`, `paid`, `disputed`, `credit`."""
    currency: str = ""


def all_invoices(filters: InvoiceFilters) -> "QuerySet[Any]":
    """Papers with `balance`, the newest first."""
    found = with_balance(Invoice.objects.select_related("membership__organisation", "follow_up"))
    if filters.year:
        found = found.filter(year=filters.year)
    if filters.currency:
        found = found.filter(currency=filters.currency)
    if filters.text:
        named = Q(membership__organisation__search_key__contains=folded(filters.text) or "|nobody")
        found = found.filter(Q(reference__icontains=filters.text.strip()) | named)
    return _in_state(found, filters.state).order_by("-numbered_year", "-kind", "-number")


def _in_state(found: "QuerySet[Any]", state: str) -> "QuerySet[Any]":
    if state == "credit":
        return found.filter(kind=InvoiceKind.CREDIT)
    if state == "open":
        return found.filter(kind=InvoiceKind.INVOICE, balance__gt=0)
    if state == "paid":
        return found.filter(kind=InvoiceKind.INVOICE, balance__lte=0)
    if state == "disputed":
        return found.filter(follow_up__disputed_on__isnull=False, balance__gt=0)
    return overdue(found) if state == "overdue" else found


def overdue(found: "QuerySet[Any]", today: datetime.date | None = None) -> "QuerySet[Any]":
    """Of invoices with `balance`: those that should have been paid, granted time counted."""
    today = today or timezone.localdate()
    found = found.alias(day=Coalesce(F("follow_up__delayed_until"), F("due_on")))
    return found.filter(kind=InvoiceKind.INVOICE, balance__gt=0, day__lt=today)


def overdue_invoices() -> "QuerySet[Any]":
    """What waits for a decision, the longest overdue first: not what is disputed, was reminded of by hand lately, or is
    owed by suspended members, about whom was decided."""
    found = overdue(with_balance(Invoice.objects.select_related("membership__organisation__territory", "follow_up")))
    reminded = Reminder.objects.filter(level=None, at__gte=timezone.now() - REST)
    found = found.exclude(follow_up__disputed_on__isnull=False).exclude(pk__in=reminded.values("invoice"))
    return found.exclude(membership__status=MembershipStatus.SUSPENDED).order_by("due_on", "pk")


def remindable_invoices(today: datetime.date) -> "QuerySet[Any]":
    """Open invoices nothing holds back, with `balance` and the `last_level` that was sent (days)."""
    invoices = Invoice.objects.filter(kind=InvoiceKind.INVOICE).select_related("membership__organisation")
    found: QuerySet[Any] = with_balance(invoices).filter(balance__gt=0).exclude(membership__status__in=QUIET)
    found = found.exclude(follow_up__disputed_on__isnull=False).exclude(follow_up__delayed_until__gte=today)
    with_level: QuerySet[Any] = found.annotate(last_level=Max("reminders__level__days")).order_by("due_on", "pk")
    return with_level


def invoice_for(user: Any, public_id: str) -> Invoice:
    """A paper a person may see. Raises NotFound, also for those of others."""
    found = Invoice.objects.select_related(
        "membership__organisation__territory", "issuer", "corrects", "follow_up", "routing"
    )
    invoice: Invoice | None = found.filter(public_id=public_id).first()
    if invoice is None or not allowed("dues.view_paper", user, invoice):
        raise NotFound(_("There is no invoice at this address that you may see."))
    return invoice


def payment_for(user: Any, public_id: str) -> Payment:
    """A payment a person may see. Raises NotFound."""
    payment: Payment | None = (
        Payment.objects.select_related("membership__organisation", "issuer").filter(public_id=public_id).first()
    )
    if payment is None or not allowed("dues.view_paper", user, payment):
        raise NotFound(_("There is no payment at this address that you may see."))
    return payment


def payments_on(invoice: Invoice) -> list[Posting]:
    """What was paid on an invoice and taken back, the oldest first."""
    postings = Posting.objects.filter(account="receivable", invoice=invoice).exclude(entry__kind=EntryKind.INVOICE)
    return list(postings.select_related("entry", "payment").order_by("entry__number", "pk"))


def payment_parts(payment: Payment) -> list[Posting]:
    """What a payment was laid on."""
    postings = payment.postings.exclude(account="bank").select_related("invoice", "entry")
    return list(postings.order_by("entry__number", "pk"))


def all_payments(year: int | None = None) -> "QuerySet[Any]":
    """Payments with `is_reversed`, the newest first."""
    taken_back = Entry.objects.filter(kind=EntryKind.REVERSAL, postings__payment=OuterRef("pk"))
    payments: QuerySet[Any] = Payment.objects.select_related("membership__organisation")
    found = payments.annotate(is_reversed=Exists(taken_back))
    of_year: QuerySet[Any] = found.filter(received_on__year=year) if year else found
    return of_year


def call_for_staff(public_id: str) -> Call:
    """A call. Raises NotFound."""
    call = Call.objects.select_related("issuer", "started_by").filter(public_id=public_id).first()
    if call is None:
        raise NotFound(_("There is no call for dues at this address."))
    return call


def items_of(call: Call) -> "QuerySet[CallItem]":
    """The members of a call in the order of their membership; those who are left out come after those who pay."""
    left_out = Case(When(state="excluded", then=1), default=0)
    return call.items.select_related("membership__organisation", "invoice").order_by(left_out, "pk")


def default_issuer() -> Issuer | None:
    """Who issues new invoices."""
    return Issuer.objects.order_by("-is_default", "pk").first()
