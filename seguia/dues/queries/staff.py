"""What the secretariat's pages show: scales, calls, statements, figures."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid, NotFound
from seguia.dues.models import (
    Account,
    Call,
    Discount,
    Entry,
    Invoice,
    InvoiceKind,
    Issuer,
    LineState,
    Posting,
    ReminderLevel,
    Scale,
    Statement,
    StatementLine,
)
from seguia.dues.queries.balances import with_balance
from seguia.dues.queries.invoices import overdue
from seguia.dues.queries.members import memberships_to_choose
from seguia.membership.models import Membership
from seguia.territories.names import folded

OFFERED = 8


def all_scales() -> "QuerySet[Scale]":
    """Scales, the newest year first."""
    return Scale.objects.order_by("-year", "pk")


def scale_at(public_id: str) -> Scale:
    """A scale. Raises NotFound."""
    found = Scale.objects.prefetch_related("brackets", "kinds").filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no scale of dues at this address."))
    return found


def all_discounts() -> "QuerySet[Discount]":
    """Discounts with their members, the newest year first."""
    return Discount.objects.select_related("membership__organisation").order_by("-year", "-pk")


def all_calls() -> "QuerySet[Any]":
    """Calls with how many members are `planned`, `done` and `excluded`."""
    states = {name: Count("items", filter=Q(items__state=name)) for name in ("planned", "done", "excluded")}
    return Call.objects.annotate(**states).order_by("-pk")


def call_totals(call: Call) -> list[dict[str, Any]]:
    """Per currency: members, amount, of which invoiced."""
    rows: QuerySet[Any, Any] = call.items.exclude(state="excluded").order_by().values("currency")
    done = Q(state="done")
    return list(rows.annotate(n=Count("pk"), total=Sum("amount"), done=Count("pk", filter=done)).order_by("currency"))


def call_reasons(call: Call) -> list[dict[str, Any]]:
    """Why members are left out, and how many each; the most frequent reasons."""
    left_out = call.items.filter(state="excluded").order_by()
    rows: QuerySet[Any, Any] = left_out.values("reason", "figures").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "reason"))[:30]


def all_issuers() -> "QuerySet[Issuer]":
    """Who issues."""
    return Issuer.objects.order_by("pk")


def issuer_at(pk: int) -> Issuer:
    """An issuer. Raises NotFound."""
    if (found := Issuer.objects.filter(pk=pk).first()) is None:
        raise NotFound(_("There is no issuer at this address."))
    return found


def all_levels() -> "QuerySet[ReminderLevel]":
    """Levels of reminder, the earliest first."""
    return ReminderLevel.objects.order_by("days")


def level_at(pk: int) -> ReminderLevel:
    """A level. Raises NotFound."""
    if (found := ReminderLevel.objects.filter(pk=pk).first()) is None:
        raise NotFound(_("There is no level of reminder at this address."))
    return found


def all_statements() -> "QuerySet[Any]":
    """Statements with the number of lines and of those still `waiting`."""
    waiting = Count("lines", filter=Q(lines__state=LineState.OPEN))
    return Statement.objects.annotate(total=Count("lines"), waiting=waiting).order_by("-pk")


def statement_at(public_id: str) -> Statement:
    """A statement with its lines. Raises NotFound."""
    lines = StatementLine.objects.select_related("suggested__membership__organisation", "payment")
    found = Statement.objects.prefetch_related(Prefetch("lines", lines)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no bank statement at this address."))
    return found


def open_figures() -> list[dict[str, Any]]:
    """Per currency: what is owed, what of it is overdue, members' credit."""
    owed = Posting.objects.filter(account__in=[Account.RECEIVABLE, Account.CREDIT]).order_by()
    found: dict[str, dict[str, Any]] = {}
    for row in owed.values("currency", "account").annotate(total=Sum("amount")).order_by("currency"):
        figures = found.setdefault(
            row["currency"], {"receivable": Decimal(0), "credit": Decimal(0), "overdue": Decimal(0)}
        )
        figures[row["account"]] = abs(row["total"])
    late = overdue(with_balance(Invoice.objects.all())).values("pk")
    postings = Posting.objects.filter(account=Account.RECEIVABLE, invoice__in=late).order_by()
    for row in postings.values("currency").annotate(total=Sum("amount")):
        found[row["currency"]]["overdue"] = row["total"]
    return [{"currency": currency, **figures} for currency, figures in found.items()]


def years_with_entries() -> list[int]:
    """Years there is something to export of, the newest first."""
    years = set(Entry.objects.order_by().annotate(y=ExtractYear("on")).values_list("y", flat=True).distinct())
    years |= set(Invoice.objects.order_by().values_list("year", flat=True).distinct())
    return sorted(years, reverse=True)


def years_with_invoices() -> list[int]:
    """For the filter of the list."""
    return sorted(set(Invoice.objects.order_by().values_list("year", flat=True).distinct()), reverse=True)


def member_named(text: str) -> Membership:
    """The member somebody typed: its identifier, or a part of its name. Raises Invalid with what is similar."""
    text = text.strip()
    known = memberships_to_choose().filter(public_id=text.lower()).first()
    if known:
        return known
    key = folded(text)
    named = memberships_to_choose().filter(organisation__search_key__contains=key) if key else Membership.objects.none()
    found = list(named[: OFFERED + 1])
    exact = [row for row in found if text in row.organisation.name.values()]
    if len(found) == 1 or len(exact) == 1:
        return (exact or found)[0]
    if not found:
        raise Invalid(_("No member has a name like “%(name)s”.") % {"name": text[:60]})
    similar = ", ".join(f"{row.organisation.label().text} ({row.public_id})" for row in found[:OFFERED])
    raise Invalid(
        _("Several members have a name like this: %(names)s. Enter the code in brackets.") % {"names": similar}
    )


def invoice_numbered(reference: str) -> Invoice:
    """The invoice with a number, however it was typed. Raises Invalid."""
    found = Invoice.objects.select_related("membership__organisation").filter(
        kind=InvoiceKind.INVOICE, reference__iexact=reference.strip()
    )
    invoice: Invoice | None = found.first()
    if invoice is None:
        raise Invalid(_("There is no invoice with the number “%(number)s”.") % {"number": reference[:40]})
    return invoice
