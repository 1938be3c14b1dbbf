"""Money: partly, too much, twice, taken back, given back; and the ledger that always adds up."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seguia.core.errors import Conflict, Invalid, Refused, SeguiaError
from seguia.dues.models import Entry, Invoice, Payment, Posting
from seguia.dues.models.ledger import AppendOnly
from seguia.dues.queries.balances import balance_of, credit_of
from seguia.dues.services.invoices import issue_credit_note, write_off
from seguia.dues.services.ledger import Side, Unbalanced, write_entry
from seguia.dues.services.payments import (
    AlreadyRecorded,
    refund_credit,
    reverse_payment,
    use_credit_for,
)
from seguia.dues.tests.house import DAY, make_invoice, make_membership, pay
from seguia.dues.verification import ledger_faults
from seguia.membership.models import Membership


def holds() -> None:
    assert list(ledger_faults()) == []


def test_partial_payments_settle_an_invoice(cast, membership):
    invoice = make_invoice(cast, membership)
    pay(cast, membership, "2000", "VIR-1")
    assert balance_of(invoice) == 3000
    pay(cast, membership, "3000", "VIR-2")
    assert balance_of(invoice) == 0
    assert credit_of(membership, "MAD") == 0
    holds()


def test_overpayment_becomes_credit_and_pays_the_next_invoice(cast, membership):
    make_invoice(cast, membership)
    pay(cast, membership, "5600")
    assert credit_of(membership, "MAD") == 600
    following = make_invoice(cast, membership, year=2027)
    assert balance_of(following) == 4400
    assert credit_of(membership, "MAD") == 0
    holds()


def test_payment_pays_the_named_invoice_first(cast, membership):
    old = make_invoice(cast, membership)
    new = make_invoice(cast, membership, year=2027, due_on=datetime.date(2027, 4, 30))
    pay(cast, membership, "5500", invoice=new)
    assert (balance_of(new), balance_of(old)) == (0, 4500)


def test_same_reference_is_counted_once(cast, membership):
    invoice = make_invoice(cast, membership)
    first = pay(cast, membership, "1000")
    with pytest.raises(AlreadyRecorded) as caught:
        pay(cast, membership, "1000")
    assert caught.value.payment == first
    assert first.receipt in str(caught.value.message)
    assert balance_of(invoice) == 4000


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "10.001"},
        {"received_on": datetime.date(2999, 1, 1)},
    ],
)
def test_nonsense_is_refused(cast, membership, wrong):
    given_ = {"amount": "100", **wrong}
    with pytest.raises(Invalid):
        pay(cast, membership, given_.pop("amount"), **given_)
    assert not Payment.objects.exists()


def test_other_currency_does_not_pay_an_invoice(cast, membership):
    invoice = make_invoice(cast, membership)
    with pytest.raises(Invalid):
        pay(cast, membership, "5000", currency="EUR", invoice=invoice)
    pay(cast, membership, "5000", currency="EUR")
    assert balance_of(invoice) == 5000
    assert credit_of(membership, "EUR") == 5000
    holds()


def test_invoice_of_another_member_is_not_paid(cast, membership, other):
    invoice = make_invoice(cast, other, currency="EUR")
    with pytest.raises(Invalid):
        pay(cast, membership, "100", currency="EUR", invoice=invoice)


@pytest.mark.parametrize("who", ["mayor", "clerk", "loos_mayor", "stranger"])
def test_only_the_secretariat_records(cast, membership, who):
    with pytest.raises(Refused):
        pay(cast, membership, "100", user=getattr(cast, who))
    assert not Entry.objects.exists()


def test_first_payment_makes_a_member(cast, membership):
    accepted = make_membership(cast.loos_town, "accepted")
    make_invoice(cast, accepted, currency="EUR")
    pay(cast, accepted, "10", currency="EUR")
    accepted.refresh_from_db()
    assert (accepted.status, accepted.since) == ("active", DAY)


@override_settings(DUES_ACTIVATION="full")
def test_only_full_payment_makes_a_member_where_the_network_says_so(cast, membership):
    accepted = make_membership(cast.loos_town, "accepted")
    make_invoice(cast, accepted, currency="EUR")
    pay(cast, accepted, "10", currency="EUR")
    accepted.refresh_from_db()
    assert accepted.status == "accepted"
    pay(cast, accepted, "4990", "VIR-2", currency="EUR")
    accepted.refresh_from_db()
    assert accepted.status == "active"


def test_reversal_opens_the_invoice_again(cast, membership):
    invoice = make_invoice(cast, membership)
    payment = pay(cast, membership, "5200")
    reverse_payment(user=cast.secretariat, payment=payment, reason="رفض التحويل")
    assert balance_of(invoice) == 5000
    assert credit_of(membership, "MAD") == 0
    with pytest.raises(Conflict):
        reverse_payment(user=cast.secretariat, payment=payment, reason="again")
    holds()


def test_payment_whose_credit_was_refunded_is_not_taken_back(cast, membership):
    payment = pay(cast, membership, "700")
    refund_credit(user=cast.secretariat, membership=membership, amount=Decimal(300), currency="MAD", reference="R-1")
    with pytest.raises(Conflict):
        reverse_payment(user=cast.secretariat, payment=payment, reason="x")
    holds()


def test_refund_is_limited_and_counted_once(cast, membership):
    pay(cast, membership, "700")
    facts = {"user": cast.secretariat, "membership": membership, "currency": "MAD"}
    refund_credit(**facts, amount=Decimal(300), reference="R-1")
    with pytest.raises(Conflict):
        refund_credit(**facts, amount=Decimal(100), reference="R-1")
    with pytest.raises(Conflict):
        refund_credit(**facts, amount=Decimal(401), reference="R-2")
    assert credit_of(membership, "MAD") == 400
    holds()


def test_credit_note_on_unpaid_invoice_takes_it_off(cast, membership):
    invoice = make_invoice(cast, membership)
    note = issue_credit_note(user=cast.secretariat, invoice=invoice, amount=Decimal(1500), reason="شطر خاطئ")
    assert (balance_of(invoice), note.reference) == (3500, f"EVC-{note.issued_on.year}-00001")
    with pytest.raises(Conflict):
        issue_credit_note(user=cast.secretariat, invoice=invoice, amount=Decimal(3501), reason="x")
    holds()


def test_credit_note_on_paid_invoice_gives_credit(cast, membership):
    invoice = make_invoice(cast, membership)
    payment = pay(cast, membership, "4000")
    issue_credit_note(user=cast.secretariat, invoice=invoice, amount=Decimal(5000), reason="x")
    assert balance_of(invoice) == 0
    assert credit_of(membership, "MAD") == 4000
    with pytest.raises(Conflict):
        reverse_payment(user=cast.secretariat, payment=payment, reason="x")
    holds()


def test_year_has_one_invoice_until_it_is_credited(cast, membership):
    invoice = make_invoice(cast, membership)
    with pytest.raises(Conflict):
        make_invoice(cast, membership)
    issue_credit_note(user=cast.secretariat, invoice=invoice, amount=invoice.total, reason="x")
    again = make_invoice(cast, membership, "1000.00")
    assert again.is_replacement
    assert again.number == 2


def test_write_off_gives_up_what_is_unpaid(cast, membership):
    invoice = make_invoice(cast, membership)
    pay(cast, membership, "1000")
    with pytest.raises(Invalid):
        write_off(user=cast.secretariat, invoice=invoice, reason=" ")
    assert write_off(user=cast.secretariat, invoice=invoice, reason="حل الجماعة") == 4000
    with pytest.raises(Conflict):
        write_off(user=cast.secretariat, invoice=invoice, reason="again")
    holds()


def test_number_is_taken_back_with_the_transaction(cast, membership, other):
    def broken() -> None:
        with transaction.atomic():
            make_invoice(cast, membership)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert make_invoice(cast, other).number == 1
    assert make_invoice(cast, membership).number == 2
    holds()


def test_what_is_written_is_not_changed(cast, membership):
    invoice = make_invoice(cast, membership)
    invoice.total = Decimal(1)
    with pytest.raises(AppendOnly):
        invoice.save()
    with pytest.raises(AppendOnly):
        invoice.delete()
    with pytest.raises(AppendOnly):
        Posting.objects.update(amount=1)
    with pytest.raises(AppendOnly):
        Entry.objects.all().delete()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE dues_posting SET amount = amount * 2",
        "UPDATE dues_entry SET note = 'x'",
        "UPDATE dues_invoice SET total = 1",
        "UPDATE dues_payment SET amount = 1",
    ],
)
def test_database_itself_refuses_changes(cast, membership, sql):
    make_invoice(cast, membership)
    pay(cast, membership, "100")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_verification_notices_what_was_deleted(cast, membership, capsys):
    make_invoice(cast, membership)
    pay(cast, membership, "100")
    call_command("ledger", "verify")
    assert "2 entries, all in order" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dues_posting WHERE account = 'income'")
    with pytest.raises(CommandError):
        call_command("ledger", "verify")
    assert "entry 1: was changed" in capsys.readouterr().out


def test_unbalanced_entry_is_never_written(cast, membership):
    sides = [Side("bank", Decimal(10), "MAD"), Side("income", Decimal(-9), "MAD")]
    with pytest.raises(Unbalanced):
        write_entry("payment", sides, on=DAY)
    two = [Side("bank", Decimal(10), "MAD"), Side("income", Decimal(-10), "EUR")]
    with pytest.raises(Unbalanced):
        write_entry("payment", two, on=DAY)
    assert not Entry.objects.exists()


deeds = st.lists(
    st.tuples(
        st.sampled_from(["pay", "pay_again", "credit", "refund", "reverse", "write_off", "use", "invoice"]),
        st.integers(1, 9000),
        st.sampled_from(["MAD", "EUR"]),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds)
def test_ledger_holds_whatever_happens(cast, membership, steps):
    """Random deeds in any order: some are refused, none leaves the ledger out of balance."""
    before = transaction.savepoint()
    staff = cast.secretariat
    for number, (deed, units, currency) in enumerate(steps):
        amount = Decimal(units) / 4
        payment, invoice = Payment.objects.first(), Invoice.objects.filter(kind="invoice").first()
        try:
            match deed:
                case "invoice":
                    make_invoice(cast, membership, str(amount), year=2027 + number, currency=currency)
                case "pay":
                    pay(cast, membership, str(amount), f"V-{number}", currency=currency)
                case "pay_again" if payment:
                    pay(cast, membership, str(payment.amount), payment.reference, currency=payment.currency)
                case "credit" if invoice:
                    issue_credit_note(user=staff, invoice=invoice, amount=amount, reason="x")
                case "refund":
                    facts = {"membership": membership, "currency": currency, "reference": f"R-{number}"}
                    refund_credit(user=staff, amount=amount, **facts)
                case "reverse" if payment:
                    reverse_payment(user=staff, payment=payment, reason="x")
                case "write_off" if invoice:
                    write_off(user=staff, invoice=invoice, reason="x")
                case "use" if invoice:
                    use_credit_for(user=staff, invoice=invoice)
        except SeguiaError:
            continue
    holds()
    assert Membership.objects.get(pk=membership.pk).status == "active"
    transaction.savepoint_rollback(before)
