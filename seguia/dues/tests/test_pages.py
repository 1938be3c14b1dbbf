"""Every page, for every role; nonsense as input; the same number of queries for one row and for three."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from seguia.dues.defaults import create_reminder_levels
from seguia.dues.models import Call, Invoice, Issuer, Payment, ReminderLevel, Routing, Scale
from seguia.dues.queries.balances import balance_of
from seguia.dues.tests.house import DAY, DUE, YEAR, make_billing, make_invoice, make_scale, pay
from seguia.membership.models import Identifier

STAFF_PAGES = [
    "desk", "invoices", "invoice-create", "scales", "scale-create", "discounts", "discount-create", "calls", "call-create",
    "payments", "payment-create", "refund", "statements", "office", "issuer-create", "level-create", "exports",
]  # fmt: skip


def url(name: str, *args: object, language: str = "en") -> str:
    return reverse(f"dues:{name}", args=args).replace("/en/", f"/{language}/", 1)


def send(client, address: str, **fields: object):
    """Open the page, take its one-time key, post the fields."""
    page = client.get(address)
    key = re.search(r'name="form_key" value="([^"]+)"', page.content.decode()) if page.status_code == 200 else None
    return client.post(address, {"form_key": key[1] if key else "k" * 24, **fields})


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_staff_pages_are_for_the_secretariat(client, cast, membership, name):
    assert client.get(url(name)).status_code == 302
    for user in (cast.mayor, cast.stranger):
        client.force_login(user)
        assert client.get(url(name)).status_code == 403
    client.force_login(cast.secretariat)
    for language in ("ar", "fr", "en"):
        page = client.get(url(name, language=language))
        assert page.status_code == 200
        assert b"noindex" in page.content


@pytest.mark.parametrize(
    ("who", "status"),
    [("mayor", 200), ("clerk", 404), ("loos_mayor", 404), ("stranger", 404), ("secretariat", 200)],
)
def test_paper_exists_only_for_those_who_may_see_it(client, cast, membership, who, status):
    invoice = make_invoice(cast, membership)
    payment = pay(cast, membership, "100")
    client.force_login(getattr(cast, who))
    for name, paper in (
        ("invoice", invoice),
        ("invoice-pdf", invoice),
        ("routing", invoice),
        ("dispute", invoice),
        ("receipt-pdf", payment),
    ):
        assert client.get(url(name, paper.public_id)).status_code == status, name
    assert client.get(url("invoice", "zzzzzzzz")).status_code == 404


def test_billing_contact_sees_the_invoice_and_how_it_was_computed(client, cast, membership):
    client.force_login(make_billing(cast.chefchaouen_town, language="en"))
    invoice = make_invoice(cast, membership)
    page = client.get(url("own")).content.decode()
    assert invoice.reference in page
    assert "5,000.00" in page
    page = client.get(invoice.get_absolute_url()).content.decode()
    assert "How this amount was computed" in page
    assert "Record a payment" not in page
    pdf = client.get(url("invoice-pdf", invoice.public_id))
    assert pdf["Content-Type"] == "application/pdf"
    assert "no-store" in pdf["Cache-Control"]
    assert pdf.content[:5] == b"%PDF-"


def test_own_page_says_who_sees_dues(client, cast, membership):
    client.force_login(cast.stranger)
    assert "You do not see the dues" in client.get(url("own")).content.decode()
    client.force_login(cast.secretariat)
    assert client.get(url("own")).url == url("desk")


def test_my_town_shows_open_dues_to_those_who_see_them(client, cast, membership):
    make_invoice(cast, membership)
    client.force_login(cast.mayor)
    assert "5,000.00" in client.get("/en/my-town/").content.decode()
    client.force_login(cast.clerk)
    assert "5,000.00" not in client.get("/en/my-town/").content.decode()


def test_routing_is_checked_kept_and_printed_but_never_changes_the_amount(client, cast, membership):
    invoice = make_invoice(cast, membership)
    client.force_login(cast.mayor)
    address = url("routing", invoice.public_id)
    wrong = send(client, address, siret="12345678901234", service_code="FIN 01", ice="1")
    assert wrong.status_code == 400
    assert "12345678901234" in wrong.content.decode()
    assert "FIN 01" in wrong.content.decode()
    fields = {"siret": "732 829 320 00009", "commitment": "E-2026-7", "ice": "001561191000066", "total": "1"}
    assert send(client, address, **fields).status_code == 302
    routing = Routing.objects.get()
    assert (routing.siret, routing.commitment) == ("73282932000009", "E-2026-7")
    assert Invoice.objects.get().total == 5000
    pay(cast, membership, "5000")
    assert send(client, address, commitment="later").status_code == 409
    assert Routing.objects.get().commitment == "E-2026-7"


def test_routing_offers_the_sirets_of_the_organisation(client, cast, other):
    Identifier.objects.create(
        organisation=cast.loos_town, scheme="siret", number="73282932000009", label="Budget principal"
    )
    Identifier.objects.create(organisation=cast.loos_town, scheme="siret", number="73282932000017", label="Eau")
    invoice = make_invoice(cast, other, currency="EUR")
    client.force_login(cast.loos_mayor)
    address = url("routing", invoice.public_id)
    assert "73282932000017 Eau" in client.get(address).content.decode()
    assert send(client, address, siret="99999999999999").status_code == 400
    assert send(client, address, siret="73282932000017").status_code == 302
    assert Routing.objects.get().siret_label == "Eau"


def test_dispute_is_sent_and_settled(client, cast, membership):
    invoice = make_invoice(cast, membership)
    client.force_login(cast.mayor)
    assert send(client, url("dispute", invoice.public_id), reason="").status_code == 400
    assert send(client, url("dispute", invoice.public_id), reason="عدد السكان خاطئ").status_code == 302
    client.force_login(cast.secretariat)
    assert "عدد السكان خاطئ" in client.get(invoice.get_absolute_url()).content.decode()
    client.post(url("settle", invoice.public_id), {"form_key": "k" * 24})
    invoice.follow_up.refresh_from_db()
    assert invoice.follow_up.disputed_on is None


def test_payment_posted_twice_has_one_effect(client, cast, membership):
    invoice = make_invoice(cast, membership)
    client.force_login(cast.secretariat)
    fields = {
        "form_key": "k" * 24, "invoice": invoice.reference.lower(), "member": "", "received_on": "2026-03-05",
        "amount": "1 250,50", "currency": "MAD", "method": "transfer", "reference": "VIR 77",
    }  # fmt: skip
    first = client.post(url("payment-create"), fields)
    again = client.post(url("payment-create"), fields)
    assert first.status_code == again.status_code == 302
    assert first.url == again.url == Payment.objects.get().get_absolute_url()
    known = client.post(url("payment-create"), {**fields, "form_key": "j" * 24})
    assert known.status_code == 409
    assert "recorded already" in known.content.decode()
    assert "1 250,50" in known.content.decode()
    assert f"{balance_of(invoice):.2f}" == "3749.50"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "abc"), ("amount", ""), ("amount", "-5"), ("amount", "10.001"), ("amount", "9" * 29),
        ("received_on", "31/31/2026"), ("received_on", "2999-01-01"), ("currency", "QQQ"), ("method", "gold"),
        ("invoice", "EV-1999-1"), ("reference", "\x00"), ("reference", "a" * 81), ("member", "%%%"),
    ],
)  # fmt: skip
def test_nonsense_keeps_what_was_typed_and_saves_nothing(client, cast, membership, field, value):
    invoice = make_invoice(cast, membership)
    client.force_login(cast.secretariat)
    fields = {
        "invoice": invoice.reference, "received_on": "2026-03-05", "amount": "10", "currency": "MAD",
        "method": "transfer", "reference": "مرجع 12",
    }  # fmt: skip
    answer = send(client, url("payment-create"), **{**fields, field: value})
    assert answer.status_code == 400
    if field != "reference" and "\x00" not in value:
        assert "مرجع 12" in answer.content.decode()
    assert not Payment.objects.exists()


def test_member_is_found_by_a_part_of_its_name(client, cast, membership, other):
    client.force_login(cast.secretariat)
    fields = {"received_on": "2026-03-05", "amount": "10", "currency": "MAD", "method": "cash", "reference": "1"}
    assert "like" in send(client, url("payment-create"), member="Nowhere", **fields).content.decode()
    assert send(client, url("payment-create"), member="شفشاون", **fields).status_code == 302
    assert Payment.objects.get().membership == membership


def scale_fields(**more: object) -> dict[str, object]:
    table = {"b-TOTAL_FORMS": 3, "b-INITIAL_FORMS": 0, "b-MIN_NUM_FORMS": 0, "b-MAX_NUM_FORMS": 200}
    rows = {
        "b-0-population_from": 0,
        "b-0-population_to": 999,
        "b-0-amount": "100",
        "b-1-population_from": 1000,
        "b-1-amount": "250,5",
    }
    return {
        "year": 2027,
        "name_ar": "سلم 2027",
        "currency": "MAD",
        "method": "brackets",
        "group_2": "MA tn",
        **table,
        **rows,
        **more,
    }


def test_scale_is_written_copied_and_brought_into_force(client, cast, membership):
    client.force_login(cast.secretariat)
    assert send(client, url("scale-create"), **scale_fields()).status_code == 302
    scale = Scale.objects.get()
    assert scale.groups == {"MA": "2", "TN": "2"}
    assert [str(row.amount) for row in scale.brackets.all()] == ["100.000", "250.500"]
    assert send(client, url("scale-force", scale.public_id), decided_on="2026-12-01").status_code == 302
    assert send(client, url("scale-edit", scale.public_id), **scale_fields()).status_code == 409
    assert send(client, url("scale-copy", scale.public_id), year=2028).status_code == 302
    page = client.get(scale.get_absolute_url()).content.decode()
    assert "1,000" in page
    assert client.post(url("scale-delete", scale.public_id), {"form_key": "k" * 24}).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"b-0-amount": ""}, {"b-1-population_from": ""}, {"b-0-amount": "x"}, {"group_1": "MA"}, {"group_3": "Maroc"},
        {"year": "x"}, {"name_ar": ""}, {"rate": "1.2.3"}, {"floor": "5", "cap": "4"}, {"b-0-amount": "1.001"},
        {"b-1-population_from": "0"}, {"b-TOTAL_FORMS": "x"},
    ],
)  # fmt: skip
def test_wrong_scale_is_refused_and_kept_on_the_page(client, cast, membership, wrong):
    client.force_login(cast.secretariat)
    answer = send(client, url("scale-create"), **scale_fields(**wrong))
    assert answer.status_code == 400
    assert "250,5" in answer.content.decode() or wrong.keys() & {"b-TOTAL_FORMS"}
    assert not Scale.objects.exists()


def test_call_from_preview_to_invoices_through_pages(client, cast, membership, other):
    make_scale(cast)
    client.force_login(cast.secretariat)
    fields = {"year": YEAR, "issued_on": DAY.isoformat(), "due_on": DUE.isoformat()}
    assert send(client, url("call-create"), **{**fields, "due_on": "2026-01-01"}).status_code == 400
    call_page = send(client, url("call-create"), **fields).url
    call = Call.objects.get()
    page = client.get(call_page).content.decode()
    assert "Issue 2 invoices" in page
    assert "6,000.00" in page
    assert "42,786 inhabitants (2014)" in page
    assert send(client, url("call-exclude", call.public_id, 10**30), reason="x").status_code == 409
    answer = send(client, url("call-exclude", call.public_id, other.pk), reason="en cours de fusion")
    assert answer.status_code == 302
    assert "en cours de fusion" in client.get(call_page + "?only=excluded").content.decode()
    client.post(url("call-include", call.public_id, other.pk), {"form_key": "i" * 24})
    client.post(url("call-start", call.public_id), {"form_key": "k" * 24})
    assert 'http-equiv="refresh"' in client.get(call_page).content.decode()
    assert client.post(url("call-cancel", call.public_id), {"form_key": "c" * 24}).status_code == 409


def test_list_has_the_same_queries_for_one_and_three(client, cast, membership, django_assert_num_queries):
    client.force_login(cast.secretariat)
    make_invoice(cast, membership)
    client.get(url("invoices"))
    with django_assert_num_queries(6):
        client.get(url("invoices"))
    for year in (2027, 2028):
        make_invoice(cast, membership, year=year)
    with django_assert_num_queries(6):
        assert client.get(url("invoices")).content.decode().count("<tr>") == 4


def test_filters_find_by_name_number_and_state(client, cast, membership, other):
    mine, theirs = make_invoice(cast, membership), make_invoice(cast, other, currency="EUR")
    pay(cast, other, "5000", currency="EUR")
    client.force_login(cast.secretariat)

    def shown(query: str) -> list[bool]:
        page = client.get(f"{url('invoices')}?{query}").content.decode()
        return [mine.reference in page, theirs.reference in page]

    assert shown("q=loos+en+gohelle") == [False, True]
    assert shown(f"q={mine.reference}") == [True, False]
    assert shown("state=paid") == [False, True]
    assert shown("state=overdue") == [timezone.localdate() > DUE, False]
    assert shown("state=nonsense&year=x&page=99999999999") == [True, True]
    assert shown("q=%25") == [False, False]


def test_credit_note_write_off_and_more_time_through_pages(client, cast, membership):
    invoice = make_invoice(cast, membership)
    client.force_login(cast.secretariat)
    until = (timezone.localdate() + datetime.timedelta(days=9)).isoformat()
    assert send(client, url("delay", invoice.public_id), until="2001-01-01", reason="x").status_code == 400
    assert send(client, url("delay", invoice.public_id), until=until, reason="ميزانية").status_code == 302
    assert send(client, url("credit", invoice.public_id), amount="6000", reason="x").status_code == 409
    answer = send(client, url("credit", invoice.public_id), amount="1000", reason="خطأ")
    assert "EVC-" in client.get(answer.url).content.decode()
    assert send(client, url("write-off", invoice.public_id), reason="حل").status_code == 302
    assert balance_of(invoice) == 0


def test_issuer_and_levels_are_edited(client, cast, membership):
    client.force_login(cast.secretariat)
    issuer = Issuer.objects.get()
    make_invoice(cast, membership)
    fields = {
        "code": "EV",
        "name_ar": "شبكة",
        "address_fr": "Rabat",
        "iban": "FR76 3000 6000 0112 3456 7890 189",
        "is_default": "on",
    }
    assert send(client, url("issuer", issuer.pk), **{**fields, "iban": "FR00 1"}).status_code == 400
    assert send(client, url("issuer", issuer.pk), **{**fields, "code": "NEW"}).status_code == 400
    assert send(client, url("issuer", issuer.pk), **fields).status_code == 302
    assert Invoice.objects.get().seller["name"]["fr"] == "Réseau des villes écologiques"
    create_reminder_levels(ReminderLevel)
    level = ReminderLevel.objects.get(days=15)
    changed = {"days": 20, "name_en": "First", "text_ar": "المرجو الأداء", "is_active": "on"}
    assert send(client, url("level", level.pk), **changed).status_code == 302
    assert send(client, url("level", level.pk), **{**changed, "days": 45}).status_code == 400
    for pk in (10**12, 10**30):
        assert client.get(url("level", pk)).status_code == 404
        assert client.get(url("issuer", pk)).status_code == 404


@pytest.mark.parametrize("kind", ["ledger", "invoices", "payments"])
def test_exports_are_downloaded(client, cast, membership, kind):
    make_invoice(cast, membership)
    client.force_login(cast.secretariat)
    for form in ("csv", "xlsx"):
        answer = client.get(url("export-file", kind, 2026, form))
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    assert client.get(url("export-file", "users", 2026, "csv")).status_code == 404
    client.force_login(cast.mayor)
    assert client.get(url("export-file", kind, 2026, "csv")).status_code == 403


def test_statement_is_matched_and_confirmed_through_pages(client, cast, membership):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    invoice = make_invoice(cast, membership)
    client.force_login(cast.secretariat)
    content = f"date;libellé;montant\n05/03/2026;VIR {invoice.reference};5000\n06/03/2026;x;7\n".encode()
    assert send(client, url("statements"), currency="MAD").status_code == 400
    bad = SimpleUploadedFile("b.csv", b"a;b\n")
    assert send(client, url("statements"), currency="MAD", file=bad).status_code == 400
    address = send(client, url("statements"), currency="MAD", file=SimpleUploadedFile("كشف.csv", content)).url
    page = client.get(address).content.decode()
    first, second = (int(pk) for pk in re.findall(r'name="record-(\d+)"', page))
    assert f'name="record-{first}" value="1" checked' in page
    fields = {
        "form_key": "k" * 24,
        f"record-{first}": "1",
        f"number-{first}": invoice.reference,
        f"record-{second}": "1",
    }
    done = client.post(url("statement-confirm", address.split("/")[-2]), {**fields, "record-x": "1"}, follow=True)
    assert "1 line is settled" in done.content.decode()
    assert "There is no invoice with the number" in done.content.decode()
    assert balance_of(invoice) == 0
