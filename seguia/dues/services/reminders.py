"""Reminders: sent by the worker when a level is reached, or by hand; never after payment, never during a dispute."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid
from seguia.core.permissions import require
from seguia.dues.models import FollowUp, Invoice, Reminder, ReminderLevel
from seguia.dues.queries.balances import balance_of
from seguia.dues.queries.invoices import remindable_invoices
from seguia.dues.services.invoices import check_version, follow_up_of
from seguia.dues.services.ledger import lock_ledger
from seguia.dues.services.telling import tell_billing_contacts

DELAY = datetime.timedelta(days=30)
"""How much more time the desk grants at once."""
BATCH = 100


def send_due_reminders(today: datetime.date | None = None) -> int:
    """The worker's job: for each open invoice the highest level that is reached and was not sent, nor a higher one.
    Returns how many reminders were written."""
    today = today or timezone.localdate()
    levels = list(ReminderLevel.objects.filter(is_active=True).order_by("days"))
    if not levels:
        return 0
    sent = 0
    last_day = today - datetime.timedelta(days=levels[0].days)
    for invoice in remindable_invoices(today).filter(due_on__lte=last_day)[: BATCH * 20]:
        level = _level_reached(invoice, levels, today)
        sent += bool(level and _send_level(invoice, level))
    return sent


def _level_reached(invoice: Any, levels: list[ReminderLevel], today: datetime.date) -> ReminderLevel | None:
    late = (today - invoice.due_on).days
    reached = [level for level in levels if level.days <= late]
    if not reached or (invoice.last_level is not None and invoice.last_level >= reached[-1].days):
        return None
    return reached[-1]


def _send_level(invoice: Invoice, level: ReminderLevel) -> bool:
    """Write it once: the constraint decides between two workers, and the balance is read again behind the lock."""
    try:
        with transaction.atomic():
            lock_ledger()
            if balance_of(invoice) <= 0:
                return False
            Reminder.objects.create(invoice=invoice, level=level, mails=_tell(invoice, level))
            record_event("dues.invoice.reminded", invoice, days=level.days)
    except IntegrityError:
        return False
    return True


def _tell(invoice: Invoice, level: ReminderLevel | None) -> int:
    return tell_billing_contacts("dues.reminder", invoice, level=level.pk if level else None)


def remind_by_hand(*, user: Any, invoice: Invoice, version: str = "") -> Reminder:
    """A reminder from the desk, once a day at most. Raises Refused, Conflict."""
    with transaction.atomic():
        require("dues.remind", user, invoice)
        lock_ledger()
        check_version(invoice, version)
        if balance_of(invoice) <= 0:
            raise Conflict(_("This invoice is settled. Nothing was sent."))
        if Reminder.objects.filter(invoice=invoice, at__date=timezone.localdate()).exists():
            raise Conflict(_("A reminder for this invoice was sent today already. Nothing was sent."))
        mails = _tell(invoice, None)
        if not mails:
            raise Conflict(_("This member has no billing contact, so nobody can be written to. Invite one first."))
        reminder = Reminder.objects.create(invoice=invoice, mails=mails, sent_by=user)
        record_event("dues.invoice.reminded", invoice, actor=user)
    return reminder


def grant_delay(
    *, user: Any, invoice: Invoice, reason: str, until: datetime.date | None = None, version: str = ""
) -> FollowUp:
    """More time to pay: 30 days from today, or until the given day. Raises Refused, Invalid, Conflict."""
    if not reason.strip():
        raise Invalid(_("Say why more time is granted. Nothing was changed."))
    until = until or timezone.localdate() + DELAY
    if until <= timezone.localdate():
        raise Invalid(_("The new day must be still to come. Nothing was changed."))
    with transaction.atomic():
        require("dues.remind", user, invoice)
        check_version(invoice, version)
        row = follow_up_of(invoice)
        row.delayed_until, row.delay_reason = until, reason.strip()[:500]
        row.version += 1
        row.save()
        record_event("dues.invoice.delayed", invoice, actor=user, until=until.isoformat())
        tell_billing_contacts("dues.delay", invoice, until=until.isoformat())
    return row


def save_level(*, user: Any, level: ReminderLevel) -> ReminderLevel:
    """Create or change a level of reminder. Raises Refused, ValidationError."""
    with transaction.atomic():
        require("dues.remind", user, level)
        level.full_clean()
        level.save()
        record_event("dues.reminder_level.saved", level, actor=user, days=level.days)
    return level


def save_issuer(*, user: Any, issuer: Any) -> Any:
    """Create or change who issues; papers that are out stay as they were. Raises Refused, ValidationError."""
    with transaction.atomic():
        require("dues.edit_issuer", user, issuer)
        before = type(issuer).objects.select_for_update().filter(pk=issuer.pk).first()
        if before and before.code != issuer.code and Invoice.objects.filter(issuer=before).exists():
            raise ValidationError({"code": _("Papers with this code are out: it cannot be changed any more.")})
        if issuer.is_default:
            type(issuer).objects.exclude(pk=issuer.pk).update(is_default=False)
        issuer.full_clean()
        issuer.save()
        record_event("dues.issuer.saved", issuer, actor=user, short_code=issuer.code)
    return issuer
