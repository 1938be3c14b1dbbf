"""One click ends a mail, in three languages, without signing in; nobody else can end it."""

import pytest
from django.core import signing
from django.test import Client

from seguia.config.testing import make_user
from seguia.notifications.delivery import deliver_due
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OptOut, OutboxMessage, State
from seguia.notifications.services import allow_again, queue_message
from seguia.notifications.subscriptions import Subscription, recipient_of, subscription_of, token_for
from seguia.notifications.tests.postoffice import Server
from seguia.ui.tests.markup import Page

pytestmark = pytest.mark.django_db
FACTS = {"town": "شفشاون", "page": "http://localhost:8000/ar/"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def address(language: str = "ar", topic: str = "") -> str:
    """The link of the mail that is sent now."""
    Server.accepted.clear()
    queue_message("test.news", to="town@example.org", facts=FACTS, language=language, topic=topic)
    assert deliver_due() == 1
    return str(Server.accepted[0].extra_headers["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost:8000")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_mail_program_stops_the_mails_with_one_post(language: str) -> None:
    link = address(language)
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(link, ONE_CLICK)
    assert (response.status_code, response["Content-Language"]) == (200, language)
    assert Page(response.content.decode()).faults == []
    queue_message("test.news", to="Town@example.org", facts=FACTS)
    assert deliver_due() == 0
    assert (
        OutboxMessage.objects.filter(state=State.WITHHELD).values_list("last_error", flat=True).get() == "unsubscribed"
    )


def test_looking_at_the_page_stops_nothing(client: Client) -> None:
    link = address()
    page = client.get(link)
    assert (page.status_code, Page(page.content.decode()).faults, OptOut.objects.count()) == (200, [], 0)
    assert "no-store" in page["Cache-Control"]


def test_what_waits_in_the_outbox_is_stopped_too(client: Client) -> None:
    link = address()
    queue_message("test.news", to="town@example.org", facts=FACTS)
    client.post(link)
    assert deliver_due() == 0


def test_second_click_changes_nothing(client: Client) -> None:
    link = address()
    assert [client.post(link).status_code for _ in range(2)] == [200, 200]
    assert OptOut.objects.count() == 1


def test_one_topic_ends_and_the_others_go_on(client: Client) -> None:
    client.post(address(topic="compost"))
    for topic in ("compost", "water", ""):
        queue_message("test.news", to="town@example.org", facts=FACTS, topic=topic)
    assert deliver_due() == 2
    assert OutboxMessage.objects.get(state=State.WITHHELD).topic == "compost"


def test_others_and_other_kinds_go_on(client: Client) -> None:
    client.post(address())
    register_kind("test.other", label="Other", subject="test/subject.txt", text="test/body.txt")
    queue_message("test.news", to="other@example.org", facts=FACTS)
    queue_message("test.other", to="town@example.org", facts=FACTS)
    queue_message("test.news", to=make_user("town"), facts=FACTS)
    assert deliver_due() == 3


def test_mails_can_be_asked_for_again(client: Client) -> None:
    client.post(address())
    allow_again(Subscription(recipient_of(None, "town@example.org"), "test.news"))
    assert address()


@pytest.mark.parametrize("how", ["changed", "other salt", "other shape", "short", "empty"])
def test_token_of_ones_own_making_is_not_found(client: Client, how: str) -> None:
    link = address()
    token = {
        "changed": link.rstrip("/").rsplit("/", 1)[1][:-1] + "é",
        "other salt": signing.dumps(["user:1", "test.news", ""], salt="other"),
        "other shape": signing.dumps({"a": 1}, salt="seguia.notifications.unsubscribe"),
        "short": "abc",
        "empty": "%20",
    }[how]
    for response in (
        client.get(f"/ar/notifications/unsubscribe/{token}/"),
        client.post(f"/ar/notifications/unsubscribe/{token}/"),
    ):
        assert response.status_code == 404
    assert OptOut.objects.count() == 0


def test_kind_that_no_longer_exists_is_not_found(client: Client) -> None:
    token = token_for(Subscription("user:1", "test.gone"))
    assert client.post(f"/fr/notifications/unsubscribe/{token}/").status_code == 404


def test_kind_is_told_in_the_same_transaction(client: Client) -> None:
    told: list[tuple[int | None, str]] = []
    register_kind(
        "test.news", label="News", subject="test/subject.txt", text="test/body.txt",
        stop=lambda user_id, topic: told.append((user_id, topic)),
    )  # fmt: skip
    person = make_user("reader")
    message = queue_message("test.news", to=person, facts=FACTS, topic="compost")
    client.post(f"/fr/notifications/unsubscribe/{token_for(subscription_of(message))}/")
    assert told == [(person.pk, "compost")]
