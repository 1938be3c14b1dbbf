"""My account: name, language, sessions; for the person alone."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from seguia.accounts.queries import open_sessions
from seguia.accounts.services.profile import forget_ended_sessions
from seguia.accounts.tests.people import address, is_signed_in, person, sign_in
from seguia.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

PAGES = [
    "account_home",
    "account_data",
    "account_erase",
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "socialaccount_connections",
]


@pytest.mark.parametrize("name", PAGES)
def test_visitor_is_asked_to_sign_in(client: Any, name: str) -> None:
    answer = client.get(address(name))
    assert answer.status_code == 302
    assert "/account/" in answer["Location"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_speaks_every_language(client: Any, name: str, language: str) -> None:
    user = person()
    client.post(address("account_login", language), {"login": user.email, "password": "a long secret"})
    client.post(address("account_reauthenticate", language), {"password": "a long secret"})
    answer = client.get(address(name, language))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()
    assert 'name="robots" content="noindex"' in answer.content.decode()


def test_name_and_language_are_saved_and_the_page_goes_on_in_it(client: Any) -> None:
    user = person(name="")
    sign_in(client, user)
    answer = client.post(address("account_home"), {"name": " خديجة  بنعلي ", "language": "ar"})
    user.refresh_from_db()
    assert (user.name.split(), user.language) == (["خديجة", "بنعلي"], "ar")
    assert answer["Location"] == address("account_home", "ar")


@pytest.mark.parametrize(
    "given",
    [
        {"name": "x" * 121, "language": "fr"},
        {"name": "two\nlines", "language": "fr"},
        {"name": "nul\x00l", "language": "fr"},
        {"name": "Khadija", "language": "xx"},
        {"name": "Khadija"},
        {},
    ],
)
def test_nonsense_is_named_and_kept_in_the_form(client: Any, given: dict[str, str]) -> None:
    user = person()
    sign_in(client, user)
    answer = client.post(address("account_home"), given)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert answer.context["form"]["name"].value() == given.get("name")
    user.refresh_from_db()
    assert (user.name, user.language) == ("رئيسة الجماعة", "")


def test_saving_the_same_is_no_deed(client: Any) -> None:
    sign_in(client, person(language="fr"))
    client.post(address("account_home"), {"name": "رئيسة الجماعة", "language": "fr"})
    assert not AuditEvent.objects.filter(code="accounts.user.profile_changed").exists()
    client.post(address("account_home"), {"name": "رئيسة الجماعة", "language": "ar"})
    assert AuditEvent.objects.get(code="accounts.user.profile_changed").facts == {"fields": ["language"]}


@pytest.mark.parametrize("places", [1, 3])
def test_page_costs_the_same_however_many_places(client: Any, django_assert_num_queries: Any, places: int) -> None:
    user = person()
    for _ in range(places - 1):
        sign_in(Client(HTTP_USER_AGENT="متصفح آخر"), user)
    sign_in(client, user)
    client.get(address("account_home"))
    with django_assert_num_queries(EXPECTED):
        answer = client.get(address("account_home"))
    assert len(answer.context["sessions"]) == places


EXPECTED = 7
"""Session, person, unread notices, second factors, single sign-ons, sessions of the person, which of them are alive."""


def test_other_places_are_signed_out(client: Any) -> None:
    user = person()
    others = [Client(), Client()]
    for other in [*others, client]:
        sign_in(other, user)
    there = next(s for s in open_sessions(user) if s.session_key == others[0].session.session_key)
    client.post(address("account_end_sessions"), {"session": str(there.pk)})
    assert [is_signed_in(browser) for browser in [*others, client]] == [False, True, True]
    client.post(address("account_end_sessions"))
    assert [is_signed_in(browser) for browser in [*others, client]] == [False, False, True]


@pytest.mark.parametrize("given", ["x", "-1", "99999999999999999999999", "٣", "0"])
def test_session_that_is_none_ends_nothing(client: Any, given: str) -> None:
    user, other = person(), Client()
    sign_in(other, user)
    sign_in(client, user)
    client.post(address("account_end_sessions"), {"session": given})
    assert is_signed_in(other)


def test_nobody_ends_the_session_of_somebody_else(client: Any) -> None:
    victim, browser = person("victim"), Client()
    sign_in(browser, victim)
    sign_in(client, person())
    client.post(address("account_end_sessions"), {"session": str(open_sessions(victim)[0].pk)})
    assert is_signed_in(browser)


def test_session_that_is_over_is_forgotten(client: Any) -> None:
    user, gone = person(), Client()
    for browser in (gone, client):
        sign_in(browser, user)
    gone.session.flush()
    assert forget_ended_sessions() == 1
    assert UserSession.objects.get().session_key == client.session.session_key


def test_header_leads_there(client: Any, cast: Any) -> None:
    client.force_login(cast.mayor)
    assert f'href="{address("account_home", "fr")}"' in client.get("/fr/about/").content.decode()


def test_pages_of_the_account_are_not_kept_by_browsers(client: Any) -> None:
    sign_in(client, person())
    assert "no-store" in client.get(reverse("account_home"))["Cache-Control"]
