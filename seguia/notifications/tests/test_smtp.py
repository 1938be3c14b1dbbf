"""Through a real socket and Django's own SMTP backend."""

from email import message_from_bytes
from typing import Any

import pytest
from django.utils import timezone

from seguia.notifications.delivery import MailServerAway, deliver_due
from seguia.notifications.models import OutboxMessage, State
from seguia.notifications.services import queue_message
from seguia.notifications.tests.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db
FACTS = {"town": "شفشاون", "page": "http://localhost:8000/ar/"}


def through(server: MailServer, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.EMAIL_TIMEOUT = 5


def queue(number: int = 1) -> list[str]:
    given = {"facts": FACTS, "language": "ar"}
    return [queue_message("test.news", to=f"town{n}@example.org", **given).message_id for n in range(number)]


def states() -> set[tuple[str, str]]:
    return set(OutboxMessage.objects.values_list("state", "last_error"))


def test_mails_of_a_run_go_over_one_connection(settings: Any) -> None:
    ids = queue(3)
    with mail_server("kind") as server:
        through(server, settings)
        assert deliver_due() == 3
    mails = [message_from_bytes(raw) for raw in server.mails]
    assert [mail["Message-ID"] for mail in mails] == ids
    assert all(mail["List-Unsubscribe"].strip().startswith("<http://localhost:8000/ar/") for mail in mails)
    assert all(mail.get_payload(1).get_payload(decode=True).decode().count('dir="rtl"') == 2 for mail in mails)
    assert (server.connections, states()) == (1, {(State.SENT, "")})


def test_unknown_recipient_is_final(settings: Any) -> None:
    queue()
    with mail_server("no such user") as server:
        through(server, settings)
        assert deliver_due() == 0
    assert (server.mails, states()) == ([], {(State.FAILED, "smtp_550")})


def test_silent_server_is_not_waited_for_long(settings: Any) -> None:
    queue()
    with mail_server("silent") as server:
        through(server, settings)
        settings.EMAIL_TIMEOUT = 0.2
        with pytest.raises(MailServerAway):
            deliver_due()
    assert states() == {(State.QUEUED, "unreachable")}


def test_server_that_drops_the_line_after_taking_gets_the_same_message_again(settings: Any) -> None:
    (message_id,) = queue()
    with mail_server("drops") as server:
        through(server, settings)
        with pytest.raises(MailServerAway):
            deliver_due()
        OutboxMessage.objects.update(next_try_at=timezone.now())
        server.temper = "kind"
        assert deliver_due() == 1
    assert [message_from_bytes(raw)["Message-ID"] for raw in server.mails] == [message_id, message_id]
