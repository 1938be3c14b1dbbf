"""The pages: who sees what, forms without JavaScript, nonsense, constant numbers of queries."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seguia.accounts.personal_data import personal_data
from seguia.config.testing import Cast, make_user
from seguia.core.permissions import allowed
from seguia.exchange.models import Feedback, Match, Posting, PostingStatus
from seguia.exchange.parts import open_work
from seguia.exchange.services.postings import change_status
from seguia.exchange.tests.postings import (
    SECRET,
    WORDS,
    agreed,
    confirmed,
    held,
    make_offer,
    make_request,
    make_town,
    proposed,
)
from seguia.mandates.open_work import open_work_of
from seguia.membership.dashboard import dashboard_of
from seguia.ui.tests.markup import Page

LONG = WORDS + " " + "كلمة " * 120 + "النهاية"


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.content[:400]
    return response.content.decode()


def sent(client: Client, path: str, **fields: Any) -> Any:
    key = client.get(path).context["form_key"]
    return client.post(path, {"form_key": key, **fields})


def filled(**more: Any) -> dict[str, Any]:
    return {
        "kind": "study-visit", "title": "زيارة", "text": WORDS, "language": "ar", "spoken": ["ar"], "themes": ["waste"],
        "payment": "host", "capacity": "2", "contact_email": SECRET, **more,
    }  # fmt: skip


def test_visitors_read_offers_in_short_and_no_contact(cast: Cast, client: Client) -> None:
    offer = make_offer(cast, text=LONG, conditions="شرط خاص")
    listed = page(client, "/ar/exchange/")
    assert offer.title in listed
    shown = page(client, f"/ar/exchange/{offer.public_id}/")
    assert Page(shown).faults == []
    assert "النهاية" not in shown
    assert "شرط خاص" not in shown
    assert SECRET not in shown
    assert "مصلحة البيئة" not in shown


def test_people_of_the_network_read_it_whole_but_no_address(cast: Cast, client: Client) -> None:
    offer = make_offer(cast, text=LONG)
    client.force_login(cast.loos_mayor)
    shown = page(client, f"/fr/exchange/{offer.public_id}/")
    assert "النهاية" in shown
    assert "مصلحة البيئة" in shown
    assert SECRET not in shown
    assert f"/fr/exchange/new/request/?offer={offer.public_id}" in shown


def test_a_hidden_request_leaves_the_pages_of_strangers_exactly_as_they_are(cast: Cast, client: Client) -> None:
    make_offer(cast)
    paths = ["/ar/exchange/", "/ar/exchange/?side=request", "/api/v1/exchanges", cast.loos.get_absolute_url()]
    before = [client.get(path).content for path in paths]
    request = make_request(cast)
    assert [client.get(path).content for path in paths] == before
    page(client, f"/ar/exchange/{request.public_id}/", 404)
    client.force_login(cast.stranger)
    page(client, f"/ar/exchange/{request.public_id}/", 404)
    client.force_login(cast.mayor)
    page(client, f"/ar/exchange/{request.public_id}/")


def test_public_request_is_read_by_visitors(cast: Cast, client: Client) -> None:
    request = make_request(cast, is_public=True)
    assert SECRET not in page(client, f"/fr/exchange/{request.public_id}/")
    assert client.get(f"/api/v1/exchanges/{request.public_id}").status_code == 404


@pytest.mark.parametrize("status", PostingStatus.values)
def test_lists_and_rules_say_the_same(cast: Cast, status: str) -> None:
    for one in (make_offer(cast), make_request(cast), make_request(cast, is_public=True)):
        Posting.objects.filter(pk=one.pk).update(status=status)
    people = [cast.mayor, cast.clerk, cast.loos_mayor, cast.stranger, cast.secretariat, AnonymousUser()]
    for user in people:
        seen = set(Posting.objects.visible_to(user))
        ruled = {one for one in Posting.objects.all() if allowed("exchange.view_posting", user, one)}
        assert seen == ruled, user


def test_matches_are_seen_by_the_two_towns_after_they_are_confirmed(cast: Cast, client: Client) -> None:
    match = proposed(cast)
    for state in ("proposed", "confirmed"):
        if state == "confirmed":
            client.force_login(cast.secretariat)
            assert sent(client, "/fr/exchange/matching/").status_code == 405
            key = client.get("/fr/exchange/matching/").context["form_key"]
            path = f"/fr/exchange/matching/{match.public_id}/confirm/"
            assert client.post(path, {"form_key": key, "version": match.version}).status_code == 302
            match.refresh_from_db()
        for user in (cast.mayor, cast.loos_mayor, cast.stranger, cast.secretariat):
            client.force_login(user)
            is_seen = user == cast.secretariat or (state == "confirmed" and user != cast.stranger)
            shown = client.get(match.get_absolute_url())
            assert shown.status_code == (200 if is_seen else 404)
            assert is_seen == allowed("exchange.view_match", user, match)
            assert (SECRET in shown.content.decode()) == (user == cast.secretariat)


def test_two_towns_meet_without_javascript(cast: Cast, client: Client) -> None:
    """From the button on an offer to the drafts: forms only."""
    client.force_login(cast.mayor)
    response = sent(client, "/ar/exchange/new/offer/", organisation=cast.chefchaouen_town.public_id, **filled())
    assert response.status_code == 302, response.context["form"].errors
    offer = Posting.objects.get()
    client.force_login(cast.loos_mayor)
    asked = f"/fr/exchange/new/request/?offer={offer.public_id}"
    assert client.get(asked).context["form"].initial["title"] == offer.title
    response = sent(client, asked, organisation=cast.loos_town.public_id, **filled(spoken=["fr", "ar"]))
    assert response.status_code == 302, response.context["form"].errors
    assert Posting.objects.get(side="request").answers == offer
    client.force_login(cast.secretariat)
    key = client.get("/fr/exchange/matching/").context["form_key"]
    assert client.post("/fr/exchange/matching/run/", {"form_key": key}).status_code == 302
    match = Match.objects.get()
    desk = page(client, "/en/exchange/matching/")
    assert Page(desk).faults == []
    assert "The request was written for this offer." in desk
    client.post(f"/fr/exchange/matching/{match.public_id}/confirm/", {"form_key": key + "x", "version": "1"})
    here = f"/fr/exchange/matches/{match.public_id}/"
    for user in (cast.mayor, cast.loos_mayor):
        client.force_login(user)
        assert sent(client, f"{here}answer/", answer="accepted").status_code == 302
    shown = page(client, here)
    assert SECRET in shown
    assert Page(shown).faults == []
    assert sent(client, f"{here}held/", on=datetime.date.today().isoformat()).status_code == 302  # noqa: DTZ011
    assert sent(client, f"{here}feedback/", seen="Vu", language="fr").status_code == 302
    assert Feedback.objects.get().organisation == cast.loos_town
    key = client.get(here).context["form_key"]
    response = client.post(f"{here}draft/", {"form_key": key, "kind": "action"})
    assert response["Location"].startswith("/fr/actions/")
    assert page(client, response["Location"])


def test_form_sent_twice_is_one_offer(cast: Cast, client: Client) -> None:
    client.force_login(cast.mayor)
    path = "/ar/exchange/new/offer/"
    given = {"form_key": client.get(path).context["form_key"], **filled(organisation=cast.chefchaouen_town.public_id)}
    assert [client.post(path, given).status_code for _n in range(2)] == [302, 302]
    assert Posting.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "a\x00b"}, {"text": "x" * 100_000}, {"spoken": "xx"}, {"date_from": "31/31/2027"}, {"themes": "nothing"},
        {"date_from": "2027-02-02", "date_to": "2027-01-01"}, {"place": "لا توجد"}, {"capacity": "10" * 20},
        {"organisation": "zzzzzzzz"}, {"organisation": "\x00"}, {"themes": "a\x00"}, {"goals": "\x00"}, {"place": "a\x00"}, {"contact_email": "a b"}, {"payment": "x"}, {"goals": "99"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_the_text_is_kept(cast: Cast, client: Client, wrong: dict[str, str]) -> None:
    client.force_login(cast.mayor)
    given = {**filled(organisation=cast.chefchaouen_town.public_id), **wrong}
    response = sent(client, "/en/exchange/new/offer/", **given)
    assert response.status_code == 400
    assert response.context["form"]["text"].value() == given["text"]
    assert not Posting.objects.exists()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?page=10000000000000000000000000", 400), ("?page=0", 400), ("?page=99", 200), ("?kind=tea", 400), ("?theme=%00", 400),
        ("?country=XX", 200), ("?country=🦆", 400), ("?from=2027-13-01", 400), ("?spoken=fr&kind=study-visit", 200),
        ("?theme=waste&from=2027-01-01&to=2027-02-01&side=offer&country=ma", 200), ("?side=both", 400),
    ],
)  # fmt: skip
def test_filters_of_the_list(cast: Cast, client: Client, query: str, status: int) -> None:
    make_offer(cast)
    page(client, f"/fr/exchange/{query}", status)


def test_filters_find_what_they_say(cast: Cast, client: Client) -> None:
    offer = make_offer(cast, themes=[cast.composting], date_from=datetime.date(2027, 5, 1), spoken=["ar"])
    for query, found in [
        ("theme=waste", 1), ("theme=composting", 1), ("theme=energy", 0), ("country=MA", 1), ("country=FR", 0),
        ("spoken=ar", 1), ("spoken=fr", 0), ("to=2027-04-01", 0), ("to=2027-06-01", 1), ("from=2030-01-01", 1),
        ("kind=expert-loan", 0),
    ]:  # fmt: skip
        assert (offer.title in page(client, f"/fr/exchange/?{query}")) == bool(found), query


def test_editing_keeps_the_narrower_concept(cast: Cast, client: Client) -> None:
    offer = make_offer(cast, themes=[cast.composting])
    client.force_login(cast.clerk)
    path = f"/ar/exchange/{offer.public_id}/edit/"
    response = sent(client, path, version=offer.version, **filled(title="عنوان جديد"))
    assert response.status_code == 302, response.context["form"].errors
    offer.refresh_from_db()
    assert (offer.title, list(offer.themes.all())) == ("عنوان جديد", [cast.composting])
    stale = sent(client, path, version=1, **filled(title="قديم"))
    assert stale.status_code == 409
    assert "قديم" in stale.content.decode()


def test_state_is_changed_by_its_people_and_withdrawn_by_the_secretariat(cast: Cast, client: Client) -> None:
    offer = make_offer(cast)
    path = f"/fr/exchange/{offer.public_id}/"
    for user, status, answer in [
        (cast.loos_mayor, "paused", 403), (cast.secretariat, "paused", 403), (cast.mayor, "paused", 302),
        (cast.mayor, "open", 302), (cast.mayor, "tea", 400), (cast.secretariat, "withdrawn", 302),
    ]:  # fmt: skip
        client.force_login(user)
        key = client.get(path).context["form_key"]
        assert client.post(f"{path}state/", {"form_key": key, "status": status}).status_code == answer
    assert Posting.objects.get().status == "withdrawn"


def test_sheet_offers_and_asks(cast: Cast, client: Client) -> None:
    path = cast.arabic_action.get_absolute_url()
    ask, offer = (f"/exchange/new/{side}/?action={cast.arabic_action.public_id}" for side in ("request", "offer"))
    assert ask in page(client, path)
    client.force_login(cast.mayor)
    shown = page(client, path)
    assert (offer in shown, ask in shown) == (True, False)
    form = client.get(f"/ar{offer}").context["form"]
    assert (form.initial["title"], form.initial["themes"]) == (cast.arabic_action.label().text[:160], ["energy"])


def test_town_page_and_my_town_show_exchanges(cast: Cast, client: Client) -> None:
    match = confirmed(cast, capacity=2)
    assert match.offer.title in page(client, cast.chefchaouen.get_absolute_url())
    client.force_login(cast.loos_mayor)
    shown = page(client, "/fr/my-town/")
    assert match.get_absolute_url().split("/exchange/")[1] in shown
    assert [work.count for work in open_work(cast.loos_town)] == [1, 1]
    assert {str(work.label) for work in open_work(cast.loos_town)} <= {
        str(w.label) for w in open_work_of(cast.loos_town)
    }
    stranger = make_user("billing2")
    assert not [part for part in dashboard_of(stranger, cast.loos_town) if part[0].startswith("exchange/")]


def test_interface_has_public_offers_only(cast: Cast, client: Client) -> None:
    offer = make_offer(cast, text=LONG)
    make_request(cast, is_public=True)
    paused = make_offer(cast)
    change_status(user=cast.mayor, posting=paused, status="paused")
    answer = client.get("/api/v1/exchanges").json()
    assert [item["id"] for item in answer["items"]] == [offer.public_id]
    assert SECRET not in str(answer)
    assert "النهاية" not in str(answer)
    assert client.get(f"/api/v1/exchanges/{offer.public_id}").json()["language"] == "ar"
    assert client.get(f"/api/v1/exchanges/{paused.public_id}").status_code == 404
    assert client.get("/api/v1/exchanges?kind=tea").status_code in {400, 422}
    assert client.get("/api/v1/exchanges?theme=energy").json()["items"] == []


@pytest.mark.parametrize("path", ["/fr/exchange/", "/api/v1/exchanges"])
def test_lists_need_the_same_queries_for_one_and_three(cast: Cast, client: Client, path: str) -> None:
    counts = []
    for _times in range(2):
        make_offer(cast, themes=[cast.composting])
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
        make_offer(cast)
    assert counts[0] == counts[1]


def test_matching_page_needs_the_same_queries_for_one_and_three(cast: Cast, client: Client) -> None:
    make_offer(cast, capacity=5)
    client.force_login(cast.secretariat)
    counts = []
    for number in range(3):
        town, head = make_town(number)
        make_request(cast, head, town)
        key = client.get("/fr/exchange/matching/").context["form_key"]
        client.post("/fr/exchange/matching/run/", {"form_key": key})
        client.get("/fr/exchange/matching/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/fr/exchange/matching/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_export_and_erasure_of_a_person(cast: Cast) -> None:
    match = held(cast, contact_email=cast.mayor.email)
    kinds = {kind.name: kind for kind in personal_data()}
    told = kinds["exchanges"].export(cast.mayor)
    assert (len(told["written"]), told["contact_of"][0]["contact_email"]) == (1, cast.mayor.email)
    kinds["exchanges"].erase(cast.mayor)
    offer = Posting.objects.get(pk=match.offer_id)
    assert (offer.author, offer.contact_phone, offer.title) == (None, "", match.offer.title)
    assert cast.mayor.email not in offer.contact_email


def test_report_of_an_offer_leads_to_its_form(cast: Cast, client: Client) -> None:
    offer = make_offer(cast)
    page(client, f"/fr/reports/new/exchange/{offer.public_id}/")
    request = make_request(cast)
    page(client, f"/fr/reports/new/exchange/{request.public_id}/", 404)


def test_agreed_match_shows_contacts_to_the_towns_only(cast: Cast, client: Client) -> None:
    match = agreed(cast)
    client.force_login(cast.clerk)
    assert SECRET in page(client, match.get_absolute_url())
    client.force_login(cast.stranger)
    page(client, match.get_absolute_url(), 404)
