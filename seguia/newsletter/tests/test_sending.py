"""Sending: to whom and to whom not, once each, in the language of each, whatever dies when."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from seguia.config.testing import Cast, make_user
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.newsletter import sending
from seguia.newsletter.models import Delivery, Issue, IssueState, Standing, Subscriber
from seguia.newsletter.queries import progress_of
from seguia.newsletter.sending import queue_chunk, send_due_issues
from seguia.newsletter.subscribing import ask_for_newsletter, stop_newsletter
from seguia.newsletter.tests.conftest import INTRODUCTION, TITLE, make_issue, subscribe
from seguia.newsletter.writing import (
    add_item,
    add_text,
    change_issue,
    delete_issue,
    move_item,
    remove_item,
    schedule_issue,
    send_test,
    take_back_issue,
)
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import OutboxMessage
from seguia.notifications.services import Bounce, record_bounce
from seguia.notifications.tests.databases import shared_database
from seguia.notifications.tests.postoffice import Server
from seguia.notifications.tests.test_workers import at_once


@pytest.fixture
def shared(transactional_db: None, tmp_path: Any) -> Any:
    with shared_database(tmp_path):
        yield


def send(issue: Issue, user: Any) -> list[str]:
    """Everything until it has left; the addresses that got it."""
    OutboxMessage.objects.all().delete()
    Server.accepted.clear()
    schedule_issue(issue, user=user)
    while send_due_issues():
        pass
    deliver_due(60)
    return sorted(mail.to[0] for mail in Server.accepted)


@pytest.mark.django_db
def test_only_who_confirmed_gets_it(cast: Cast) -> None:
    """Unconfirmed, unsubscribed and unreachable people get nothing; the control is the one who confirmed."""
    subscribe("confirmed@example.org")
    ask_for_newsletter(email="asked@example.org", language="ar")
    left = subscribe("left@example.org")
    stop_newsletter(None, left.public_id)
    subscribe("bounced@example.org")
    message = OutboxMessage.objects.filter(address="bounced@example.org").first()
    assert message is not None
    record_bounce(message, Bounce(is_hard=True))
    issue = make_issue(cast.secretariat)
    assert send(issue, cast.secretariat) == ["confirmed@example.org"]
    issue.refresh_from_db()
    assert (issue.state, issue.recipients, progress_of(issue)) == (IssueState.SENT, 1, {"sent": 1})


@pytest.mark.django_db
def test_everybody_who_is_active_gets_it(cast: Cast) -> None:
    """The control: the same people, had they all confirmed and stayed."""
    for name in ("confirmed", "asked", "left", "bounced"):
        subscribe(f"{name}@example.org")
    assert len(send(make_issue(cast.secretariat), cast.secretariat)) == 4


@pytest.mark.django_db
def test_who_leaves_while_it_waits_gets_nothing(cast: Cast) -> None:
    subscribe("stays@example.org")
    leaves = subscribe("leaves@example.org")
    issue = make_issue(cast.secretariat)
    schedule_issue(issue, user=cast.secretariat)
    send_due_issues()
    stop_newsletter(None, leaves.public_id)
    OutboxMessage.objects.exclude(kind="newsletter.issue").delete()
    assert deliver_due() == 1
    assert progress_of(issue) == {"sent": 1, "withheld": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "body"),
    [("ar", TITLE["ar"], "مرحبا"), ("fr", TITLE["fr"], "Bonjour"), ("en", TITLE["ar"], "مرحبا")],
)
def test_each_gets_the_language_they_chose(cast: Cast, language: str, title: str, body: str) -> None:
    subscribe("reader@example.org", language)
    send(make_issue(cast.secretariat), cast.secretariat)
    mail = Server.accepted[0]
    html = mail.alternatives[0][0]
    assert mail.subject == title
    assert body in mail.body
    assert body in html
    assert f'<div lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert "Stop these mails" not in html or language == "en"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db
def test_link_of_an_issue_ends_the_subscription(cast: Cast, client: Any) -> None:
    subscribe("reader@example.org")
    send(make_issue(cast.secretariat), cast.secretariat)
    address = Server.accepted[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert Subscriber.objects.get().standing == Standing.ACTIVE
    assert client.post(address).status_code == 200
    assert Subscriber.objects.get().standing == Standing.ENDED
    assert send(make_issue(cast.secretariat), cast.secretariat) == []


@pytest.mark.django_db
def test_links_lead_home_and_others_are_written_out(cast: Cast) -> None:
    subscribe("reader@example.org")
    text = {"ar": "[هنا](/ar/actions/) [هناك](https://evil.example/x) <mailto:a@example.org> [y](//evil.example)"}
    send(make_issue(cast.secretariat, introduction=text), cast.secretariat)
    html = Server.accepted[0].alternatives[0][0]
    assert 'href="http://localhost:8000/ar/actions/"' in html
    assert 'href="https://evil' not in html
    assert 'href="//evil' not in html
    assert "https://evil.example/x" in html


@pytest.mark.django_db
def test_later_is_later(cast: Cast) -> None:
    subscribe("reader@example.org")
    issue = make_issue(cast.secretariat)
    with pytest.raises(Invalid):
        schedule_issue(issue, user=cast.secretariat, send_at=timezone.now() - datetime.timedelta(hours=1))
    schedule_issue(issue, user=cast.secretariat, send_at=timezone.now() + datetime.timedelta(hours=1))
    assert send_due_issues() == 0
    take_back_issue(issue, user=cast.secretariat)
    issue.refresh_from_db()
    assert (issue.state, issue.send_at) == (IssueState.DRAFT, None)
    with pytest.raises(Conflict):
        take_back_issue(issue, user=cast.secretariat)


@pytest.mark.django_db
def test_empty_issue_is_not_sent(cast: Cast) -> None:
    issue = make_issue(cast.secretariat, introduction={})
    issue.items.all().delete()
    with pytest.raises(Invalid):
        schedule_issue(issue, user=cast.secretariat)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [IssueState.SCHEDULED, IssueState.SENDING, IssueState.SENT])
def test_nothing_changes_once_it_is_on_its_way(cast: Cast, state: IssueState) -> None:
    issue = make_issue(cast.secretariat)
    item = issue.items.get()
    now = timezone.now()
    Issue.objects.update(state=state, send_at=now, sent_at=now if state == IssueState.SENT else None)
    user = cast.secretariat
    for deed in (
        lambda: change_issue(issue, user=user, title={"fr": "Autre"}, introduction={}),
        lambda: add_text(issue, user=user, title={"fr": "Autre"}, text={}),
        lambda: add_item(issue, user=user, kind="action", object_id=cast.arabic_action.public_id),
        lambda: move_item(issue, user=user, pk=item.pk, up=True),
        lambda: remove_item(issue, user=user, pk=item.pk),
        lambda: delete_issue(issue, user=user),
        lambda: schedule_issue(issue, user=user),
    ):
        with pytest.raises(Conflict):
            deed()
    assert (Issue.objects.get().title, issue.items.count()) == (TITLE, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["mayor", "clerk", "stranger"])
def test_only_the_secretariat_writes_and_sends(cast: Cast, person: str) -> None:
    issue, user = make_issue(cast.secretariat), getattr(cast, person)
    for deed in (
        lambda: make_issue(user),
        lambda: change_issue(issue, user=user, title=TITLE, introduction=INTRODUCTION),
        lambda: add_text(issue, user=user, title=TITLE, text={}),
        lambda: add_item(issue, user=user, kind="action", object_id=cast.arabic_action.public_id),
        lambda: move_item(issue, user=user, pk=issue.items.get().pk, up=True),
        lambda: remove_item(issue, user=user, pk=issue.items.get().pk),
        lambda: delete_issue(issue, user=user),
        lambda: send_test(issue, user=user, language="ar"),
        lambda: schedule_issue(issue, user=user),
        lambda: take_back_issue(issue, user=user),
    ):
        with pytest.raises(Refused):
            deed()


@pytest.mark.django_db
def test_test_goes_to_oneself_only(cast: Cast) -> None:
    subscribe("reader@example.org")
    OutboxMessage.objects.all().delete()
    send_test(make_issue(cast.secretariat), user=cast.secretariat, language="fr")
    assert deliver_due() == 1
    mail = Server.accepted[0]
    assert (mail.to, mail.subject) == ([cast.secretariat.email], f"Test\u00a0: {TITLE['fr']}") or mail.subject.endswith(
        TITLE["fr"]
    )
    assert "List-Unsubscribe" not in mail.extra_headers


def many(number: int) -> None:
    now = timezone.now()
    Subscriber.objects.bulk_create(
        Subscriber(
            email=f"reader{n}@example.org",
            language="ar",
            standing=Standing.ACTIVE,
            confirmed_at=now,
            consent_version="2026-11",
        )
        for n in range(number)
    )


@pytest.mark.django_db
def test_chunks_reach_everybody_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CHUNK", 3)
    many(10)
    addresses = send(make_issue(cast.secretariat), cast.secretariat)
    assert (len(addresses), len(set(addresses))) == (10, 10)
    assert Issue.objects.get().recipients == 10


@pytest.mark.django_db
def test_worker_that_dies_in_a_chunk_leaves_whole_ones(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CHUNK", 3)
    many(7)
    issue = schedule_issue(make_issue(cast.secretariat), user=cast.secretariat)
    assert queue_chunk(issue.pk) == 3

    def dies(*args: Any) -> None:
        raise SystemError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(Issue, "save", dies)
        with pytest.raises(SystemError):
            queue_chunk(issue.pk)
    assert (Delivery.objects.count(), OutboxMessage.objects.filter(kind="newsletter.issue").count()) == (3, 3)
    while queue_chunk(issue.pk) is not None:
        pass
    assert Delivery.objects.count() == OutboxMessage.objects.filter(kind="newsletter.issue").count() == 7


def test_workers_at_once_send_it_once(shared: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CHUNK", 5)
    user = make_user("staff", is_staff=True)
    many(40)
    schedule_issue(make_issue(user), user=user)
    assert at_once(lambda: send_due_issues(60)) == []
    addresses = Counter(OutboxMessage.objects.filter(kind="newsletter.issue").values_list("address", flat=True))
    assert (len(addresses), set(addresses.values())) == (40, {1})


@pytest.mark.django_db
def test_without_the_mark_the_database_itself_refuses(cast: Cast) -> None:
    """The control: a worker that forgets how far it came is stopped by the constraint, and nothing is queued twice."""
    many(3)
    issue = schedule_issue(make_issue(cast.secretariat), user=cast.secretariat)
    assert queue_chunk(issue.pk) == 3
    Issue.objects.update(sent_up_to=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        queue_chunk(issue.pk)
    assert OutboxMessage.objects.filter(kind="newsletter.issue").count() == 3
