"""Calls for dues: prepared as a preview, started by a person, issued by the worker in small steps."""

import datetime
import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.dues.computation import CannotCompute, amount_due
from seguia.dues.models import (
    Call,
    CallItem,
    CallState,
    Discount,
    Invoice,
    InvoiceKind,
    Issuer,
    ItemState,
    Scale,
    ScaleState,
)
from seguia.dues.queries.members import owing_memberships
from seguia.dues.services.ledger import lock_ledger
from seguia.dues.services.papers import write_invoice
from seguia.dues.services.telling import tell_billing_contacts
from seguia.dues.tables import facts_of, scale_for, table_of
from seguia.membership.models import Membership, MembershipKind

log = logging.getLogger("seguia.dues")
LARGEST_ID = 2**63 - 1
"""What a column of identifiers holds; an address may name more."""
CHUNK = 25
"""Invoices in one transaction: short enough that nobody waits long behind it."""


def prepare_call(*, user: Any, year: int, issuer: Issuer, issued_on: datetime.date, due_on: datetime.date) -> Call:
    """Compute what every member owes, for reading; nothing is sent yet. Raises Refused, Invalid, ValidationError."""
    with transaction.atomic():
        require("dues.run_call", user)
        scales = _scales_of(year)
        if not scales:
            raise Invalid(_("No scale is in force for %(year)s. Nothing was prepared.") % {"year": year})
        call = Call(year=year, issuer=issuer, issued_on=issued_on, due_on=due_on, created_by=user)
        call.full_clean()
        call.save()
        CallItem.objects.bulk_create(_items(call, scales), batch_size=500)
        record_event("dues.call.prepared", call, actor=user, year=year)
    return call


def _scales_of(year: int) -> list[Scale]:
    scales = Scale.objects.filter(year=year, state=ScaleState.IN_FORCE).prefetch_related("brackets", "kinds")
    return list(scales.order_by("pk"))


def _items(call: Call, scales: list[Scale]) -> Iterable[CallItem]:
    tables = {scale.pk: table_of(scale) for scale in scales}
    discounts = {row.membership_id: row for row in Discount.objects.filter(year=call.year)}
    invoiced = set(invoices_of_year(call.year).values_list("membership_id", flat=True))
    for membership in owing_memberships(call.year):
        item = CallItem(call=call, membership=membership, state=ItemState.EXCLUDED)
        item.scale = scale_for(membership.organisation.seat_country, scales)
        if membership.kind == MembershipKind.HONORARY:
            item.reason = "honorary"
        elif membership.pk in invoiced:
            item.reason = "already_invoiced"
        elif item.scale is None:
            item.reason, item.figures = "no_scale", {"country": membership.organisation.seat_country}
        else:
            _compute(item, tables[item.scale.pk], discounts.get(membership.pk))
        yield item


def invoices_of_year(year: int) -> "QuerySet[Invoice]":
    """Invoices for the dues of a year."""
    return Invoice.objects.filter(year=year, kind=InvoiceKind.INVOICE)


def _compute(item: CallItem, table: Any, discount: Discount | None) -> None:
    try:
        found = amount_due(table, facts_of(item.membership, item.call.year, discount))
    except CannotCompute as error:
        item.reason, item.figures = error.code, error.figures
        return
    item.amount, item.currency = found.amount, found.currency
    item.lines = [line.kept() for line in found.lines]
    if found.amount > 0:
        item.state = ItemState.PLANNED
    else:
        item.reason = "nothing_due"


def exclude_item(*, user: Any, call: Call, membership_id: int, note: str) -> CallItem:
    """Leave a member out of a call that is not started, with the reason. Raises Refused, Conflict, Invalid."""
    if not note.strip():
        raise Invalid(_("Say why this member is left out. Nothing was changed."))
    with transaction.atomic():
        require("dues.run_call", user, call)
        item = _item_in_preview(call, membership_id)
        item.state, item.reason, item.note = ItemState.EXCLUDED, "by_hand", note.strip()[:300]
        item.save()
        record_event("dues.call.member_excluded", call, actor=user, membership=membership_id)
    return item


def include_item(*, user: Any, call: Call, membership_id: int) -> CallItem:
    """Take a member in again that was left out by hand. Raises Refused, Conflict."""
    with transaction.atomic():
        require("dues.run_call", user, call)
        item = _item_in_preview(call, membership_id)
        if item.reason != "by_hand":
            raise Conflict(_("This member was not left out by hand. Nothing was changed."))
        item.state, item.reason, item.note = ItemState.PLANNED, "", ""
        item.save()
        record_event("dues.call.member_included", call, actor=user, membership=membership_id)
    return item


def _item_in_preview(call: Call, membership_id: int) -> CallItem:
    fresh = _locked(call, [CallState.PREVIEW])
    items = CallItem.objects.select_related("membership").filter(call=fresh)
    item = items.filter(membership=membership_id).first() if membership_id <= LARGEST_ID else None
    if item is None or (item.amount is None and item.state == ItemState.EXCLUDED):
        raise Conflict(_("There is no amount for this member in this call. Nothing was changed."))
    return item


def _locked(call: Call, states: list[CallState]) -> Call:
    fresh = Call.objects.select_for_update().get(pk=call.pk)
    if fresh.state not in states:
        raise Conflict(_("This call is no longer in the state this needs. Nothing was changed; reload the page."))
    return fresh


def start_call(*, user: Any, call: Call) -> Call:
    """From now on the worker issues the invoices that were shown. Raises Refused, Conflict."""
    with transaction.atomic():
        require("dues.run_call", user, call)
        fresh = _locked(call, [CallState.PREVIEW])
        if not fresh.items.filter(state=ItemState.PLANNED).exists():
            raise Conflict(_("No member is left to be invoiced. Nothing was started."))
        fresh.state, fresh.started_by, fresh.started_at = CallState.RUNNING, user, timezone.now()
        fresh.save()
        record_event("dues.call.started", fresh, actor=user, year=fresh.year)
    return fresh


def cancel_call(*, user: Any, call: Call) -> Call:
    """Give a preview up. Invoices that are issued stay: each is corrected by a credit note. Raises Refused, Conflict."""
    with transaction.atomic():
        require("dues.run_call", user, call)
        fresh = _locked(call, [CallState.PREVIEW])
        fresh.state = CallState.CANCELLED
        fresh.save()
        record_event("dues.call.cancelled", fresh, actor=user, year=fresh.year)
    return fresh


def run_call_step(call: Call, chunk: int = CHUNK) -> list[Invoice]:
    """Issue the next few invoices, in one transaction: killed at any moment, the next step goes on where the last
    one was committed. Returns them; empty when the call is done."""
    with transaction.atomic():
        lock_ledger()
        fresh = Call.objects.select_for_update().get(pk=call.pk)
        if fresh.state != CallState.RUNNING:
            return []
        items = fresh.items.filter(state=ItemState.PLANNED).select_related("membership__organisation__territory")
        chosen = list(items.order_by("pk")[:chunk])
        taken = _invoiced_meanwhile(fresh, chosen)
        invoices = [_issue(fresh, item) for item in chosen if not _is_taken(item, taken)]
        if not chosen:
            _finish(fresh)
    return invoices


def _invoiced_meanwhile(call: Call, items: list[CallItem]) -> set[int]:
    """Another call or a hand was faster: a year is never asked twice."""
    ids = [item.membership_id for item in items]
    return set(invoices_of_year(call.year).filter(membership__in=ids).values_list("membership_id", flat=True))


def _is_taken(item: CallItem, taken: set[int]) -> bool:
    if item.membership_id not in taken:
        return False
    item.state, item.reason = ItemState.EXCLUDED, "already_invoiced"
    item.save()
    return True


def _issue(call: Call, item: CallItem) -> Invoice:
    membership: Membership = item.membership
    assert item.amount is not None
    invoice = write_invoice(
        user=call.started_by, issuer=call.issuer, membership=membership, year=call.year, issued_on=call.issued_on,
        due_on=call.due_on, total=item.amount, currency=item.currency, lines=item.lines, call=call,
    )  # fmt: skip
    item.state, item.invoice = ItemState.DONE, invoice
    item.save()
    record_event("dues.invoice.issued", invoice, actor=call.started_by, reference=invoice.reference)
    tell_billing_contacts("dues.invoice", invoice)
    return invoice


def _finish(call: Call) -> None:
    call.state, call.finished_at = CallState.DONE, timezone.now()
    call.save()
    record_event("dues.call.finished", call, actor=call.started_by, year=call.year)
