"""What is owed and what is kept as credit, summed from the postings."""

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from seguia.dues.models import Account, Invoice, Posting
from seguia.dues.money import DECIMALS, DIGITS
from seguia.membership.models import Membership

_MONEY: Any = DecimalField(max_digits=DIGITS, decimal_places=DECIMALS)
ZERO = Decimal(0)


def with_balance(invoices: "QuerySet[Invoice]") -> "QuerySet[Any]":
    """Invoices with `balance`: what is still to be paid."""
    postings = Posting.objects.filter(invoice=OuterRef("pk"), account=Account.RECEIVABLE).order_by()
    summed = postings.values("invoice").annotate(total=Sum("amount")).values("total")
    return invoices.annotate(balance=Coalesce(Subquery(summed, output_field=_MONEY), Value(ZERO), output_field=_MONEY))


def balance_of(invoice: Invoice) -> Decimal:
    """What is still to be paid of an invoice."""
    return _sum(Posting.objects.filter(account=Account.RECEIVABLE, invoice=invoice))


def credit_of(membership: Membership, currency: str) -> Decimal:
    """What the network keeps for a member in a currency: overpaid, or credited after payment."""
    return -_sum(Posting.objects.filter(account=Account.CREDIT, membership=membership, currency=currency))


def credits_for(organisation_ids: Any) -> list[tuple[str, Decimal]]:
    """(currency, credit) of these organisations together, without currencies at nothing."""
    found = (
        Posting.objects.filter(account=Account.CREDIT, membership__organisation__in=organisation_ids)
        .values("currency")
        .annotate(total=Sum("amount"))
        .order_by("currency")
    )
    return [(row["currency"], -row["total"]) for row in found if row["total"]]


def totals_by_account(year: int) -> list[dict[str, Any]]:
    """Per account and currency: what the entries of a year add up to, debit positive."""
    postings = Posting.objects.filter(entry__on__year=year).order_by()
    found = postings.values("account", "currency").annotate(balance=Sum("amount")).order_by("currency", "account")
    return [{**row, "name": Account(row["account"]).label} for row in found]


def _sum(postings: Any) -> Decimal:
    return postings.aggregate(total=Sum("amount"))["total"] or ZERO
