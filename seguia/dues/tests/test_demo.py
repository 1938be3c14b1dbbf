"""The demonstration's dues load once, through the product's own services."""

from seguia.dues.demo import create_demo_dues
from seguia.dues.models import Invoice, Payment, Scale
from seguia.dues.tests.house import make_membership
from seguia.dues.verification import ledger_faults


def test_demonstration_has_dues_once(cast):
    make_membership(cast.chefchaouen_town)
    make_membership(cast.loos_town)
    create_demo_dues()
    create_demo_dues()
    assert Scale.objects.filter(state="in_force").count() == 2
    assert {invoice.currency for invoice in Invoice.objects.all()} == {"MAD", "EUR"}
    assert Payment.objects.count() == 2
    assert list(ledger_faults()) == []


def test_without_members_nothing_is_asked(cast):
    create_demo_dues()
    assert not Invoice.objects.exists()
