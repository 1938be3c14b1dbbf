"""Editing organisations: profile, official numbers, contacts, new ones; acting for several."""

import pytest

from seguia.membership.models import Contact, Identifier, Organisation, Representation
from seguia.membership.tests.members import make_member

SIRET, ICE = "21620528600018", "001525713000097"


def profile(**more):
    return {"name_ar": "جماعة شفشاون", "website": "https://chefchaouen.example/", "form_key": "p" * 24, **more}


@pytest.fixture
def at(cast):
    return f"/en/organisations/{cast.chefchaouen_town.public_id}"


@pytest.mark.parametrize("part", ["edit", "numbers", "contacts"])
@pytest.mark.parametrize(
    ("role", "status"),
    [("mayor", 200), ("secretariat", 200), ("clerk", 404), ("loos_mayor", 404), ("stranger", 404), (None, 302)],
)
def test_who_may_edit(part, role, status, client, cast, at):
    if role:
        client.force_login(getattr(cast, role))
    assert client.get(f"{at}/{part}/").status_code == status


def test_the_profile_is_saved_once(client, cast, at):
    client.force_login(cast.mayor)
    data = profile(email="hello@example.org", phone="0539", phone_is_public="on")
    assert [client.post(f"{at}/edit/", data).status_code for _ in range(2)] == [302, 302]
    cast.chefchaouen_town.refresh_from_db()
    assert cast.chefchaouen_town.public_contact == {"phone": "0539"}


@pytest.mark.parametrize(
    "wrong", [{"name_ar": ""}, {"website": "javascript:alert(1)"}, {"email": "x"}, {"name_ar": "\u202eabc"}]
)
def test_nonsense_is_shown_again(wrong, client, cast, at):
    client.force_login(cast.mayor)
    answer = client.post(
        f"{at}/edit/",
        profile(address="ساحة وطاء الحمام", **{k: v for k, v in wrong.items() if k not in profile()}) | wrong,
    )
    assert answer.status_code == 400
    assert "ساحة وطاء الحمام" in answer.content.decode()
    cast.chefchaouen_town.refresh_from_db()
    assert cast.chefchaouen_town.website == ""


def add(client, at, scheme, number, key="n"):
    return client.post(f"{at}/numbers/", {"scheme": scheme, "number": number, "label": "الماء", "form_key": key * 24})


@pytest.mark.parametrize(("scheme", "number"), [("siret", "216 205 286 00018"), ("ice", "00 15 25 71 30 00 097")])
def test_right_numbers_are_kept_without_blanks(scheme, number, client, cast, at):
    client.force_login(cast.mayor)
    assert add(client, at, scheme, number).status_code == 302
    assert Identifier.objects.get().number == number.replace(" ", "")
    assert add(client, at, scheme, number, "m").status_code == 409


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        ("siret", "21620528600013"),
        ("siret", "123"),
        ("siret", ICE),
        ("ice", "001525713000098"),
        ("ice", "x"),
        ("tax", "1"),
        ("ice", ""),
    ],
)
def test_wrong_numbers_are_refused(scheme, number, client, cast, at):
    client.force_login(cast.mayor)
    assert add(client, at, scheme, number).status_code == 400
    assert not Identifier.objects.exists()


def test_a_commune_has_several_siret(client, cast, at):
    client.force_login(cast.mayor)
    add(client, at, "siret", SIRET)
    add(client, at, "siret", "21620528600026", "m")
    assert client.get(f"{at}/numbers/").content.decode().count("card-title") == 2
    first = Identifier.objects.order_by("pk")[0]
    client.post(f"{at}/numbers/{first.pk}/", {"form_key": "q" * 24})
    assert list(Identifier.objects.values_list("number", flat=True)) == ["21620528600026"]


def test_contacts_are_saved_and_taken_away(client, cast, at):
    client.force_login(cast.mayor)
    client.post(
        f"{at}/contacts/", {"billing_name": "مصلحة المالية", "billing_email": "m@example.org", "form_key": "c" * 24}
    )
    assert Contact.objects.get().name == "مصلحة المالية"
    client.post(f"{at}/contacts/", {"billing_name": "", "form_key": "d" * 24})
    assert not Contact.objects.exists()


def test_the_secretariat_enters_an_organisation_and_its_membership(client, cast, asilah):
    client.force_login(cast.secretariat)
    data = {"kind": "local-government", "territory": "hcp:5110101", "name_ar": "جماعة أصيلة", "form_key": "e" * 24}
    assert client.post("/en/organisations/create/", data).status_code == 302
    hall = Organisation.objects.get(territory=asilah)
    again = client.post("/en/organisations/create/", {**data, "form_key": "f" * 24})
    assert again.status_code == 409
    answer = client.post(
        f"/en/organisations/{hall.public_id}/membership/",
        {"kind": "honorary", "reference": "م/1", "form_key": "g" * 24},
    )
    membership = hall.memberships.get()
    assert (answer.status_code, membership.status) == (302, "accepted")
    deed = f"/en/memberships/{membership.public_id}/activate/"
    assert client.post(deed, {"form_key": "h" * 24, "version": membership.version}).status_code == 302
    membership.refresh_from_db()
    assert membership.status == "active"


@pytest.mark.parametrize("wrong", [{"territory": "x"}, {"territory": "hcp:404"}, {"territory": ""}, {"kind": "x"}])
def test_an_organisation_that_cannot_be_is_refused(wrong, client, cast, asilah):
    client.force_login(cast.secretariat)
    data = {"kind": "local-government", "territory": "hcp:5110101", "name_ar": "جماعة أصيلة", "form_key": "e" * 24}
    assert client.post("/en/organisations/create/", data | wrong).status_code == 400


@pytest.mark.parametrize("path", ["memberships/", "organisations/create/"])
def test_the_secretariats_pages_are_the_secretariats(path, client, cast):
    make_member(cast.loos_town)
    for person, status in [(cast.mayor, 403), (cast.stranger, 403), (cast.secretariat, 200)]:
        client.force_login(person)
        assert client.get(f"/en/{path}").status_code == status


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_memberships_takes_the_same_queries(number, client, cast, django_assert_num_queries):
    for n in range(number):
        make_member(Organisation.objects.create(kind="association", name={"ar": f"جمعية {n}"}), "suspended")
    client.force_login(cast.secretariat)
    with django_assert_num_queries(6):
        client.get("/ar/memberships/?state=suspended")


@pytest.mark.parametrize("code", ["suspend", "end", "resign"])
def test_each_deed_is_a_page(code, client, cast):
    membership = make_member(cast.loos_town)
    client.force_login(cast.secretariat)
    page = client.get(f"/fr/memberships/{membership.public_id}/{code}/")
    assert page.status_code == 200
    assert client.get(f"/fr/memberships/{membership.public_id}/").status_code == 200
    without = client.post(f"/fr/memberships/{membership.public_id}/{code}/", {"form_key": "z" * 24})
    assert without.status_code == 400
    assert client.get(f"/fr/memberships/{membership.public_id}/nonsense/").status_code == 404


def test_an_old_page_of_a_deed_is_a_conflict_and_keeps_the_text(client, cast):
    membership = make_member(cast.loos_town)
    client.force_login(cast.secretariat)
    data = {"reason": "سبب طويل", "version": "0", "form_key": "y" * 24}
    answer = client.post(f"/en/memberships/{membership.public_id}/suspend/", data)
    assert answer.status_code == 409
    assert "سبب طويل" in answer.content.decode()


def test_one_chooses_for_whom_one_acts(client, cast):
    Representation.objects.create(user=cast.mayor, organisation=cast.loos_town, role="editor")
    client.force_login(cast.mayor)
    first = client.get("/en/my-town/").content.decode()
    assert "You act for:" in first
    assert f"membership-{cast.chefchaouen_town.public_id}" in first
    answer = client.post("/en/acting-for/", {"organisation": cast.loos_town.public_id})
    assert answer.status_code == 302
    assert f"membership-{cast.loos_town.public_id}" in client.get("/en/my-town/").content.decode()
    assert "Ville de Loos-en-Gohelle" in client.get("/en/").content.decode().split("</header>")[0]
    Representation.objects.filter(organisation=cast.loos_town).update(until="2024-01-01")
    assert f"membership-{cast.chefchaouen_town.public_id}" in client.get("/en/my-town/").content.decode()


def test_one_does_not_act_for_others(client, cast):
    client.force_login(cast.mayor)
    assert client.post("/en/acting-for/", {"organisation": cast.loos_town.public_id}).status_code == 404
    assert client.post("/en/acting-for/", {"organisation": "\x00"}).status_code in {400, 404}


def test_own_membership_is_for_its_people(client, cast):
    membership = make_member(cast.chefchaouen_town)
    for person, status in [(cast.mayor, 200), (cast.clerk, 200), (cast.secretariat, 200), (cast.loos_mayor, 404)]:
        client.force_login(person)
        assert client.get(f"/ar/membership/{membership.public_id}/").status_code == status


def test_a_mayor_gives_notice_by_the_page(client, cast):
    membership = make_member(cast.chefchaouen_town)
    client.force_login(cast.mayor)
    address = f"/en/membership/{membership.public_id}/resign/"
    assert "6 months" in client.get(address).content.decode()
    assert client.post(address, {"reason": "", "form_key": "x" * 24}).status_code == 302
    membership.refresh_from_db()
    assert membership.status == "resigned"
