"""Saved searches in the browser: saved once, listed with a constant number of queries, nobody else's business."""

from typing import Any

import pytest
from django.test import Client

from seguia.accounts.models import User
from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast
from seguia.core.errors import Invalid, NotFound
from seguia.core.idempotency import new_form_key
from seguia.portal.models import Frequency, SavedSearch
from seguia.portal.saved_searches import services
from seguia.portal.tests.saved_searches.conftest import save_search
from seguia.ui.tests.markup import Page

LIST = "/ar/saved-searches/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(**fields: str) -> dict[str, str]:
    return {"form_key": new_form_key(), "name": "سماد", "frequency": "daily", "parameters": "q=تسميد", **fields}


def test_search_page_offers_to_save_to_those_who_are_signed_in(indexed: Cast, client: Client) -> None:
    offer = {
        "class": "button is-plain is-small",
        "href": "/ar/saved-searches/new/?q=%D8%AA%D8%B3%D9%85%D9%8A%D8%AF&theme=waste",
    }
    address = "/ar/search/?q=تسميد&theme=waste"
    assert offer not in Page(client.get(address).content.decode()).all("a")
    page = Page(signed_in(indexed.clerk).get(address).content.decode())
    assert (offer in page.all("a"), page.faults) == (True, [])


def test_search_is_saved_as_the_search_page_holds_it(cast: Cast) -> None:
    client = signed_in(cast.clerk)
    page = client.get("/ar/saved-searches/new/?q= سماد &theme=waste&country=FR&country=FR&page=3&sort=newest&junk=1")
    assert (page.status_code, Page(page.content.decode()).faults) == (200, [])
    assert page.context["form"].initial["name"] == "سماد"
    sent = client.post("/ar/saved-searches/new/", form(parameters=page.context["parameters"]))
    assert (sent.status_code, sent["Location"]) == (302, LIST)
    saved = SavedSearch.objects.get()
    assert saved.query.dict() == {"q": "سماد", "theme": "waste", "country": "FR"}
    assert (saved.user, saved.name, saved.language, saved.frequency) == (cast.clerk, "سماد", "ar", "daily")
    assert AuditEvent.objects.get(object_kind="portal.savedsearch").code == "portal.saved_search.created"


def test_form_sent_twice_saves_once(cast: Cast) -> None:
    client, sent = signed_in(cast.clerk), form()
    answers = [client.post("/ar/saved-searches/new/", sent) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, LIST)] * 2
    assert SavedSearch.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": ""}, 400),
        ({"name": "a\u202eb"}, 400),
        ({"name": "س" * 121}, 400),
        ({"name": "\u0958" * 120}, 400),
        ({"frequency": "hourly"}, 400),
        ({"frequency": ""}, 400),
        ({"parameters": "theme=a b"}, 400),
        ({"parameters": "sort=worst"}, 400),
        ({"parameters": "page=-1"}, 400),
        ({"parameters": "q=%00"}, 400),
        ({"parameters": "q=%E2%80%AE"}, 400),
        ({"parameters": "q=" + "س" * 2000}, 400),
        ({"form_key": "short"}, 400),
    ],
)
def test_nonsense_is_refused_and_nothing_is_saved(cast: Cast, fields: dict[str, str], status: int) -> None:
    response = signed_in(cast.clerk).post("/ar/saved-searches/new/", form(**fields))
    assert (response.status_code, Page(response.content.decode()).faults) == (status, [])
    assert SavedSearch.objects.count() == 0


def test_form_without_its_search_is_refused(cast: Cast) -> None:
    sent = form()
    del sent["parameters"]
    assert signed_in(cast.clerk).post("/ar/saved-searches/new/", sent).status_code == 400
    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_list_needs_the_same_queries_for_one_and_three(cast: Cast, django_assert_num_queries: Any, number: int) -> None:
    for _ in range(number):
        save_search(cast.clerk, "q=التسميد&country=FR")
    save_search(cast.mayor)
    client = signed_in(cast.clerk)
    with django_assert_num_queries(4):  # session, person, searches, unread notices
        page = client.get(LIST)
    assert Page(page.content.decode()).faults == []
    assert len(page.context["searches"]) == number


def test_empty_list_says_how_to_begin(cast: Cast) -> None:
    page = signed_in(cast.clerk).get("/fr/saved-searches/")
    assert (page.status_code, Page(page.content.decode()).faults) == (200, [])


def test_search_is_renamed_and_told_less_often(cast: Cast) -> None:
    saved, client = save_search(cast.clerk), signed_in(cast.clerk)
    address = f"{LIST}{saved.public_id}/"
    page = client.get(address)
    assert (page.status_code, Page(page.content.decode()).faults) == (200, [])
    sent = client.post(address, form(name="سماد البلدية", frequency="weekly"))
    assert (sent.status_code, sent["Location"]) == (302, LIST)
    saved.refresh_from_db()
    assert (saved.name, saved.frequency, saved.query.dict()) == ("سماد البلدية", Frequency.WEEKLY, {"q": "التسميد"})


def test_search_is_deleted_after_a_question(cast: Cast) -> None:
    saved, client = save_search(cast.clerk), signed_in(cast.clerk)
    address, sent = f"{LIST}{saved.public_id}/delete/", form()
    page = client.get(address)
    assert (page.status_code, Page(page.content.decode()).faults) == (200, [])
    assert SavedSearch.objects.count() == 1
    answers = [client.post(address, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize("person", ["mayor", "secretariat", "stranger"])
@pytest.mark.parametrize("path", ["", "delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_search_of_somebody_else_does_not_exist(cast: Cast, person: str, path: str, method: str) -> None:
    saved = save_search(cast.clerk)
    client = signed_in(getattr(cast, person))
    assert getattr(client, method)(f"{LIST}{saved.public_id}/{path}", form(name="x")).status_code == 404
    saved.refresh_from_db()
    assert saved.name == "سماد"
    assert list(client.get(LIST).context["searches"]) == []


@pytest.mark.parametrize("path", ["", "new/", "{id}/", "{id}/delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_visitor_is_sent_to_sign_in(cast: Cast, client: Client, path: str, method: str) -> None:
    saved = save_search(cast.clerk)
    response = getattr(client, method)(LIST + path.format(id=saved.public_id), form())
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/ar/account/login/")
    assert SavedSearch.objects.count() == 1


def test_services_refuse_what_pages_do_not_offer(cast: Cast) -> None:
    saved = save_search(cast.clerk)
    with pytest.raises(NotFound):
        services.change_search(saved, user=cast.mayor, name="x", frequency="none")
    with pytest.raises(NotFound):
        services.delete_search(saved, user=cast.secretariat)
    assert SavedSearch.objects.get().name == "سماد"


def test_fiftieth_search_is_the_last(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_SEARCHES", 2)
    save_search(cast.mayor)
    for _ in range(2):
        save_search(cast.clerk)
    with pytest.raises(Invalid) as refused:
        save_search(cast.clerk)
    assert refused.value.code == "too_many"
    assert cast.clerk.saved_searches.count() == 2
