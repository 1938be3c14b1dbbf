"""My town, the desk and the demonstration: who sees what."""

from typing import Any

import pytest
from django.test import Client

from seguia.accounts.models import User
from seguia.actions.models import Action, Status
from seguia.config.testing import Cast
from seguia.portal.demo.people import ROLES
from seguia.ui.tests.markup import Page


@pytest.fixture
def demonstration(settings: Any, db: None) -> User:
    settings.DEMONSTRATION = True
    return User.objects.create_user(ROLES[0].email, name="عمدة")


def test_my_town_shows_own_sheets_only(cast: Cast, client: Client) -> None:
    client.force_login(cast.mayor)
    response = client.get("/ar/my-town/")
    assert Page(response.content.decode()).faults == []
    piles = {pile.status: pile.actions for pile in response.context["piles"]}
    assert piles == {Status.DRAFT: [cast.draft], Status.PUBLISHED: [cast.arabic_action]}


def test_my_town_of_a_stranger_is_empty(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    response = client.get("/ar/my-town/")
    assert (response.status_code, response.context["piles"]) == (200, [])


@pytest.mark.parametrize("path", ["my-town/", "desk/"])
def test_visitor_is_sent_to_sign_in(cast: Cast, client: Client, path: str) -> None:
    response = client.get(f"/ar/{path}")
    assert (response.status_code, response["Location"]) == (302, f"/ar/account/login/?next=/ar/{path}")


def test_desk_shows_what_waits_to_the_secretariat(cast: Cast, client: Client) -> None:
    Action.objects.filter(pk=cast.draft.pk).update(status=Status.SUBMITTED)
    client.force_login(cast.secretariat)
    response = client.get("/ar/desk/")
    assert Page(response.content.decode()).faults == []
    assert [row.item.key for row in response.context["queue"].rows] == [cast.draft.public_id]


@pytest.mark.parametrize("person", ["mayor", "stranger"])
def test_desk_is_refused_to_others(cast: Cast, client: Client, person: str) -> None:
    client.force_login(getattr(cast, person))
    assert client.get("/ar/desk/").status_code == 403


def test_demonstration_signs_in_from_this_machine(demonstration: User, client: Client) -> None:
    assert Page(client.get("/ar/demo/").content.decode()).faults == []
    response = client.post("/ar/demo/", {"role": ROLES[0].key})
    assert (response.status_code, response["Location"]) == (302, "/ar/my-town/")
    assert client.session["_auth_user_id"] == str(demonstration.pk)


@pytest.mark.parametrize("method", ["get", "post"])
def test_demonstration_page_is_missing_elsewhere(db: None, client: Client, method: str) -> None:
    User.objects.create_user(ROLES[0].email)
    response = getattr(client, method)("/ar/demo/", {"role": ROLES[0].key})
    assert (response.status_code, "_auth_user_id" in client.session) == (404, False)


@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
    ],
)
def test_demonstration_is_refused_from_other_machines(
    demonstration: User, client: Client, extra: dict[str, str]
) -> None:
    response = client.post("/ar/demo/", {"role": ROLES[0].key}, **extra)
    assert (response.status_code, "_auth_user_id" in client.session) == (404, False)


def test_demonstration_offers_its_own_roles_only(cast: Cast, demonstration: User, client: Client) -> None:
    response = client.get("/ar/demo/")
    assert [person.user for person in response.context["people"]] == [demonstration]
    assert client.post("/ar/demo/", {"role": str(cast.secretariat.pk)}).status_code == 404
