"""Mails that failed: the fault in words, the address half hidden, sent again, set aside, marked as wrong."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seguia.config.testing import Cast
from seguia.core.errors import Conflict, Refused
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import OutboxMessage, State
from seguia.notifications.queries import is_blocked
from seguia.portal.desk.mail import decide, fault_in_words, try_all_again
from seguia.portal.desk.services import decide_item, undo_decision
from seguia.reports.services import create_report, decide_report
from seguia.ui.tests.markup import Page


def failed(cast: Cast, fault: str = "smtp_550", address: str = "amina@example.org") -> OutboxMessage:
    """The answer to a report, which could not be sent."""
    report = create_report(
        user=None,
        kind="action",
        key=cast.arabic_action.public_id,
        reason="link",
        text="",
        address=address,
        language="ar",
    )
    decide_report(user=cast.secretariat, public_id=report.public_id, decision="none", reason="الرابط يعمل")
    message = OutboxMessage.objects.latest("pk")
    OutboxMessage.objects.filter(pk=message.pk).update(state=State.FAILED, last_error=fault, attempts=9)
    return message


@pytest.fixture
def staff(cast: Cast, client: Client) -> Client:
    client.force_login(cast.secretariat)
    return client


def state(message: OutboxMessage) -> str:
    return OutboxMessage.objects.get(pk=message.pk).state


def decided(cast: Cast, message: OutboxMessage, decision: str) -> Any:
    return decide_item(user=cast.secretariat, kind="mail", key=str(message.pk), decision=decision)


def test_page_explains_and_hides(cast: Cast, staff: Client) -> None:
    failed(cast)
    html = staff.get("/en/desk/mail/").content.decode()
    assert Page(html).faults == []
    assert "am…@example.org" in html
    assert "amina@example.org" not in html
    assert "does not exist or wants no mail" in html
    assert Page(staff.get("/ar/desk/mail/").content.decode()).faults == []


def test_mail_is_sent_again(cast: Cast, staff: Client) -> None:
    message = failed(cast)
    decided(cast, message, "again")
    deliver_due()
    assert (state(message), [sent.to for sent in mail.outbox]) == (State.SENT, [["amina@example.org"]])


def test_wrong_address_gets_no_more_mail_until_it_works(cast: Cast, staff: Client) -> None:
    message = failed(cast)
    decided(cast, message, "wrong")
    assert is_blocked("amina@example.org")
    with pytest.raises(Conflict):
        decide(user=cast.secretariat, key=str(failed(cast).pk), decision="again")
    page = staff.get("/en/desk/mail/")
    given = {"form_key": page.context["form_key"], "address": "amina@example.org"}
    assert staff.post("/en/desk/mail/works/", given).status_code == 302
    assert not is_blocked("amina@example.org")


@pytest.mark.parametrize("decision", ["again", "wrong", "leave"])
def test_decision_is_taken_back(cast: Cast, decision: str) -> None:
    message = failed(cast)
    done = decided(cast, message, decision)
    assert state(message) != State.FAILED
    undo_decision(user=cast.secretariat, decision=done)
    assert state(message) == State.FAILED
    assert not is_blocked("amina@example.org")


def test_what_was_sent_meanwhile_is_not_taken_back(cast: Cast) -> None:
    message = failed(cast)
    done = decided(cast, message, "again")
    deliver_due()
    with pytest.raises(Conflict):
        undo_decision(user=cast.secretariat, decision=done)


def test_all_are_tried_again(cast: Cast, staff: Client) -> None:
    failed(cast)
    failed(cast, address="b@example.org")
    page = staff.get("/en/desk/mail/")
    response = staff.post("/en/desk/mail/again/", {"form_key": page.context["form_key"]}, follow=True)
    assert "2 mails are sent again" in response.content.decode()
    assert OutboxMessage.objects.filter(state=State.QUEUED).count() == 2


def test_door_that_was_erased_is_not_sent_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    message = failed(cast)
    monkeypatch.setattr("seguia.portal.desk.mail.secrets_of", lambda kind: frozenset({"link"}))
    assert try_all_again(user=cast.secretariat) == (0, 1)
    assert state(message) == State.FAILED


def test_list_needs_the_same_queries(cast: Cast, staff: Client) -> None:
    failed(cast)
    staff.get("/en/desk/mail/")
    counts = []
    for more in (0, 2):
        for number in range(more):
            failed(cast, address=f"{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            staff.get("/en/desk/mail/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("person", ["mayor", "stranger"])
def test_others_see_nothing(cast: Cast, client: Client, person: str) -> None:
    message = failed(cast)
    client.force_login(getattr(cast, person))
    assert client.get("/en/desk/mail/").status_code == 403
    for path in ("again", "works"):
        assert client.post(f"/en/desk/mail/{path}/", {"address": "amina@example.org"}).status_code == 403
    with pytest.raises(Refused):
        decide(user=getattr(cast, person), key=str(message.pk), decision="again")
    assert state(message) == State.FAILED


@pytest.mark.parametrize("code", ["smtp_550", "smtp_999", "unreachable", "", "something_new"])
def test_every_fault_has_words(code: str) -> None:
    assert fault_in_words(code).endswith(".")


def test_nothing_is_kept_of_an_address_that_is_none(cast: Cast, staff: Client) -> None:
    page = staff.get("/en/desk/mail/")
    given = {"form_key": page.context["form_key"], "address": "nobody@example.org"}
    assert staff.post("/en/desk/mail/works/", given).status_code == 404
