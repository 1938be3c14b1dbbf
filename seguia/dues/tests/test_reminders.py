"""Reminders: when, to whom, and when not; the pile of the desk."""

import datetime

import pytest
from django.utils import timezone

from seguia.core.errors import Conflict, Invalid, Refused
from seguia.dues.desk import decide, overdue_items
from seguia.dues.models import FollowUp, Reminder
from seguia.dues.queries.balances import balance_of
from seguia.dues.services.invoices import set_dispute, settle_dispute
from seguia.dues.services.reminders import grant_delay, send_due_reminders
from seguia.dues.tests.house import DUE, make_billing, make_invoice, pay
from seguia.notifications.models import OutboxMessage
from seguia.notifications.rendering import written_mail

DAYS = datetime.timedelta(days=1)


@pytest.fixture
def invoice(cast, membership):
    make_billing(cast.chefchaouen_town)
    made = make_invoice(cast, membership)
    OutboxMessage.objects.all().delete()
    return made


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="dues.reminder").order_by("pk"))


def test_each_level_is_sent_once(invoice):
    assert send_due_reminders(DUE - 16 * DAYS) == 0
    assert send_due_reminders(DUE - 15 * DAYS) == 1
    assert send_due_reminders(DUE) == 0
    assert send_due_reminders(DUE + 15 * DAYS) == 1
    assert send_due_reminders(DUE + 15 * DAYS) == 0
    assert len(mails()) == 2


def test_late_start_sends_only_the_last_level(invoice):
    assert send_due_reminders(DUE + 60 * DAYS) == 1
    assert Reminder.objects.get().level.days == 45
    assert send_due_reminders(DUE + 61 * DAYS) == 0


def test_mail_is_in_the_language_of_the_contact_and_only_for_it(invoice, cast):
    send_due_reminders(DUE + 15 * DAYS)
    (message,) = mails()
    mail = written_mail(message)
    assert mail.to == ["amina@example.org"]
    assert "لم نتوصل بعد" in mail.body
    assert invoice.reference in mail.body


def test_nothing_is_sent_after_payment(invoice, cast, membership):
    send_due_reminders(DUE + 15 * DAYS)
    (message,) = mails()
    pay(cast, membership, "5000")
    assert written_mail(message) is None
    assert send_due_reminders(DUE + 90 * DAYS) == 0


def test_dispute_stops_reminders_until_it_is_settled(invoice, cast):
    set_dispute(user=cast.mayor, invoice=invoice, reason="عدد السكان خاطئ")
    assert send_due_reminders(DUE + 15 * DAYS) == 0
    assert overdue_items(0, 10) == []
    settle_dispute(user=cast.secretariat, invoice=invoice)
    assert send_due_reminders(DUE + 15 * DAYS) == 1


def test_granted_time_stops_reminders(invoice, cast):
    until = timezone.localdate() + 40 * DAYS
    grant_delay(user=cast.secretariat, invoice=invoice, reason="ميزانية غير مصادق عليها", until=until)
    assert send_due_reminders(timezone.localdate()) == 0
    assert overdue_items(0, 10) == []
    assert send_due_reminders(until + DAYS) == 1


def test_suspended_member_gets_no_reminder(invoice, membership):
    membership.status = "suspended"
    membership.save()
    assert send_due_reminders(DUE + 15 * DAYS) == 0


def test_member_without_billing_contact_is_noted_not_written_to(cast, membership):
    make_invoice(cast, membership)
    assert send_due_reminders(DUE + 15 * DAYS) == 1
    assert Reminder.objects.get().mails == 0
    assert mails() == []


def test_pile_of_the_desk_is_decided(invoice, cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        (item,) = overdue_items(0, 10)
    assert "5,000.00" in item.detail
    staff = cast.secretariat
    assert "1" in str(decide(user=staff, key=item.key, decision="remind", version=item.version))
    assert overdue_items(0, 10) == []
    with pytest.raises(Conflict):
        decide(user=staff, key=item.key, decision="remind", version=item.version)
    with pytest.raises(Invalid):
        decide(user=staff, key=item.key, decision="delay", reason=" ")
    with pytest.raises(Refused):
        decide(user=cast.mayor, key=item.key, decision="write_off", reason="x")
    decide(user=staff, key=item.key, decision="write_off", reason="حل الجماعة", version=item.version)
    assert balance_of(invoice) == 0


def test_desk_suspends_a_member(invoice, cast, membership):
    (item,) = overdue_items(0, 10)
    decide(user=cast.secretariat, key=item.key, decision="suspend", reason="متأخرات", version=item.version)
    membership.refresh_from_db()
    assert membership.status == "suspended"
    assert balance_of(invoice) == 5000
    assert overdue_items(0, 10) == []


def test_decision_on_what_changed_meanwhile_is_refused(invoice, cast, membership):
    (item,) = overdue_items(0, 10)
    pay(cast, membership, "1000")
    with pytest.raises(Conflict, match="Something happened"):
        decide(user=cast.secretariat, key=item.key, decision="write_off", reason="x", version=item.version)
    assert not FollowUp.objects.exists()
