"""Calls for dues: who is asked what, who is left out and why; killed and gone on; twice at once."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from seguia.core.errors import Conflict, Invalid, Refused
from seguia.dues.jobs import run_calls
from seguia.dues.models import Call, CallItem, Discount, Invoice, Issuer, Scale, ScaleBracket
from seguia.dues.services.calls import exclude_item, include_item, prepare_call, run_call_step, start_call
from seguia.dues.services.scales import copy_scale, grant_discount, put_in_force, save_scale
from seguia.dues.tests.house import DAY, DUE, YEAR, make_billing, make_invoice, make_membership, make_scale
from seguia.membership.models import Identifier, Organisation
from seguia.notifications.models import OutboxMessage


def prepared(cast) -> Call:
    return prepare_call(user=cast.secretariat, year=YEAR, issuer=Issuer.objects.get(), issued_on=DAY, due_on=DUE)


def item(call: Call, membership) -> CallItem:
    return CallItem.objects.get(call=call, membership=membership)


def test_every_member_is_asked_by_the_scale_of_its_country(cast, membership, other):
    make_scale(cast)
    make_scale(cast, currency="EUR", countries=["FR"])
    call = prepared(cast)
    mine, theirs = item(call, membership), item(call, other)
    assert (mine.amount, mine.currency, mine.state) == (5000, "MAD", "planned")
    assert (theirs.amount, theirs.currency) == (1000, "EUR")


def test_who_cannot_be_computed_is_left_out_with_the_reason(cast, membership, other):
    make_scale(cast)
    cast.chefchaouen.population = None
    cast.chefchaouen.save()
    partner = Organisation.objects.create(kind="ministry", name={"ar": "وزارة"}, country="MA")
    unknown = make_membership(partner)
    honoured = Organisation.objects.create(kind="association", name={"fr": "Amis"}, country="FR")
    free = make_membership(honoured, kind="honorary")
    call = prepared(cast)
    assert item(call, membership).reason == "population_missing"
    assert item(call, unknown).reason == "kind_missing"
    assert item(call, free).reason == "honorary"
    assert item(call, other).state == "planned"


def test_discount_counts_and_full_discount_is_nothing_to_pay(cast, membership, other):
    make_scale(cast)
    facts = {"year": YEAR, "reason": "إعفاء", "decided_by": "المكتب", "decided_on": DAY}
    grant_discount(user=cast.secretariat, discount=Discount(membership=membership, percent=Decimal(20), **facts))
    grant_discount(user=cast.secretariat, discount=Discount(membership=other, percent=Decimal(100), **facts))
    call = prepared(cast)
    assert item(call, membership).amount == 4000
    assert item(call, other).reason == "nothing_due"
    with pytest.raises(ValidationError):
        grant_discount(user=cast.secretariat, discount=Discount(membership=membership, percent=Decimal(5), **facts))


def test_call_issues_once_tells_billing_contacts_and_goes_on_where_it_stopped(cast, membership, other):
    make_scale(cast)
    contact = make_billing(cast.chefchaouen_town)
    call = start_call(user=cast.secretariat, call=prepared(cast))
    first = run_call_step(call, chunk=1)
    assert [invoice.number for invoice in first] == [1]
    assert run_calls(seconds=30) == 1
    call.refresh_from_db()
    assert call.state == "done"
    assert [invoice.number for invoice in Invoice.objects.order_by("number")] == [1, 2]
    assert [message.user for message in OutboxMessage.objects.filter(kind="dues.invoice")] == [contact]
    assert run_call_step(call) == []
    assert Invoice.objects.get(membership=membership).language == "ar"


def test_step_that_dies_leaves_nothing_behind(cast, membership, other, monkeypatch):
    make_scale(cast)
    call = start_call(user=cast.secretariat, call=prepared(cast))
    from seguia.dues.services import calls  # noqa: PLC0415

    real, seen = calls.write_invoice, []

    def dying(**facts):
        seen.append(1)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(**facts)

    monkeypatch.setattr(calls, "write_invoice", dying)
    with pytest.raises(KeyboardInterrupt):
        run_call_step(call)
    assert not Invoice.objects.exists()
    monkeypatch.setattr(calls, "write_invoice", real)
    run_calls(seconds=30)
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2]


def test_second_call_of_a_year_invoices_nobody_again(cast, membership, other):
    make_scale(cast)
    early, late = prepared(cast), prepared(cast)
    start_call(user=cast.secretariat, call=early)
    run_calls(seconds=30)
    start_call(user=cast.secretariat, call=late)
    run_calls(seconds=30)
    assert Invoice.objects.count() == 2
    assert set(late.items.values_list("reason", flat=True)) == {"already_invoiced"}
    with pytest.raises(Conflict):
        start_call(user=cast.secretariat, call=prepared(cast))


def test_member_left_out_by_hand_is_not_invoiced(cast, membership, other):
    make_scale(cast)
    call = prepared(cast)
    with pytest.raises(Invalid):
        exclude_item(user=cast.secretariat, call=call, membership_id=membership.pk, note="  ")
    exclude_item(user=cast.secretariat, call=call, membership_id=membership.pk, note="كارثة طبيعية")
    exclude_item(user=cast.secretariat, call=call, membership_id=other.pk, note="x")
    include_item(user=cast.secretariat, call=call, membership_id=other.pk)
    start_call(user=cast.secretariat, call=call)
    with pytest.raises(Conflict):
        include_item(user=cast.secretariat, call=call, membership_id=membership.pk)
    run_calls(seconds=30)
    assert Invoice.objects.get().membership == other


def test_call_needs_a_scale_in_force(cast, membership):
    save_scale(user=cast.secretariat, scale=Scale(year=YEAR, name={"fr": "x"}, currency="MAD"))
    with pytest.raises(Invalid, match="No scale is in force"):
        prepared(cast)


@pytest.mark.parametrize("who", ["mayor", "stranger"])
def test_only_the_secretariat_calls(cast, membership, who):
    make_scale(cast)
    call = prepared(cast)
    user = getattr(cast, who)
    with pytest.raises(Refused):
        start_call(user=user, call=call)
    with pytest.raises(Refused):
        prepare_call(user=user, year=YEAR, issuer=call.issuer, issued_on=DAY, due_on=DUE)
    with pytest.raises(Refused):
        make_invoice(cast, membership, user=user)


def test_scale_in_force_is_closed_and_table_with_gap_refused(cast, membership):
    scale = make_scale(cast)
    with pytest.raises(Conflict):
        save_scale(user=cast.secretariat, scale=scale)
    draft = Scale(year=2027, name={"ar": "سلم 2027"}, currency="MAD")
    rows = [
        ScaleBracket(population_from=0, population_to=99, amount=Decimal(1)),
        ScaleBracket(population_from=200, amount=Decimal(2)),
    ]
    save_scale(user=cast.secretariat, scale=draft, brackets=rows)
    with pytest.raises(ValidationError, match="leave out towns from 100"):
        put_in_force(user=cast.secretariat, scale=draft, decided_on=DAY, reference="")
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_two_scales_for_the_same_countries_are_refused(cast, membership):
    scale = make_scale(cast)
    copy = copy_scale(user=cast.secretariat, scale=scale, year=YEAR)
    assert copy.public_id != scale.public_id
    assert copy.brackets.count() == 3
    with pytest.raises(ValidationError, match="same countries"):
        put_in_force(user=cast.secretariat, scale=copy, decided_on=DAY, reference="")


def test_only_siret_is_entered_and_of_several_nobody_guesses(cast, membership, other):
    Identifier.objects.create(organisation=cast.loos_town, scheme="siret", number="73282932000009", label="Budget")
    assert make_invoice(cast, other).routing.siret == "73282932000009"
    Identifier.objects.create(organisation=cast.chefchaouen_town, scheme="siret", number="73282932000009")
    Identifier.objects.create(organisation=cast.chefchaouen_town, scheme="siret", number="73282932000017")
    assert make_invoice(cast, membership).routing.siret == ""
