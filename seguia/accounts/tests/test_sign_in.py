"""The door: closed to strangers, silent about who is known, and its mails lead home."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from seguia.accounts.adapter import on_our_origin
from seguia.accounts.models import User
from seguia.notifications.delivery import deliver_due

pytestmark = pytest.mark.django_db
OTHER_HOST = "127.0.0.1:8099"


@pytest.fixture
def mayor() -> User:
    return User.objects.create_user("mayor@example.org", "a long secret", name="رئيسة الجماعة")


def mails() -> list[Any]:
    """What the outbox holds is sent, as the worker does."""
    deliver_due()
    return mail.outbox


def address(name: str, language: str) -> str:
    with override(language):
        return reverse(name)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_door_speaks_every_language(client: Any, language: str) -> None:
    page = client.get(address("account_login", language))
    assert page.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in page.content.decode()


def sign_in(client: Any, login: str = "Mayor@Example.org") -> Any:
    return client.post(address("account_login", "fr"), {"login": login, "password": "a long secret"})


def test_mayor_signs_in_and_out(client: Any, mayor: User) -> None:
    EmailAddress.objects.create(user=mayor, email=mayor.email, verified=True, primary=True)
    sign_in(client)
    assert client.session["_auth_user_id"] == str(mayor.pk)
    client.post(address("account_logout", "fr"))
    assert "_auth_user_id" not in client.session


def test_first_sign_in_proves_the_address_by_a_code(client: Any, mayor: User) -> None:
    page = sign_in(client)
    assert page.status_code == 302
    assert "_auth_user_id" not in client.session
    (message,) = mails()
    assert message.to == [mayor.email]
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", str(message.body), re.MULTILINE)
    assert code, message.body
    client.post(page["Location"], {"code": "WRONG1"})
    assert "_auth_user_id" not in client.session
    client.post(page["Location"], {"code": code.group()})
    assert client.session["_auth_user_id"] == str(mayor.pk)
    assert EmailAddress.objects.get(user=mayor).verified is True


def test_wrong_password_and_unknown_address_are_answered_alike(client: Any, mayor: User) -> None:
    def answer(login: str) -> tuple[int, list[str]]:
        page = client.post(address("account_login", "en"), {"login": login, "password": "wrong"})
        return page.status_code, page.context["form"].non_field_errors()

    assert answer("mayor@example.org") == answer("nobody@example.org")
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_by_himself(client: Any) -> None:
    for method in (client.get, client.post):
        data = {"email": "new@example.org", "password1": "a long secret", "password2": "a long secret"}
        assert method(address("account_signup", "fr"), data).status_code in {200, 403, 404}
    assert User.objects.count() == 0


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_mail_leads_to_our_origin_whatever_host_was_asked(client: Any, mayor: User, language: str) -> None:
    client.post(address("account_reset_password", language), {"email": mayor.email}, HTTP_HOST=OTHER_HOST)
    (message,) = mails()
    links = re.findall(r"https?://[^\s\"<>]+", str(message.body))
    assert links
    assert {link[: len(settings.SITE_URL) + 1] for link in links} == {f"{settings.SITE_URL}/"}
    assert message.subject.startswith(f"[{settings.NETWORK_NAME[language]}] ")
    assert OTHER_HOST not in str(message.message())


def test_link_of_the_mail_opens_once(client: Any, mayor: User) -> None:
    client.post(address("account_reset_password", "fr"), {"email": mayor.email})
    link = re.search(r"https?://[^/]+(/\S+)", str(mails()[0].body))
    assert link
    form = client.get(link.group(1), follow=True)
    passwords = {"password1": "another long secret", "password2": "another long secret"}
    client.post(form.redirect_chain[-1][0], passwords)
    mayor.refresh_from_db()
    assert mayor.check_password("another long secret")
    client.logout()
    again = client.get(link.group(1), follow=True)
    assert again.context["token_fail"] is True


def test_unknown_address_is_answered_like_a_known_one(client: Any, mayor: User) -> None:
    def answer(email: str) -> tuple[int, str]:
        page = client.post(address("account_reset_password", "fr"), {"email": email})
        return page.status_code, page["Location"]

    assert answer(mayor.email) == answer("nobody@example.org")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://evil.example/fr/account/x/?a=1#b", "/fr/account/x/?a=1#b"),
        ("https://evil.example", ""),
        ("//evil.example/x", None),
        ("a word", None),
        (12, None),
        (None, None),
    ],
)
def test_only_absolute_addresses_are_brought_home(given: Any, expected: str | None) -> None:
    assert on_our_origin(given) == (given if expected is None else settings.SITE_URL + expected)
