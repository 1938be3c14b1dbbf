"""What the mails say, in each language, and that nobody else gets them; what is kept of people."""

from decimal import Decimal

import pytest

from seguia.accounts.personal_data import personal_data
from seguia.core.languages import language_codes
from seguia.dues.models import Entry, Invoice, Payment
from seguia.dues.services.invoices import issue_credit_note
from seguia.dues.services.reminders import grant_delay
from seguia.dues.tests.house import make_billing, make_invoice, pay
from seguia.dues.verification import ledger_faults
from seguia.membership.models import Representation
from seguia.notifications.models import OutboxMessage
from seguia.notifications.rendering import written_mail


@pytest.mark.parametrize("language", language_codes())
def test_every_mail_can_be_written_in_every_language(cast, membership, language):
    contact = make_billing(cast.chefchaouen_town, language=language)
    invoice = make_invoice(cast, membership)
    grant_delay(user=cast.secretariat, invoice=invoice, reason="ميزانية")
    note = issue_credit_note(user=cast.secretariat, invoice=invoice, amount=Decimal(10), reason="خطأ")
    written = {message.kind: written_mail(message) for message in OutboxMessage.objects.filter(user=contact)}
    assert set(written) == {"dues.invoice", "dues.delay", "dues.credit_note"}
    for mail in written.values():
        assert mail.to == ["amina@example.org"]
        assert "%(" not in mail.body + mail.subject
        assert "/dues/invoices/" in mail.body
    assert invoice.reference in written["dues.invoice"].subject
    assert note.reference in written["dues.credit_note"].subject
    assert "ميزانية" not in written["dues.delay"].body


def test_mail_is_not_written_for_somebody_who_left(cast, membership):
    contact = make_billing(cast.chefchaouen_town)
    make_invoice(cast, membership)
    (message,) = OutboxMessage.objects.filter(kind="dues.invoice")
    Representation.objects.filter(user=contact).delete()
    assert written_mail(message) is None


def test_only_billing_contacts_get_mail(cast, membership):
    make_invoice(cast, membership)
    assert not OutboxMessage.objects.filter(kind__startswith="dues.").exists()


def test_person_is_exported_and_taken_out_while_the_ledger_holds(cast, membership):
    make_invoice(cast, membership)
    payment = pay(cast, membership, "100")
    kept = next(kind for kind in personal_data() if kind.name == "dues")
    found = kept.export(cast.secretariat)
    assert {"what": "payment.recorded_by", "id": payment.pk, "at": payment.recorded_at.isoformat()} in found
    assert kept.export(cast.stranger) == []
    kept.erase(cast.secretariat)
    assert kept.export(cast.secretariat) == []
    assert Payment.objects.get().amount == 100
    assert Invoice.objects.get().issued_by is None
    assert not Entry.objects.exclude(actor=None).exists()
    assert list(ledger_faults()) == []
