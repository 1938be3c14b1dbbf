"""An answer by mail has one effect; what was not taken is told; nothing that fails half leaves a half."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from seguia.config.testing import Cast
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.notifications.delivery import deliver_due
from seguia.notifications.inbound import reply_address
from seguia.notifications.inbound.inbox import Counts
from seguia.notifications.inbound.parsing import MOST_BYTES
from seguia.notifications.inbound.taking import MOST_ATTEMPTS, forget_old_mails, take_mail
from seguia.notifications.mailboxes import Fate
from seguia.notifications.models import IncomingMail, OutboxMessage, ReplyThread
from seguia.notifications.queries import incoming_report
from seguia.notifications.tests.inbound.corpus import attached, mail, plain, several
from seguia.notifications.tests.inbound.house import KIND, House, answer, texts, write_to
from seguia.notifications.tests.postoffice import Server

pytestmark = pytest.mark.django_db


def refusals() -> list[str]:
    """What senders were told, written as they read it."""
    deliver_due()
    return [message.body for message in Server.accepted if message.extra_headers["Auto-Submitted"] == "auto-replied"]


def reason() -> str:
    return IncomingMail.objects.get().reason


def test_answer_to_a_mail_of_ours_arrives(cast: Cast) -> None:
    write_to(cast.mayor)
    deliver_due()
    sent = Server.accepted[0].message()
    assert re.fullmatch(r"reply\+\d+-[0-9a-f]{16}@example\.org", sent["Reply-To"])
    assert "Cette adresse ne peut servir qu'à vous." in Server.accepted[0].body
    files = several("mixed", plain("نعم، مرحبا بكم.\n"), attached('Content-Type: application/pdf; name="خطة.pdf"'))
    assert take_mail(answer(cast.mayor, body=files, to=sent["Reply-To"].upper())) == "taken"
    reply = House.replies[0]
    assert (reply.kind, reply.key, reply.user, reply.language) == (KIND, "k1", cast.mayor, "ar")
    assert (reply.text, reply.message_id) == ("نعم، مرحبا بكم.", "<one@mail.example.org>")
    assert [(file.name, file.content_type, file.content) for file in reply.files] == [
        ("خطة.pdf", "application/pdf", b"%PDF-1.4 x")
    ]
    assert (texts(), refusals()) == (["نعم، مرحبا بكم."], [])


def test_all_mails_of_a_conversation_refer_to_the_same(cast: Cast) -> None:
    write_to(cast.mayor)
    write_to(cast.clerk)
    write_to(cast.mayor, key="k2")
    deliver_due()
    first, second, other = (message.message() for message in Server.accepted)
    assert first["References"] == second["References"] == first["In-Reply-To"] != other["References"]
    assert len({first["Reply-To"], second["Reply-To"], other["Reply-To"]}) == 3
    assert "k1" not in first["References"]


def test_without_an_address_the_mail_names_the_page(cast: Cast, settings: Any) -> None:
    settings.INBOUND_ADDRESS = ""
    assert reply_address(KIND, "k1", cast.mayor) is None
    write_to(cast.mayor)
    deliver_due()
    sent = Server.accepted[0]
    assert sent.message()["Reply-To"] == settings.REPLY_TO_EMAIL
    assert "http://localhost:8000/en/cases/k1/" in sent.body
    assert not ReplyThread.objects.exists()


def test_mails_of_other_kinds_are_as_before(cast: Cast) -> None:
    from seguia.notifications.services import queue_message  # noqa: PLC0415

    queue_message("test.news", to=cast.mayor, facts={"town": "x", "page": "http://localhost:8000/"})
    queue_message("test.case_mail", to="nobody@example.org", facts={"key": "k1", "text": "x"})
    deliver_due()
    for message in Server.accepted:
        assert "References" not in message.message()
        assert message.message()["Reply-To"] == "seguia@localhost"


def test_same_mail_twice_has_one_effect(cast: Cast) -> None:
    raw = answer(cast.mayor)
    assert [take_mail(raw), take_mail(raw), take_mail(b"Received: again\r\n" + raw)] == [
        "taken",
        "repeated",
        "repeated",
    ]
    assert texts() == ["نعم"]


def test_mail_without_message_id_has_one_effect_too(cast: Cast) -> None:
    raw = answer(cast.mayor, message_id="")
    assert [take_mail(raw), take_mail(raw)] == ["taken", "repeated"]
    assert texts() == ["نعم"]


def test_mail_to_two_conversations_goes_to_both(cast: Cast) -> None:
    to = f"{reply_address(KIND, 'k1', cast.mayor)}, {reply_address(KIND, 'k2', cast.mayor)}"
    raw = answer(cast.mayor, to=to)
    assert [take_mail(raw), take_mail(raw)] == ["taken", "repeated"]
    assert [reply.key for reply in House.replies] == ["k1", "k2"]


@pytest.mark.parametrize("person", ["clerk", "stranger", "secretariat"])
def test_somebody_else_is_refused_and_learns_nothing(cast: Cast, person: str) -> None:
    other = getattr(cast, person)
    assert take_mail(answer(cast.mayor, sender=other.email)) == "refused"
    [told] = refusals()
    assert "n'a pas été pris en compte et rien n" in told
    assert not any(secret in told for secret in ("k1", "cases", KIND, cast.mayor.email, cast.mayor.name))
    assert Server.accepted[0].to == [other.email]
    assert (texts(), reason()) == ([], "forbidden_sender")


def test_same_answer_for_a_conversation_of_anybody(cast: Cast) -> None:
    """A stranger cannot tell one conversation from another by what they are told."""
    for number, (user, key) in enumerate([(cast.mayor, "k1"), (cast.loos_mayor, "k2")]):
        take_mail(answer(user, key=key, sender=f"x{number}@example.net", message_id=f"<{number}@x>"))
    first, second = refusals()
    assert first == second


def forged(address: str) -> list[str]:
    number, signature = re.search(r"\+(\d+)-(\w+)@", address).groups()
    return [
        f"reply+{number}-{'0' * 16}@example.org",
        f"reply+{int(number) + 1}-{signature}@example.org",
        f"reply+{number}@example.org",
        f"reply+{number}-{signature[:-1]}@example.org",
        "reply@example.org",
        f"reply+{10**18}-{signature}@example.org",
    ]


def test_forged_or_shortened_address_reaches_nothing_but_the_person_is_told(cast: Cast) -> None:
    write_to(cast.clerk, key="other")
    deliver_due()
    for number, to in enumerate(forged(reply_address(KIND, "k1", cast.mayor))):
        assert take_mail(answer(cast.mayor, to=to, message_id=f"<{number}@x>")) == "refused"
        assert take_mail(answer(cast.mayor, to=to, sender="x@example.net", message_id=f"<{number}@x>")) == "unknown"
    assert texts() == []
    [told] = refusals()
    assert "a été envoyé est incompl" in told
    assert "/notifications/" in told


def test_person_who_was_switched_off_is_not_heard(cast: Cast) -> None:
    raw = answer(cast.mayor)
    cast.mayor.is_active = False
    cast.mayor.save()
    assert (take_mail(raw), texts(), refusals()) == ("unknown", [], [])


@pytest.mark.parametrize(
    "error",
    [
        Refused("This case is closed. Nothing was saved."),
        NotFound("Nothing was saved: gone."),
        Invalid("Nothing was saved: too long."),
        Conflict("Nothing was saved: changed."),
        ValidationError(["Nothing was saved: a.", "b"]),
    ],
)
def test_what_the_app_refuses_is_told_and_undone(cast: Cast, error: Exception) -> None:
    House.fault = error
    raw = answer(cast.mayor, subject="=?utf-8?B?2LHYrw==?=")
    assert take_mail(raw) == "refused"
    [told] = refusals()
    assert "Nothing was saved" in told
    assert "http://localhost:8000/en/cases/k1/" in told
    assert "رد" in told
    message = Server.accepted[0].message()
    assert (message["Auto-Submitted"], message["In-Reply-To"]) == ("auto-replied", "<one@mail.example.org>")
    assert "reply+" not in message["Reply-To"]
    House.fault = None
    assert (take_mail(raw), texts()) == ("repeated", [])


def test_refusal_is_in_the_language_of_the_person(cast: Cast) -> None:
    cast.mayor.language = "ar"
    cast.mayor.save()
    take_mail(answer(cast.mayor, " "))
    message = OutboxMessage.objects.get()
    assert (message.language, reason()) == ("ar", "empty")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (plain("\n"), "empty"),
        (plain("On 22 Nov 2026, at 09:15, Seguia <r@example.org> wrote:\n> Q\n"), "empty"),
        (plain("x" * 300_000), "text_too_long"),
        (attached("Content-Type: application/pdf", b"x" * MOST_BYTES), "too_large"),
        (several("mixed", *[attached(f'Content-Type: a/b; name="{n}"') for n in range(30)]), "too_many_files"),
    ],
)
def test_what_cannot_be_taken_is_told(cast: Cast, body: bytes, code: str) -> None:
    counts = Counts()
    assert counts.take(answer(cast.mayor, body=body)[: MOST_BYTES + 1]) is Fate.DELETE
    assert (counts["refused"], reason(), len(refusals()), texts()) == (1, code, 1, [])


def test_files_alone_are_an_answer(cast: Cast) -> None:
    body = several("mixed", attached('Content-Type: application/pdf; name="a.pdf"'))
    assert take_mail(answer(cast.mayor, body=body)) == "taken"
    assert [file.name for file in House.replies[0].files] == ["a.pdf"]


def test_fault_here_leaves_the_mail_and_is_tried_again(cast: Cast, caplog: Any) -> None:
    House.fault = RuntimeError("a slip")
    raw, counts = answer(cast.mayor), Counts()
    assert counts.take(raw) is Fate.LATER
    assert (texts(), refusals()) == ([], [])
    House.fault = None
    assert counts.take(raw) is Fate.DELETE
    assert (texts(), counts["failed"], counts["taken"]) == (["نعم"], 1, 1)


def test_fault_that_does_not_end_leaves_the_mail_for_people(cast: Cast) -> None:
    House.fault = RuntimeError("a slip")
    raw, counts = answer(cast.mayor), Counts()
    fates = [counts.take(raw) for _ in range(MOST_ATTEMPTS)]
    assert fates == [Fate.LATER] * (MOST_ATTEMPTS - 1) + [Fate.KEEP]
    assert incoming_report() == [("failed", "fault", 1)]


def test_heavy_work_is_done_before_the_transaction(cast: Cast) -> None:
    from django.db import connection  # noqa: PLC0415

    from seguia.notifications.inbound import register_reply_kind  # noqa: PLC0415

    depths, before = [], len(connection.savepoint_ids)

    def prepare(reply: Any) -> str:
        depths.append(len(connection.savepoint_ids) - before)
        return reply.text * 2

    def handle(reply: Any) -> None:
        depths.append(len(connection.savepoint_ids) - before)
        assert reply.prepared == "نعمنعم"

    register_reply_kind(KIND, handle=handle, prepare=prepare)
    assert (take_mail(answer(cast.mayor)), depths) == ("taken", [0, 1])


def test_kind_that_is_gone_is_told(cast: Cast) -> None:
    take_mail(answer(cast.mayor, to=reply_address("gone.kind", "7", cast.mayor)))
    assert (reason(), len(refusals())) == ("unknown_kind", 1)


@pytest.mark.parametrize("raw", [b"", b"\0" * 500, b"\r\n\r\n", mail(b"\xff" * 90, to="\0"), mail("x", sender="\0")])
def test_nonsense_is_counted_and_stays(cast: Cast, raw: bytes) -> None:
    counts = Counts()
    assert counts.take(raw) is Fate.KEEP
    assert counts.take(raw) is Fate.KEEP
    assert sum(number for _outcome, _reason, number in incoming_report()) == 1


def test_subject_cannot_add_headers_to_our_answer(cast: Cast) -> None:
    take_mail(answer(cast.mayor, " ", subject="=?utf-8?Q?a=0D=0ABcc:_x@example.net?=", message_id="<a@b\tc>"))
    refusals()
    message = Server.accepted[0].message()
    assert message["Bcc"] is None
    assert message["In-Reply-To"] is None
    assert Server.accepted[0].recipients() == [cast.mayor.email]


def test_old_marks_are_forgotten(cast: Cast) -> None:
    import datetime  # noqa: PLC0415

    take_mail(answer(cast.mayor))
    assert forget_old_mails() == 0
    IncomingMail.objects.update(received_at=IncomingMail.objects.get().received_at - datetime.timedelta(days=366))
    assert forget_old_mails() == 1
