"""Nobody learns who has an account, nobody tries without end, and no log keeps addresses."""

import logging
from typing import Any

import pytest

from seguia.accounts.tests.people import address, is_signed_in, mails, person, sign_in
from seguia.notifications.models import OutboxMessage

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "mayor@example.org", "nobody@example.org"


def seen(answer: Any, email: str) -> tuple[Any, ...]:
    """What a stranger sees: status, where one is sent, and the words, without the address typed."""
    text = answer.content.decode().replace(email, "…") if answer.status_code == 200 else ""
    kept = [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]
    return answer.status_code, answer.get("Location"), kept


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(
    ("name", "field", "more"),
    [
        ("account_login", "login", {"password": "wrong password"}),
        ("account_request_login_code", "email", {}),
        ("account_reset_password", "email", {}),
        ("account_signup", "email", {"password1": "a very long secret", "password2": "a very long secret"}),
    ],
)
def test_known_and_unknown_addresses_are_answered_alike(
    client: Any, name: str, field: str, more: dict[str, str], language: str
) -> None:
    person()
    answers = [seen(client.post(address(name, language), {field: email, **more}), email) for email in (KNOWN, UNKNOWN)]
    assert answers[0] == answers[1]


def test_page_after_the_request_is_the_same(client: Any) -> None:
    person()
    pages = []
    for email in (KNOWN, UNKNOWN):
        client.cookies.clear()
        answer = client.post(address("account_request_login_code"), {"email": email}, follow=True)
        pages.append(seen(answer, email))
    assert pages[0] == pages[1]
    wrong = client.post(address("account_confirm_login_code"), {"code": "AAAA-AAAA"})
    assert "nobody" not in wrong.content.decode().replace(UNKNOWN, "")


def test_strangers_get_no_mail(client: Any) -> None:
    person()
    for name in ("account_request_login_code", "account_reset_password"):
        client.post(address(name), {"email": UNKNOWN})
    assert not OutboxMessage.objects.exists()
    client.post(address("account_reset_password"), {"email": KNOWN})
    assert [mail.to for mail in mails()] == [[KNOWN]]


def test_person_who_was_switched_off_gets_no_mail_either(client: Any) -> None:
    person(is_active=False)
    client.post(address("account_request_login_code"), {"email": KNOWN})
    assert mails() == []


def test_guessing_a_password_comes_to_an_end_for_the_right_one_too(client: Any) -> None:
    user = person()
    for _ in range(6):
        sign_in(client, user, "wrong password")
    answer = sign_in(client, user)
    assert not is_signed_in(client)
    assert "Too many" in answer.content.decode()


def test_limit_holds_for_unknown_addresses_alike(client: Any) -> None:
    for _ in range(6):
        client.post(address("account_login"), {"login": UNKNOWN, "password": "wrong password"})
    answer = client.post(address("account_login"), {"login": UNKNOWN, "password": "wrong password"})
    assert "Too many" in answer.content.decode()


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_nobody_is_flooded_with_mails(client: Any, name: str) -> None:
    person()
    statuses = [client.post(address(name), {"email": KNOWN}).status_code for _ in range(8)]
    assert statuses[-1] in {200, 302, 429}
    assert OutboxMessage.objects.count() <= 5


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_limit_is_said_in_words(client: Any, language: str) -> None:
    answers = [client.get(address("account_login", language)) for _ in range(1)]
    answers += [
        client.post(address("account_login", language), {"login": f"a{n}@example.org", "password": "x"})
        for n in range(40)
    ]
    assert answers[-1].status_code == 429
    assert f'<html lang="{language}"' in answers[-1].content.decode()


def test_code_is_guessed_three_times_only(client: Any) -> None:
    user = person()
    page = client.post(address("account_request_login_code"), {"email": user.email})
    code = OutboxMessage.objects.get().facts["code"]
    for _ in range(3):
        client.post(page["Location"], {"code": "AAAA-AAAA"})
    client.post(page["Location"], {"code": code})
    assert not is_signed_in(client)


def test_logs_hold_no_address(client: Any, caplog: Any) -> None:
    user = person()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.WARNING)
        sign_in(client, user, "wrong")
        client.post(address("account_request_login_code"), {"email": KNOWN})
        client.post(address("account_reset_password"), {"email": UNKNOWN})
        mails()
    assert "example.org" not in caplog.text
