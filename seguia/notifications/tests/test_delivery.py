"""Nothing is lost, whatever dies when; what is sent twice carries the same Message-ID."""

import datetime
import smtplib
from contextlib import suppress
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from seguia.accounts.models import User
from seguia.config.testing import make_user
from seguia.notifications import delivery
from seguia.notifications.delivery import GIVE_UP, LEASE, MailServerAway, deliver_due, pause_after
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage, State
from seguia.notifications.services import forget_old_messages, queue_message
from seguia.notifications.tests.postoffice import HERE, Killed, Moody, Refusing, Server, message_ids

pytestmark = pytest.mark.django_db
FACTS = {"town": "شفشاون", "page": "http://localhost:8000/ar/"}
START = datetime.datetime(2026, 11, 22, 8, tzinfo=datetime.UTC)


def queue(number: int = 1, **more: Any) -> list[OutboxMessage]:
    return [queue_message("test.news", to=f"town{n}@example.org", facts=FACTS, **more) for n in range(number)]


def states() -> list[tuple[str, int, str]]:
    return list(OutboxMessage.objects.order_by("pk").values_list("state", "attempts", "last_error"))


def test_message_is_sent_once_and_its_time_is_kept(server: type[Server]) -> None:
    (message,) = queue()
    assert (deliver_due(), deliver_due()) == (1, 0)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (State.SENT, 1, "")
    assert message.sent_at is not None
    assert dict(message_ids()) == {message.message_id: 1}


def test_message_of_a_transaction_that_fails_is_never_sent(server: type[Server]) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError
    assert (deliver_due(), OutboxMessage.objects.count()) == (0, 0)


@pytest.mark.slow
def test_thousand_messages_arrive_through_a_moody_server(settings: Any) -> None:
    register_kind("test.news", label="News", subject="test/subject.txt", text="test/body.txt")
    messages = queue(1000)
    settings.EMAIL_BACKEND = f"{HERE}.Moody"
    Moody.dice.seed(7)
    with time_machine.travel(START, tick=False) as clock:
        OutboxMessage.objects.update(next_try_at=START, created_at=START)
        for _ in range(6000):
            try:
                deliver_due(seconds=3600)
            except MailServerAway:
                clock.shift(2)
                continue
            if not OutboxMessage.objects.exclude(state=State.SENT).exists():
                break
            clock.shift(60)
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}
    assert message_ids() == {message.message_id: 1 for message in messages}


@pytest.mark.parametrize(
    ("step", "times"),
    [
        ("claim", 1),
        ("_reason_to_withhold", 1),
        ("written_mail", 1),
        ("open_post", 1),
        ("before 250", 1),
        ("after 250", 2),
        ("_sent", 2),
    ],
)
def test_kill_at_each_step_loses_nothing(settings: Any, monkeypatch: pytest.MonkeyPatch, step: str, times: int) -> None:
    """The worker dies in a step; another one comes when the lease has run out. One duplicate at most, and recognisable."""
    (message,) = queue()
    with time_machine.travel(START, tick=False) as clock:
        OutboxMessage.objects.update(next_try_at=START)
        with monkeypatch.context() as dying:
            kill(dying, settings, step)
            with pytest.raises(Killed):
                deliver_due()
        settings.EMAIL_BACKEND = f"{HERE}.Server"
        taken = step != "claim"
        assert deliver_due() == (0 if taken else 1)
        clock.shift(LEASE)
        assert deliver_due() == (1 if taken else 0)
        assert deliver_due() == 0
    assert message_ids() == {message.message_id: times}
    assert states() == [(State.SENT, 2 if taken else 1, "")]


def kill(dying: pytest.MonkeyPatch, settings: Any, step: str) -> None:
    if step.endswith("250"):
        settings.EMAIL_BACKEND = f"{HERE}.Dies{step.split()[0].title()}"
        return

    def die(*_: Any) -> None:
        raise Killed

    dying.setattr(delivery, step, die)


def test_pauses_double_from_a_minute_to_an_hour() -> None:
    assert [pause_after(n) // datetime.timedelta(minutes=1) for n in (1, 2, 3, 6, 7, 8, 500)] == [
        1,
        2,
        4,
        32,
        60,
        60,
        60,
    ]


def test_server_that_is_away_for_three_days_costs_nothing(settings: Any) -> None:
    messages = queue(3)
    settings.EMAIL_BACKEND = f"{HERE}.Away"
    with time_machine.travel(START, tick=False) as clock:
        OutboxMessage.objects.update(next_try_at=START)
        for _ in range(72):
            with pytest.raises(MailServerAway) if delivery._due_ids() else transaction.atomic():
                deliver_due()
            clock.shift(3600)
        assert {state for state, _, _ in states()} == {State.QUEUED}
        assert {error for _, _, error in states()} == {"unreachable"}
        settings.EMAIL_BACKEND = f"{HERE}.Server"
        clock.shift(3600)
        assert deliver_due() == 3
    assert message_ids() == {message.message_id: 1 for message in messages}


def test_server_that_is_away_is_asked_once_a_run(settings: Any, server: type[Server]) -> None:
    queue(5)
    settings.EMAIL_BACKEND = f"{HERE}.Away"
    with pytest.raises(MailServerAway):
        deliver_due()
    assert [attempts for _, attempts, _ in states()] == [1, 0, 0, 0, 0]


def test_after_five_days_of_trying_it_is_given_up(settings: Any) -> None:
    queue()
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    Refusing.fault = smtplib.SMTPRecipientsRefused({"x": (450, b"later")})
    with time_machine.travel(START, tick=False) as clock:
        OutboxMessage.objects.update(next_try_at=START)
        tries = 0
        while (
            next_try := OutboxMessage.objects.filter(state=State.QUEUED).values_list("next_try_at", flat=True).first()
        ):
            clock.move_to(next_try)
            deliver_due()
            tries += 1
        given_up = timezone.now() - START
    assert GIVE_UP <= given_up < GIVE_UP + datetime.timedelta(hours=2)
    assert states() == [(State.FAILED, tries, "smtp_450")]
    assert 120 < tries < 130


def test_worker_that_was_off_for_a_week_still_tries(settings: Any) -> None:
    queue()
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    Refusing.fault = smtplib.SMTPDataError(451, b"later")
    OutboxMessage.objects.update(created_at=timezone.now() - datetime.timedelta(days=7))
    deliver_due()
    assert states() == [(State.QUEUED, 1, "smtp_451")]


@pytest.mark.parametrize(
    ("fault", "expected", "is_away"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")}), (State.FAILED, 1, "smtp_550"), False),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"greylisted")}), (State.QUEUED, 1, "smtp_450"), False),
        (smtplib.SMTPDataError(554, b"spam"), (State.FAILED, 1, "smtp_554"), False),
        (smtplib.SMTPDataError(421, b"closing"), (State.QUEUED, 1, "smtp_421"), True),
        (smtplib.SMTPSenderRefused(550, b"who are you", "x"), (State.QUEUED, 1, "smtp_550"), True),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), (State.QUEUED, 1, "smtp_535"), True),
        (smtplib.SMTPServerDisconnected("gone"), (State.QUEUED, 1, "unreachable"), True),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), (State.FAILED, 1, "not_supported"), False),
        (TimeoutError("tarpit"), (State.QUEUED, 1, "unreachable"), True),
        (RuntimeError("a fault of ours"), (State.QUEUED, 1, "fault"), False),
    ],
)
def test_only_what_is_said_of_this_message_is_final(
    settings: Any, fault: Exception, expected: tuple[str, int, str], is_away: bool
) -> None:
    queue()
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    Refusing.fault = fault
    with pytest.raises(MailServerAway) if is_away else transaction.atomic():
        deliver_due()
    assert states() == [expected]


def test_one_faulty_message_does_not_hold_up_the_others(server: type[Server], monkeypatch: Any) -> None:
    first, second = queue(2)
    write = delivery.written_mail
    monkeypatch.setattr(delivery, "written_mail", lambda message: 1 / 0 if message.pk == first.pk else write(message))
    assert deliver_due() == 1
    assert dict(message_ids()) == {second.message_id: 1}
    assert [error for _, _, error in states()] == ["fault", ""]


@pytest.mark.parametrize("moment", ["before", "between"])
def test_nobody_who_was_switched_off_gets_mail(server: type[Server], moment: str) -> None:
    person = make_user("gone", is_active=moment != "before")
    queue_message("test.news", to=person, facts=FACTS)
    User.objects.update(is_active=False)
    assert deliver_due() == 0
    assert (server.accepted, states()) == ([], [(State.WITHHELD, 1, "inactive")])


def test_mail_goes_to_the_address_a_person_has_now(server: type[Server]) -> None:
    person = make_user("mover")
    queue_message("test.news", to=person, facts=FACTS)
    User.objects.update(email="new@example.org")
    deliver_due()
    assert [mail.to for mail in server.accepted] == [["new@example.org"]]


def test_worker_that_comes_too_late_does_not_undo_what_the_next_one_did(settings: Any, monkeypatch: Any) -> None:
    """The first worker hangs longer than its lease and then fails; the second has sent the message meanwhile."""
    (message,) = queue()
    slow = delivery.claim(message.pk)
    assert slow is not None
    OutboxMessage.objects.update(next_try_at=timezone.now())
    assert deliver_due() == 1
    delivery._failed(slow, delivery.Verdict("smtp_550", is_final=True), None)
    assert states() == [(State.SENT, 2, "")]


def test_settled_messages_are_forgotten_after_half_a_year() -> None:
    queue(3)
    old = timezone.now() - datetime.timedelta(days=181)
    first, second, _ = OutboxMessage.objects.order_by("pk")
    OutboxMessage.objects.filter(pk=first.pk).update(state=State.SENT, sent_at=old, created_at=old)
    OutboxMessage.objects.filter(pk=second.pk).update(created_at=old)
    assert forget_old_messages() == 1
    assert OutboxMessage.objects.count() == 2
