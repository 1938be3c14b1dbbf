"""Asking to join: by pages and services; duplicates, papers, answers."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from seguia.accounts.models import User
from seguia.config.testing import make_territory
from seguia.core.errors import Conflict, Refused
from seguia.files.models import StoredFile
from seguia.files.tests.evil import pdf as written_pdf
from seguia.membership.mails import tell_applicant, tell_organisation
from seguia.membership.models import Application, Membership, Organisation, Representation
from seguia.membership.services import lifecycle
from seguia.membership.services.newcomers import token_for
from seguia.membership.services.requests import request_membership
from seguia.membership.tests.members import PAPERS, ask, make_member, partner_request, town_request
from seguia.notifications.models import OutboxMessage
from seguia.notifications.rendering import written_mail
from seguia.territories.models import Kind

FORM = {
    "kind": "full",
    "name": "فاطمة العلوي",
    "function": "رئيسة الجماعة",
    "deliberation_number": "2026/7",
    "deliberation_on": "2026-02-05",
    "message": "نرغب في الانضمام",
    "consent": "on",
    "form_key": "r" * 24,
}


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("مقرر.pdf", written_pdf(), "application/pdf")


def test_a_town_asks_by_the_page(client, cast, asilah):
    client.force_login(cast.stranger)
    assert client.get("/ar/join/hcp/5110101/").status_code == 200
    answers = [client.post("/ar/join/hcp/5110101/", {**FORM}) for _ in range(2)]
    membership = Membership.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/ar/membership/{membership.public_id}/"}
    assert (membership.status, membership.organisation.territory, membership.organisation.is_listed) == (
        "requested",
        asilah,
        False,
    )
    assert membership.application.deliberation_number == "2026/7"
    receipt = OutboxMessage.objects.get()
    assert (receipt.user, receipt.language) == (cast.stranger, "ar")
    assert "جماعة أصيلة" in written_mail(receipt).body
    page = client.get(answers[0]["Location"]).content.decode()
    assert "فاطمة العلوي" in page
    assert "جماعة أصيلة" in client.get("/ar/my-town/").content.decode()


def test_the_document_is_private(client, cast, asilah):
    client.force_login(cast.stranger)
    answer = client.post("/en/join/hcp/5110101/", {**FORM, "document": pdf()})
    assert answer.status_code == 302
    file = StoredFile.objects.get()
    assert Application.objects.get().document == file
    address = reverse("files:download", args=[file.public_id])
    assert client.get(address).status_code == 200
    for person, status in [(cast.secretariat, 200), (cast.mayor, 404)]:
        client.force_login(person)
        assert client.get(address).status_code == status
    client.logout()
    assert client.get(address).status_code == 404


def test_a_false_document_keeps_what_was_typed(client, cast, asilah):
    client.force_login(cast.stranger)
    false = SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>", "application/pdf")
    answer = client.post("/en/join/hcp/5110101/", {**FORM, "document": false})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "نرغب في الانضمام" in html
    assert not Membership.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("field", ["name", "function", "consent"])
def test_what_is_needed_is_asked_for(field, client, cast, asilah):
    client.force_login(cast.stranger)
    answer = client.post("/en/join/hcp/5110101/", {**FORM, field: ""})
    assert answer.status_code == 400
    assert not Membership.objects.exists()


def test_visitors_are_led_to_the_door_for_newcomers(client, cast, asilah):
    answer = client.get("/fr/join/hcp/5110101/")
    assert answer["Location"] == "/fr/join/start/?next=%2Ffr%2Fjoin%2Fhcp%2F5110101%2F"
    assert client.post("/fr/join/hcp/5110101/", FORM).status_code == 403
    with pytest.raises(Refused):
        request_membership(user=None, request=town_request(asilah))


def test_a_newcomer_comes_in_by_the_link(client, cast, asilah):
    start = "/en/join/start/?next=/en/join/hcp/5110101/"
    assert client.post(start, {"email": "New@example.org", "form_key": "n" * 24}).status_code == 302
    assert not User.objects.filter(email="new@example.org").exists()
    mail = written_mail(OutboxMessage.objects.get())
    path = next(word for word in mail.body.split() if "/join/link/" in word).removeprefix("http://localhost:8000")
    assert client.get(path).status_code == 200
    answer = client.post(path, {"name": "سعاد", "form_key": "m" * 24})
    assert answer["Location"] == "/en/account/login/code/?next=%2Fen%2Fjoin%2Fhcp%2F5110101%2F"
    assert User.objects.get(email="new@example.org").name == "سعاد"


def test_known_and_unknown_addresses_get_the_same_answer(client, cast):
    answers = [
        client.post("/en/join/start/", {"email": f"{name}@example.org", "form_key": name.ljust(24, "k")})
        for name in ("mayor", "nobody")
    ]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [message.kind for message in OutboxMessage.objects.all()] == ["membership.newcomer"] * 2


def test_not_more_than_three_letters_an_hour(client, cast):
    for n in range(5):
        client.post("/en/join/start/", {"email": "x@example.org", "form_key": f"{n}" * 24})
    assert OutboxMessage.objects.count() == 3


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_links_lead_nowhere_else(to, client, cast):
    client.force_login(cast.mayor)
    assert client.get(f"/en/join/link/{token_for('mayor@example.org', to)}/")["Location"] == "/en/join/"


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_a_wrong_link_of_a_newcomer_is_not_found(token, client, db):
    assert client.get(f"/en/join/link/{token}/").status_code == 404


def test_homonyms_show_code_and_region(client, cast, asilah):
    make_territory(
        "hcp:0999999", Kind.COMMUNE, "MA", {"ar": "أصيلة", "fr": "Assilah"}, parent=cast.north, region=cast.north
    )
    html = client.get("/ar/join/?q=اصيله").content.decode()
    assert ("5110101" in html, "0999999" in html, "طنجة تطوان الحسيمة" in html) == (True, True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_choosing_a_town_takes_the_same_queries(number, client, cast, django_assert_num_queries):
    for n in range(number):
        make_territory(f"hcp:77{n}", Kind.COMMUNE, "MA", {"fr": f"Nador {n}"}, region=cast.north)
    with django_assert_num_queries(2):
        assert client.get("/fr/join/?q=nador").content.decode().count("card-title") == number


def test_a_member_is_told_so_and_nothing_is_saved(client, cast):
    make_member(cast.loos_town)
    client.force_login(cast.loos_mayor)
    assert "Member of the network since" in client.get("/en/join/?q=loos").content.decode()
    assert client.get("/en/join/insee-com/62528/").status_code == 409
    answer = client.post("/en/join/insee-com/62528/", FORM)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "is a member of the network since" in html
    assert "نرغب في الانضمام" in html
    assert Membership.objects.count() == 1


def test_two_requests_for_one_town_make_one(cast, asilah):
    ask(cast.stranger, asilah)
    with pytest.raises(Conflict):
        ask(cast.mayor, asilah)
    assert Organisation.objects.filter(territory=asilah).count() == 1


def test_strangers_do_not_ask_over_the_heads_of_a_town(cast):
    with pytest.raises(Conflict) as refusal:
        ask(cast.stranger, cast.chefchaouen)
    assert "invite" in str(refusal.value)
    assert ask(cast.clerk, cast.chefchaouen).organisation == cast.chefchaouen_town


def test_a_refused_town_may_ask_again(cast, asilah):
    membership = ask(cast.stranger, asilah)
    lifecycle.check_request(user=cast.secretariat, membership=membership)
    lifecycle.decide_request(user=cast.secretariat, membership=membership, is_accepted=False, reason="ناقص")
    assert ask(cast.stranger, asilah).organisation == membership.organisation


def test_partners_ask_by_name(client, cast):
    client.force_login(cast.stranger)
    data = {
        **FORM,
        "organisation_kind": "association",
        "organisation_name_ar": "جمعية الماء",
        "organisation_name_fr": "Association de l'eau",
        "country": "ma",
        "website": "example.org",
    }
    assert client.post("/ar/join/partner/", data).status_code == 302
    membership = Membership.objects.get()
    assert (membership.kind, membership.organisation.country) == ("partner", "MA")
    same = partner_request({"ar": "جمعيّة الماء", "fr": "ASSOCIATION DE L’EAU"})
    with pytest.raises(Conflict):
        request_membership(user=cast.mayor, request=same)


def test_five_waiting_requests_are_enough(cast):
    for n in range(5):
        request_membership(user=cast.stranger, request=partner_request({"fr": f"Amis {n}"}))
    with pytest.raises(Conflict):
        request_membership(user=cast.stranger, request=partner_request({"fr": "Amis 9"}))


def test_without_consent_nothing_is_saved(cast, asilah):
    asked = town_request(asilah)
    with pytest.raises(ValidationError):
        request_membership(user=cast.stranger, request=type(asked)(asked.organisation, PAPERS))
    assert not Organisation.objects.filter(territory=asilah).exists()


def test_a_request_goes_back_and_comes_again(client, cast, asilah):
    membership = ask(cast.stranger, asilah)
    lifecycle.return_request(user=cast.secretariat, membership=membership, reason="ينقص تاريخ المقرر")
    client.force_login(cast.stranger)
    assert "ينقص تاريخ المقرر" in client.get(f"/ar/membership/{membership.public_id}/").content.decode()
    with pytest.raises(Conflict):
        lifecycle.check_request(user=cast.secretariat, membership=membership)
    answer = client.post(f"/ar/membership/{membership.public_id}/complete/", {**FORM, "deliberation_number": "9"})
    assert answer.status_code == 302
    membership.refresh_from_db()
    assert (membership.application.deliberation_number, membership.application.returned_at) == ("9", None)
    lifecycle.check_request(user=cast.secretariat, membership=membership)


@pytest.mark.parametrize(("role", "status"), [("mayor", 404), ("loos_mayor", 404), ("secretariat", 403)])
def test_nobody_else_completes_a_request(role, status, client, cast, asilah):
    membership = ask(cast.stranger, asilah)
    client.force_login(getattr(cast, role))
    assert client.get(f"/en/membership/{membership.public_id}/complete/").status_code == status
    assert client.post(f"/en/membership/{membership.public_id}/withdraw/", {"form_key": "w" * 24}).status_code == status


def test_the_applicant_withdraws(client, cast, asilah):
    membership = ask(cast.stranger, asilah)
    client.force_login(cast.stranger)
    answer = client.post(f"/en/membership/{membership.public_id}/withdraw/", {"form_key": "w" * 24})
    membership.refresh_from_db()
    assert (answer.status_code, membership.status) == (302, "ended")


def test_acceptance_opens_the_door(cast, asilah):
    membership = ask(cast.stranger, asilah)
    lifecycle.check_request(user=cast.secretariat, membership=membership)
    lifecycle.decide_request(user=cast.secretariat, membership=membership, is_accepted=True, reference="ق/3")
    organisation = Organisation.objects.get(territory=asilah)
    assert organisation.is_listed
    assert Representation.objects.current().get(organisation=organisation).user == cast.stranger
    events = [message.facts["event"] for message in OutboxMessage.objects.order_by("pk")]
    assert events == ["received", "checked", "accepted"]


def test_what_only_asked_is_not_public(client, cast, asilah):
    organisation = ask(cast.stranger, asilah).organisation
    names = client.get("/api/v1/organisations?page_size=100").content.decode()
    assert organisation.public_id not in names
    assert client.get(f"/en/organisations/{organisation.public_id}/").status_code == 404
    assert "أصيلة" not in client.get("/ar/members/").content.decode()


@pytest.mark.parametrize("event", ["received", "completed", "checked", "returned", "accepted", "refused", "withdrawn"])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_letter_can_be_written(event, language, cast, asilah):
    membership = ask(cast.stranger, asilah)
    membership.application.language = language
    tell_applicant(membership.application, event, "سبب <b>")
    mail = written_mail(OutboxMessage.objects.last())
    assert "سبب <b>" in mail.body
    assert "&lt;b&gt;" in mail.alternatives[0][0]


@pytest.mark.parametrize("event", ["activated", "suspended", "resumed", "resigned", "ended", "merged"])
def test_every_letter_to_members_can_be_written(event, cast):
    tell_organisation(make_member(cast.chefchaouen_town, until="2030-01-01"), event)
    assert written_mail(OutboxMessage.objects.get()).subject
