"""Mails about dues, written when they are sent: nothing is said about an invoice that was settled meanwhile."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.addresses import absolute
from seguia.core.translated import as_translated
from seguia.dues.models import Invoice, ReminderLevel
from seguia.dues.money import written
from seguia.dues.queries.balances import balance_of
from seguia.dues.queries.members import sees_dues_of
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage


def register() -> None:
    """Tell the outbox how each mail is written. They cannot be unsubscribed: whoever wants no more of them stops being
    the billing contact."""
    _register("dues.invoice", _("Invoices for dues"), "invoice", read_invoice)
    _register("dues.credit_note", _("Credit notes for dues"), "credit_note", read_paper)
    _register("dues.reminder", _("Reminders of dues"), "reminder", read_reminder)
    _register("dues.delay", _("More time to pay dues"), "delay", read_delay)


def _register(code: str, label: Any, name: str, read: Any) -> None:
    place = f"dues/mail/{name}"
    register_kind(
        code, label=label, subject=f"{place}_subject.txt", text=f"{place}.txt", html=f"{place}.html", read=read,
        is_optional=False,
    )  # fmt: skip


def _paper_of(message: OutboxMessage) -> Invoice | None:
    """The paper, while its recipient still acts for the member."""
    found = Invoice.objects.select_related("membership__organisation", "corrects", "follow_up")
    invoice: Invoice | None = found.filter(public_id=message.facts["invoice"]).first()
    if invoice is None or not sees_dues_of(message.user, invoice.membership.organisation_id):
        return None
    return invoice


def read_paper(message: OutboxMessage) -> Mapping[str, Any] | None:
    """What every mail says: the paper and where it is."""
    invoice = _paper_of(message)
    return None if invoice is None else _facts(invoice, balance_of(invoice))


def _facts(invoice: Invoice, balance: Decimal) -> dict[str, Any]:
    return {
        "reference": invoice.reference,
        "corrects": invoice.corrects.reference if invoice.corrects else "",
        "member": as_translated(invoice.payer_name()).localised(),
        "year": str(invoice.year),
        "total": written(invoice.total, invoice.currency),
        "balance": written(balance, invoice.currency),
        "due_on": invoice.due_on,
        "page_url": absolute(invoice.get_absolute_url()),
        "pdf_url": absolute(reverse("dues:invoice-pdf", args=[invoice.public_id])),
    }


def read_invoice(message: OutboxMessage) -> Mapping[str, Any] | None:
    """Nothing once it is paid, from credit for example."""
    invoice = _paper_of(message)
    if invoice is None or (balance := balance_of(invoice)) <= 0:
        return None
    return _facts(invoice, balance)


def read_reminder(message: OutboxMessage) -> Mapping[str, Any] | None:
    """Nothing after payment, and nothing during a dispute that began meanwhile."""
    told = read_invoice(message)
    if told is None:
        return None
    invoice = Invoice.objects.select_related("follow_up").get(public_id=message.facts["invoice"])
    follow_up = getattr(invoice, "follow_up", None)
    if follow_up and follow_up.disputed_on:
        return None
    level = ReminderLevel.objects.filter(pk=message.facts.get("level")).first()
    return {**told, "sentence": level.text.localised() if level else ""}


def read_delay(message: OutboxMessage) -> Mapping[str, Any] | None:
    """The new day."""
    told = read_invoice(message)
    return None if told is None else {**told, "until": datetime.date.fromisoformat(message.facts["until"])}
