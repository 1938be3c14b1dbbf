"""The pile "overdue dues" of the secretariat's desk: remind, grant time, suspend the member, write off."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Invalid, Message
from seguia.core.translated import as_translated
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, register_waiting
from seguia.dues.models import Invoice
from seguia.dues.money import written
from seguia.dues.queries.invoices import invoice_for, overdue_invoices
from seguia.dues.services.invoices import check_version, version_of, write_off
from seguia.dues.services.reminders import grant_delay, remind_by_hand
from seguia.membership.services.lifecycle import suspend_membership


def register() -> None:
    """Show the pile on the desk."""
    register_waiting(
        WaitingKind(
            code="dues-overdue",
            label=gettext_lazy("Overdue dues"),
            permission="dues.remind",
            count=lambda: overdue_invoices().count(),
            items=overdue_items,
            decisions=(
                Decision("remind", gettext_lazy("Send a reminder")),
                Decision("delay", gettext_lazy("Grant 30 more days"), needs_reason=True),
                Decision("suspend", gettext_lazy("Suspend the member"), needs_reason=True, is_positive=False),
                Decision("write_off", gettext_lazy("Write off"), needs_reason=True, is_positive=False),
            ),
            decide=decide,
        )
    )


def overdue_items(offset: int, limit: int) -> Sequence[WaitingItem]:
    """The longest overdue first, in one query."""
    return [_item(invoice) for invoice in overdue_invoices()[offset : offset + limit]]


def _item(invoice: Any) -> WaitingItem:
    begin = datetime.datetime.combine(invoice.due_on, datetime.time(), timezone.get_current_timezone())
    facts = {"number": invoice.reference, "amount": written(invoice.balance, invoice.currency)}
    return WaitingItem(
        key=invoice.public_id,
        title=as_translated(invoice.payer_name()).localised(),
        detail=_("%(number)s: %(amount)s still to be paid") % facts,
        since=begin,
        url=invoice.get_absolute_url(),
        due=invoice.due_on,
        version=version_of(invoice, invoice.balance),
    )


def decide(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Carry a decision out. Raises Refused, NotFound, Conflict, Invalid."""
    invoice: Invoice = invoice_for(user, key)
    if decision == "remind":
        reminder = remind_by_hand(user=user, invoice=invoice, version=version)
        return _("The reminder is sent to %(n)s billing contacts.") % {"n": reminder.mails}
    if decision == "delay":
        grant_delay(user=user, invoice=invoice, reason=reason, version=version)
        return _("More time is granted. The billing contacts are told.")
    if decision == "suspend":
        check_version(invoice, version)
        suspend_membership(user=user, membership=invoice.membership, reason=reason)
        return _("The membership is suspended. The dues stay owed.")
    if decision == "write_off":
        amount = write_off(user=user, invoice=invoice, reason=reason, version=version)
        return _("Written off: %(amount)s.") % {"amount": written(amount, invoice.currency)}
    raise Invalid(_("There is no such decision. Nothing was changed."))
