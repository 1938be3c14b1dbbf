"""Money under a crowd, with real connections; and the same without the lock, where it must go wrong."""

import threading
import time
from decimal import Decimal
from typing import Any

import pytest

from seguia.config.testing import Cast, make_cast
from seguia.core.tests.real_database import at_once, real_database  # noqa: F401 -- a fixture
from seguia.dues.models import Entry, Invoice, Issuer, Payment
from seguia.dues.queries.balances import balance_of, credit_of
from seguia.dues.services import ledger
from seguia.dues.services.calls import prepare_call, run_call_step, start_call
from seguia.dues.services.payments import AlreadyRecorded, refund_credit
from seguia.dues.tests.house import DAY, DUE, YEAR, make_invoice, make_issuer, make_membership, make_scale, pay
from seguia.dues.verification import ledger_faults
from seguia.membership.models import Membership, Organisation


@pytest.fixture
def racing_cast(real_database: None) -> Cast:  # noqa: F811
    made = make_cast()
    make_issuer()
    return made


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_two_people_record_the_same_payment_at_once(racing_cast):
    membership = make_membership(racing_cast.chefchaouen_town)
    invoice = make_invoice(racing_cast, membership)
    results = at_once([lambda: pay(racing_cast, membership, "1000")] * 2)
    assert kinds(results) == ["AlreadyRecorded", "Payment"]
    known = next(result for result in results if isinstance(result, AlreadyRecorded))
    assert known.payment == Payment.objects.get()
    assert balance_of(invoice) == 4000
    assert list(ledger_faults()) == []


def test_many_payments_at_once_never_pay_more_than_is_owed(racing_cast):
    membership = make_membership(racing_cast.chefchaouen_town)
    invoice = make_invoice(racing_cast, membership)
    jobs = [lambda n=n: pay(racing_cast, membership, "900", f"V-{n}") for n in range(8)]
    assert kinds(at_once(jobs)) == ["Payment"] * 8
    assert (balance_of(invoice), credit_of(membership, "MAD")) == (0, 2200)
    assert sorted(Payment.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert sorted(Entry.objects.values_list("number", flat=True)) == list(range(1, 10))
    assert list(ledger_faults()) == []


def test_credit_is_refunded_once(racing_cast):
    membership = make_membership(racing_cast.chefchaouen_town)
    pay(racing_cast, membership, "500")
    facts = {"user": racing_cast.secretariat, "membership": membership, "amount": Decimal(500), "currency": "MAD"}
    results = at_once([lambda n=n: refund_credit(**facts, reference=f"R-{n}") for n in range(4)])
    assert kinds(results) == ["Conflict", "Conflict", "Conflict", "Entry"]
    assert credit_of(membership, "MAD") == 0
    assert list(ledger_faults()) == []


def test_numbers_have_no_gap_when_many_are_issued_at_once(racing_cast):
    members = []
    for number in range(6):
        organisation = Organisation.objects.create(kind="association", name={"fr": f"Amis {number}"}, country="FR")
        members.append(make_membership(organisation))
    results = at_once([lambda m=m: make_invoice(racing_cast, m) for m in members])
    assert kinds(results) == ["Invoice"] * 6
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert list(ledger_faults()) == []


def test_two_workers_issue_each_invoice_once(racing_cast):
    for number in range(6):
        organisation = Organisation.objects.create(kind="association", name={"fr": f"Amis {number}"}, country="FR")
        make_membership(organisation)
    make_scale(racing_cast)
    staff, issuer = racing_cast.secretariat, Issuer.objects.get()
    call = start_call(user=staff, call=prepare_call(user=staff, year=YEAR, issuer=issuer, issued_on=DAY, due_on=DUE))
    results = at_once([lambda: [len(run_call_step(call, 2)) for _ in range(5)]] * 3)
    assert sum(sum(result) for result in results) == 6
    assert Invoice.objects.count() == Membership.objects.count() == 6
    assert list(ledger_faults()) == []


def test_without_the_lock_numbers_collide(racing_cast, monkeypatch):
    """The control: the end of the ledger read outside the transaction's lock, and a pause before writing."""
    members = [make_membership(racing_cast.chefchaouen_town), make_membership(racing_cast.loos_town)]
    read = Entry.objects.order_by("-number").first
    barrier = threading.Barrier(2)
    seen: dict[int, Any] = {}

    def early(m: Membership) -> Any:
        seen[threading.get_ident()] = read()
        barrier.wait(timeout=30)
        return pay(racing_cast, m, "100", f"V-{m.pk}")

    def unlocked() -> Any:
        time.sleep(0.05)
        return seen[threading.get_ident()]

    monkeypatch.setattr(ledger, "lock_ledger", unlocked)
    results = at_once([lambda m=m: early(m) for m in members])
    assert kinds(results) == ["IntegrityError", "Payment"]
