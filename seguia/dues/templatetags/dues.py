"""Amounts with all their decimals, and the state of an invoice."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from seguia.dues.money import written

register = template.Library()


@register.simple_tag
def amount(value: Decimal | None, currency: str) -> SafeString | str:
    """An amount as the reader's language writes it; nothing for nothing."""
    return "" if value is None or not currency else format_html("<bdi>{}</bdi>", written(value, currency))


@register.filter
def in_fours(number: str) -> str:
    """An IBAN or RIB as it is printed and read aloud; it breaks on a narrow page."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


@register.simple_tag
def invoice_state(invoice: Any, balance: Decimal | None = None) -> SafeString:
    """`settled`, `partly paid`, `overdue` … as a badge. Reads `balance` and `follow_up` of the invoice."""
    owed = invoice.balance if balance is None else balance
    look, word = _state(invoice, owed)
    return format_html('<span class="badge {}">{}</span>', look, word)


def _state(invoice: Any, owed: Decimal) -> tuple[str, str]:
    follow_up = getattr(invoice, "follow_up", None)
    if invoice.kind == "credit":
        return "", _("credit note")
    if owed <= 0:
        return "is-published", _("settled")
    if follow_up and follow_up.disputed_on:
        return "is-draft", _("disputed")
    day = follow_up.delayed_until if follow_up and follow_up.delayed_until else invoice.due_on
    if day < timezone.localdate():
        return "is-outdated", _("overdue")
    return ("is-submitted", _("partly paid")) if owed < invoice.total else ("is-submitted", _("to be paid"))
