"""Mails about an account: through the outbox, in the language one reads, and nothing secret stays behind."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from seguia.accounts import mailing
from seguia.accounts.tests.people import address, code_in, is_signed_in, mails, person, sign_in
from seguia.audit.models import AuditEvent
from seguia.notifications.delivery import deliver_due
from seguia.notifications.kinds import kind_of
from seguia.notifications.models import OutboxMessage, State

pytestmark = pytest.mark.django_db


def ask_for_code(client: Any, email: str, language: str = "en") -> Any:
    return client.post(address("account_request_login_code", language), {"email": email})


def test_code_waits_in_the_outbox_and_is_blanked_once_sent(client: Any) -> None:
    user = person()
    ask_for_code(client, user.email)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.user, message.state) == ("accounts.login_code", user, State.QUEUED)
    code = message.facts["code"]
    assert mail.outbox == []
    assert code in str(mails()[0].body)
    message.refresh_from_db()
    assert (message.state, message.facts["code"]) == (State.SENT, "")
    assert code not in str(OutboxMessage.objects.values())


def test_code_opens(client: Any) -> None:
    user = person()
    page = ask_for_code(client, user.email)
    client.post(page["Location"], {"code": code_in(mails()[0])})
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(("language", "word"), [("ar", "رمز"), ("fr", "code"), ("en", "code")])
def test_mail_is_in_the_language_of_the_page(client: Any, language: str, word: str) -> None:
    ask_for_code(client, person(language="en").email, language)
    (message,) = mails()
    html = next(part for part, kind in message.alternatives if kind == "text/html")
    assert f'lang="{language}"' in html
    assert message.extra_headers["Content-Language"] == language
    assert "List-Unsubscribe" not in message.extra_headers
    assert code_in(message) in html


def test_failed_mail_keeps_its_code_for_the_next_attempt_only(client: Any, settings: Any) -> None:
    ask_for_code(client, person().email)
    settings.EMAIL_BACKEND = "seguia.no.such.Backend"
    with pytest.raises(ImportError):
        deliver_due()
    assert OutboxMessage.objects.get().facts["code"] != ""


def test_code_that_is_too_old_is_not_sent(client: Any) -> None:
    ask_for_code(client, person().email)
    message = OutboxMessage.objects.get()
    message.facts["until"] = (timezone.now() - datetime.timedelta(seconds=1)).isoformat()
    message.save()
    assert mails() == []
    message.refresh_from_db()
    assert (message.state, message.facts["code"]) == (State.WITHHELD, "")


def test_link_to_a_new_password_is_blanked_once_sent(client: Any) -> None:
    client.post(address("account_reset_password"), {"email": person().email})
    assert "/password/reset/key/" in str(mails()[0].body)
    assert OutboxMessage.objects.get().facts["link"] == ""


def test_change_of_password_is_told_and_recorded(client: Any) -> None:
    user = person()
    sign_in(client, user)
    passwords = {"oldpassword": "a long secret", "password1": "سر طويل جدا هنا", "password2": "سر طويل جدا هنا"}
    client.post(address("account_change_password"), passwords)
    (message,) = mails()
    assert "Your password was changed." in message.body
    assert AuditEvent.objects.get(code="accounts.user.password_changed").actor == user
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", message.body)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("what", sorted(mailing.CHANGES))
def test_every_notice_can_be_written(language: str, what: str) -> None:
    made = mailing.mail_of(f"account/email/{what}", "x@example.org", {"code": "secret"})
    assert made is not None
    assert "code" not in made.facts
    with override(language):
        told = mailing.told(made.kind, made.facts)
    assert told is not None
    assert told["letter"].lines


def test_mail_that_we_do_not_know_is_not_sent() -> None:
    assert mailing.mail_of("account/email/unknown_account", "x@example.org", {}) is None


def test_every_kind_is_known_to_the_outbox() -> None:
    for code in mailing.KINDS:
        assert kind_of(code).secrets == mailing.SECRETS
        assert kind_of(code).is_optional is False


def test_address_of_somebody_else_is_not_taken(client: Any) -> None:
    user, other = person(), person("other")
    sign_in(client, user)
    page = client.post(address("account_email"), {"email": other.email, "action_add": ""})
    user.refresh_from_db()
    assert user.email == "mayor@example.org"
    assert page.status_code in {200, 302}


def test_address_changes_once_the_code_was_entered(client: Any) -> None:
    user = person()
    sign_in(client, user)
    page = client.post(address("account_email"), {"email": "New@Example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "mayor@example.org"
    (message,) = mails()
    assert message.to == ["new@example.org"]
    client.post(page["Location"], {"code": code_in(message)})
    user.refresh_from_db()
    assert user.email == "new@example.org"
    told = [sent for sent in mails() if "no longer" in str(sent.body)]
    assert [sent.to for sent in told] == [["mayor@example.org"]]
    assert is_signed_in(client)
