"""Two machines never write to each other for ever, whoever they are and whatever they say of themselves."""

from typing import Any

import pytest

from seguia.accounts.models import User
from seguia.config.testing import Cast
from seguia.notifications.delivery import deliver_due
from seguia.notifications.inbound import register_reply_kind
from seguia.notifications.inbound.inbox import Counts
from seguia.notifications.inbound.taking import MOST_ALIKE, MOST_AN_HOUR, take_mail
from seguia.notifications.mailboxes import Fate
from seguia.notifications.models import IncomingMail, OutboxMessage
from seguia.notifications.queries import bounced_addresses
from seguia.notifications.tests.inbound.autoresponders import Autoresponder
from seguia.notifications.tests.inbound.corpus import plain
from seguia.notifications.tests.inbound.house import KIND, House, answer, texts, write_to
from seguia.notifications.tests.postoffice import Server
from seguia.notifications.tests.reports import POSTFIX, written

pytestmark = pytest.mark.django_db
MACHINES = {
    "auto_submitted": "Auto-Submitted: auto-replied\n",
    "auto_generated": "auto-submitted: AUTO-GENERATED; x=y\n",
    "precedence_bulk": "Precedence: bulk\n",
    "precedence_junk": "precedence: Junk\n",
    "precedence_list": "Precedence: list\n",
    "list": "List-Id: <people.example.org>\n",
    "suppress": "X-Auto-Response-Suppress: All\n",
    "autoreply": "X-Autoreply: yes\n",
    "return_path": "Return-Path: <>\n",
    "return_path_blank": "Return-Path: < >\n",
}


@pytest.mark.parametrize("name", MACHINES)
def test_nothing_follows_from_what_a_machine_wrote(cast: Cast, name: str) -> None:
    counts = Counts()
    raw = answer(cast.mayor, head=MACHINES[name])
    assert counts.take(raw) is Fate.KEEP
    assert counts["automatic"] == 1
    assert (texts(), OutboxMessage.objects.count()) == ([], 0)


def test_mail_that_says_that_a_person_wrote_it_is_taken(cast: Cast) -> None:
    """The control."""
    assert take_mail(answer(cast.mayor, head="Auto-Submitted: no\nPrecedence: normal\n")) == "taken"


@pytest.mark.parametrize("sender", ["reply@example.org", "REPLY+1-0123456789abcdef@example.org", "bounces+1@x.org",
                                    "MAILER-DAEMON@example.org", "no-reply@example.net", "seguia@localhost"])  # fmt: skip
def test_servers_and_our_own_address_are_not_answered(cast: Cast, sender: str) -> None:
    assert take_mail(answer(cast.mayor, sender=sender)) == "automatic"
    assert OutboxMessage.objects.count() == 0


def test_our_own_mail_that_comes_back_has_no_effect(cast: Cast) -> None:
    write_to(cast.mayor)
    deliver_due()
    own = Server.accepted[0].message()
    assert take_mail(own.as_bytes()) == "automatic"
    raw = answer(cast.mayor, message_id=own["Message-ID"])
    assert (take_mail(raw), texts()) == ("automatic", [])


def test_report_that_comes_here_goes_to_the_reader_of_bounces(cast: Cast) -> None:
    write_to(cast.mayor)
    deliver_due()
    own = Server.accepted[0].message()
    counts = Counts()
    raw = written(POSTFIX, to=own["Reply-To"], message_id=own["Message-ID"])
    assert counts.take(raw) is Fate.DELETE
    assert (counts["bounced"], texts()) == (1, [])
    assert [state.address for state in bounced_addresses()] == [cast.mayor.email]
    assert take_mail(written(POSTFIX, to=own["Reply-To"])) == "automatic"


def exchange(responders: list[Autoresponder], most: int = 200) -> int:
    """Deliver what waits, let every machine answer, take the answers: until nobody writes any more. How often."""
    by_address = {responder.address: responder for responder in responders}
    for turn in range(most):
        deliver_due()
        waiting, Server.accepted = Server.accepted, []
        answers = [by_address[got.to[0]].answers(got.message().as_bytes()) for got in waiting]
        if not any(answers):
            return turn
        for raw in answers:
            if raw:
                take_mail(raw)
    return most


class Mediator:
    """A conversation of two: what one writes is mailed to the other."""

    def __init__(self, one: User, other: User) -> None:
        self.people = [one, other]

    def handle(self, reply: Any) -> None:
        """Keep it, and tell the other side."""
        House.handle(reply)
        write_to(next(person for person in self.people if person != reply.user), reply.text)


@pytest.fixture
def machines(cast: Cast) -> list[Autoresponder]:
    register_reply_kind(KIND, handle=Mediator(cast.mayor, cast.loos_mayor).handle)
    return [Autoresponder(cast.mayor.email), Autoresponder(cast.loos_mayor.email)]


def test_two_machines_that_do_not_say_so_end(cast: Cast, machines: list[Autoresponder]) -> None:
    """Ping-pong: each answers whatever comes, always with the same words."""
    write_to(cast.mayor)
    assert exchange(machines) < 10
    assert len(texts()) == 2 * MOST_ALIKE
    assert sum(machine.sent for machine in machines) <= 8


def test_two_machines_that_write_something_new_each_time_end_too(cast: Cast, machines: list[Autoresponder]) -> None:
    for machine in machines:
        machine.is_chatty = True
    write_to(cast.mayor)
    assert exchange(machines) < 60
    assert len(texts()) == 2 * MOST_AN_HOUR


def test_machines_that_say_so_end_at_once(cast: Cast, machines: list[Autoresponder]) -> None:
    for machine in machines:
        machine.head = "Auto-Submitted: auto-replied\n"
    write_to(cast.mayor)
    assert (exchange(machines), texts()) == (1, [])


def test_without_the_guards_they_would_write_for_ever(
    cast: Cast, machines: list[Autoresponder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr("seguia.notifications.inbound.taking._refuse_too_many", lambda *given: None)
    write_to(cast.mayor)
    assert exchange(machines, most=50) == 50


def test_machine_is_told_of_a_refusal_once_a_day(cast: Cast) -> None:
    """It answers our refusal as well, and is refused again: silently."""
    House.refused = "Closed. Nothing was saved."
    machine = Autoresponder(cast.mayor.email, is_chatty=True)
    write_to(cast.mayor)
    assert exchange([machine]) < 5
    assert OutboxMessage.objects.filter(kind="notifications.reply_refused").count() == 1
    for number in range(5):
        take_mail(answer(cast.mayor, message_id=f"<again{number}@x>"))
    assert OutboxMessage.objects.filter(kind="notifications.reply_refused").count() == 1


def test_next_day_the_sender_is_told_again(cast: Cast) -> None:
    House.refused = "Closed. Nothing was saved."
    take_mail(answer(cast.mayor))
    IncomingMail.objects.update(answer_key="yesterday")
    take_mail(answer(cast.mayor, message_id="<two@x>"))
    assert OutboxMessage.objects.count() == 2


def test_address_that_became_known_does_not_make_us_write_to_everybody(cast: Cast) -> None:
    for number in range(12):
        raw = answer(cast.mayor, sender=f"victim{number}@example.net", message_id=f"<{number}@x>")
        assert take_mail(raw) == "refused"
    assert OutboxMessage.objects.count() == 3


def test_person_may_write_often_but_not_without_end(cast: Cast) -> None:
    for number in range(MOST_AN_HOUR + 3):
        take_mail(answer(cast.mayor, f"جواب {number}", message_id=f"<{number}@x>"))
    assert len(texts()) == MOST_AN_HOUR
    assert take_mail(answer(cast.mayor, "another conversation", key="k2", message_id="<k2@x>")) == "taken"
    assert IncomingMail.objects.filter(outcome="refused", reason="too_many").count() == 3


def test_same_text_may_be_said_twice(cast: Cast) -> None:
    outcomes = [take_mail(answer(cast.mayor, "شكرا", message_id=f"<{number}@x>")) for number in range(3)]
    assert outcomes == ["taken", "taken", "refused"]
    assert take_mail(answer(cast.mayor, body=plain("شكرا لكم\n"), message_id="<4@x>")) == "taken"
