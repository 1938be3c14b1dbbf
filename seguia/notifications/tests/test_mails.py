"""What a mail says of itself: language and direction, one way to stop it, links that lead home, no smuggled header."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override

from seguia.config.testing import make_user
from seguia.core.errors import Invalid
from seguia.notifications.delivery import deliver_due
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage, State
from seguia.notifications.services import queue_message
from seguia.notifications.tests.postoffice import Server

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


def sent(**facts: Any) -> Message:
    """Queue for an Arabic reader (unless the facts say otherwise), deliver, and read as a mail program would."""
    language = facts.pop("language", "ar")
    person = make_user("reader", language=language)
    with override("en"):
        queue_message("test.news", to=person, facts={"town": "شفشاون", "page": f"{SITE}/ar/", **facts})
        assert deliver_due() == 1
    return message_from_bytes(Server.accepted[0].message().as_bytes(linesep="\r\n"))


def header(mail: Message, name: str) -> str:
    return str(make_header(decode_header(mail[name])))


def parts(mail: Message) -> dict[str, str]:
    return {part.get_content_type(): part.get_payload(decode=True).decode() for part in mail.get_payload()}  # type: ignore[union-attr]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_mail_is_written_in_the_language_of_its_reader(language: str, direction: str, settings: Any) -> None:
    mail = sent(language=language)
    with override(language):
        assert header(mail, "Subject") == f"{gettext('Search')}: شفشاون"
    assert mail.get_content_type() == "multipart/alternative"
    assert list(parts(mail)) == ["text/plain", "text/html"]
    html = parts(mail)["text/html"]
    assert html.count(f'lang="{language}" dir="{direction}"') == 2
    assert "<table" not in html
    assert settings.NETWORK_NAME[language] in parts(mail)["text/plain"]
    assert header(mail, "From") == f"{settings.NETWORK_NAME[language]} <seguia@localhost>"
    assert mail["Content-Language"] == language


def test_mail_says_that_no_answer_is_expected_and_how_to_stop_it(settings: Any) -> None:
    settings.REPLY_TO_EMAIL = "secretariat@example.org"
    mail = sent()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "secretariat@example.org"
    assert mail["Message-ID"] == OutboxMessage.objects.get().message_id
    assert mail["Message-ID"].endswith("@localhost>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip()
    assert address.startswith(f"<{SITE}/ar/notifications/unsubscribe/")
    assert address.strip("<>") in parts(mail)["text/plain"]
    assert f'href="{address.strip("<>")}"' in parts(mail)["text/html"]
    assert "example.org" not in address


def test_mail_one_must_get_has_no_way_to_stop_it() -> None:
    register_kind("test.news", label="Invitation", subject="test/subject.txt", text="test/body.txt", is_optional=False)
    mail = sent()
    assert (mail.get_content_type(), mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (
        "text/plain",
        None,
        None,
    )


def test_plain_text_is_not_escaped_and_html_is() -> None:
    mail = sent(town="<b>A & B</b>")
    assert "<<b>A & B</b>> & http" in parts(mail)["text/plain"]
    assert "<p>&lt;b&gt;A &amp; B&lt;/b&gt;</p>" in parts(mail)["text/html"]


@pytest.mark.parametrize(
    "town", ["A\nBcc: all@example.org", "A\r\nBcc: all@example.org", "A\rB", "A\x01B", "A\u2028B", "A\u202eB", "A\x0bB"]
)
def test_header_cannot_be_smuggled_in(town: str, server: type[Server]) -> None:
    queue_message("test.news", to="mayor@example.org", facts={"town": town, "page": f"{SITE}/"})
    assert deliver_due() == 0
    assert server.accepted == []
    assert OutboxMessage.objects.values_list("state", "last_error").get() == (State.FAILED, "bad_header")


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a b@example.org"]
)
def test_address_that_is_none_is_refused_at_once(address: str) -> None:
    with pytest.raises(Invalid):
        queue_message("test.news", to=address, facts={})
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize(
    "page",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http://localhost:8000.evil.example/", "/ar/"],
)
def test_mail_that_would_lead_elsewhere_stays_here(page: str, server: type[Server]) -> None:
    queue_message("test.news", to="mayor@example.org", facts={"town": "شفشاون", "page": page})
    assert deliver_due() == 0
    assert server.accepted == []
    assert OutboxMessage.objects.values_list("state", "last_error").get() == (State.FAILED, "foreign_link")


def test_links_follow_the_settings_not_a_request(settings: Any) -> None:
    settings.SITE_URL = "https://villes.example"
    mail = sent(page="https://villes.example/ar/")
    assert mail["List-Unsubscribe"].strip().startswith("<https://villes.example/ar/")
    assert mail["Message-ID"].endswith("@villes.example>")


def test_kind_that_has_nothing_to_tell_sends_nothing(server: type[Server]) -> None:
    register_kind(
        "test.news", label="News", subject="test/subject.txt", text="test/body.txt", read=lambda message: None
    )
    queue_message("test.news", to="mayor@example.org", facts={})
    assert deliver_due() == 0
    assert OutboxMessage.objects.values_list("state", "last_error").get() == (State.WITHHELD, "nothing_to_tell")


@pytest.mark.parametrize("facts", [{"a": "b\0"}, {"a": {"b": ["c", "\0"]}}, {"\0": 1}])
def test_facts_that_one_database_would_refuse_are_refused_on_both(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="NUL"):
        queue_message("test.news", to="mayor@example.org", facts=facts)


def test_unknown_kind_is_a_fault_of_the_caller() -> None:
    with pytest.raises(LookupError):
        queue_message("test.unheard_of", to="mayor@example.org", facts={})


def test_unknown_language_becomes_the_language_of_the_network() -> None:
    assert queue_message("test.news", to="mayor@example.org", facts={}, language="xx").language == "fr"


def test_message_has_one_recipient() -> None:
    message = OutboxMessage(kind="test.news", language="ar")
    with pytest.raises(ValidationError):
        message.full_clean()
