"""Mails that come back: understood, matched to what was sent, counted once; nothing goes where nothing arrives."""

import datetime
import io
import json
import smtplib
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from seguia.config.testing import Cast
from seguia.core.errors import NotFound, Refused
from seguia.notifications.bounces.envelope import message_of, return_address
from seguia.notifications.bounces.inbox import Counts
from seguia.notifications.bounces.reports import bounce_of, read_report
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import AddressState, OutboxMessage
from seguia.notifications.queries import bounced_addresses, failed_messages
from seguia.notifications.services import Bounce, clear_bounce, queue_message, record_bounce
from seguia.notifications.tests.postoffice import HERE, Refusing, Server
from seguia.notifications.tests.reports import AWAY, EXCHANGE, OLD, POSTFIX, written
from seguia.ui.tests.markup import Page

pytestmark = pytest.mark.django_db
FACTS = {"town": "شفشاون", "page": "http://localhost:8000/ar/"}
SECRET = "s3cret"


@pytest.fixture(autouse=True)
def place(settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "bounces@example.org"


def sent(to: Any = "Town@example.org") -> OutboxMessage:
    message = queue_message("test.news", to=to, facts=FACTS)
    assert deliver_due() == 1
    return message


def taken(raw: bytes) -> str:
    counts = Counts()
    counts.take(raw)
    return next(name for name, number in counts.items() if number)


def blocked() -> list[str]:
    return [state.address for state in bounced_addresses()]


@pytest.mark.parametrize("template", [POSTFIX, EXCHANGE])
def test_report_is_matched_by_the_message_id_it_returns(template: str) -> None:
    message = sent()
    raw = written(template, message_id=message.message_id)
    assert (taken(raw), blocked()) == ("counted", ["town@example.org"])
    assert taken(raw) == "repeated"
    assert list(failed_messages()) == [message]


def test_report_is_matched_by_the_address_it_comes_to() -> None:
    message = sent()
    envelope = Server.accepted[0].from_email
    assert envelope == return_address(message.pk)
    assert Server.accepted[0].message()["From"].endswith("<seguia@localhost>")
    assert taken(written(POSTFIX, to=envelope)) == "counted"


def test_without_an_address_for_bounces_the_sender_is_as_before(settings: Any) -> None:
    settings.BOUNCE_ADDRESS = ""
    sent()
    assert Server.accepted[0].from_email.endswith("<seguia@localhost>")


@pytest.mark.parametrize("forged", ["bounces+{pk}-0123456789abcdef@example.org", "bounces+{pk}@example.org", "x@y", ""])
def test_forged_address_silences_nobody(forged: str) -> None:
    message = sent()
    assert message_of(forged.format(pk=message.pk)) is None
    assert (taken(written(POSTFIX, to=forged.format(pk=message.pk))), blocked()) == ("unknown", [])


def test_address_that_a_report_names_is_not_believed() -> None:
    """The report says town@…, but the message went to another: only that one is marked."""
    message = sent("other@example.org")
    taken(written(POSTFIX, message_id=message.message_id))
    assert blocked() == ["other@example.org"]


def test_nothing_more_is_sent_to_an_address_that_does_not_exist() -> None:
    message = sent()
    queue_message("test.news", to="town@example.org", facts=FACTS)
    taken(written(POSTFIX, message_id=message.message_id))
    assert deliver_due() == 0
    assert OutboxMessage.objects.filter(state="withheld", last_error="bounced").count() == 1


def test_address_that_works_gets_mail_as_before() -> None:
    """The control."""
    sent()
    sent()
    assert (blocked(), len(Server.accepted)) == ([], 2)


def test_delayed_delivery_and_absence_count_for_nothing() -> None:
    message = sent()
    envelope = return_address(message.pk)
    assert taken(written(POSTFIX, to=envelope, action="delayed", status="4.4.1")) == "other"
    assert taken(written(AWAY, to=envelope, message_id=message.message_id)) == "other"
    assert not AddressState.objects.exists()


@pytest.mark.parametrize(
    ("status", "diagnostic", "is_hard"),
    [
        ("5.1.1", "", True),
        ("5.1.2", "", True),
        ("5.2.1", "", True),
        ("5.4.4", "", True),
        ("", "smtp; 550 5.1.1 unknown", True),
        ("5.0.0", "550 user unknown", True),
        ("", "550 No such user here", True),
        ("5.0.0", "550 rejected", False),
        ("5.2.2", "mailbox full", False),
        ("5.7.1", "550 spam: recipient address rejected", False),
        ("5.1.8", "bad sender", False),
        ("4.2.2", "", False),
        ("", "", False),
        ("x", "٥.١.١", False),
    ],
)
def test_only_what_is_about_the_address_is_for_good(status: str, diagnostic: str, is_hard: bool) -> None:
    assert bounce_of(status, diagnostic).is_hard is is_hard


def test_temporary_faults_count_and_the_fifth_in_a_row_is_one_for_good() -> None:
    for number in range(1, 6):
        record_bounce(sent(), Bounce(is_hard=False, status="4.2.2"))
        assert (AddressState.objects.get().soft_bounces, blocked()) == (
            number,
            ["town@example.org"] if number == 5 else [],
        )


def test_temporary_faults_long_apart_begin_anew() -> None:
    for _ in range(4):
        record_bounce(sent(), Bounce(is_hard=False))
    AddressState.objects.update(last_bounce_at=timezone.now() - datetime.timedelta(days=31))
    record_bounce(sent(), Bounce(is_hard=False))
    assert (AddressState.objects.get().soft_bounces, blocked()) == (1, [])


def test_words_of_an_old_server_count_as_temporary() -> None:
    message = sent()
    assert taken(written(OLD, to=return_address(message.pk))) == "counted"
    assert AddressState.objects.get().soft_bounces == 1


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0\xff\xfe" * 50, b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n",
     written(POSTFIX, status="\0", diagnostic="\udc80".encode("utf-8", "replace").decode()),
     b"Content-Type: multipart/report\r\n\r\nno boundary", b"To: " + b"a" * 100_000],
)  # fmt: skip
def test_nonsense_is_no_report_and_no_fault(raw: bytes) -> None:
    assert taken(raw) in {"other", "unknown"}


def test_refusal_while_sending_marks_the_address_too(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    Refusing.fault = smtplib.SMTPRecipientsRefused({"town@example.org": (550, b"5.1.1 user unknown")})
    queue_message("test.news", to="town@example.org", facts=FACTS)
    deliver_due()
    assert blocked() == ["town@example.org"]


def test_refusal_of_the_text_does_not(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    Refusing.fault = smtplib.SMTPRecipientsRefused({"town@example.org": (550, b"5.7.1 relaying denied")})
    queue_message("test.news", to="town@example.org", facts=FACTS)
    deliver_due()
    assert (blocked(), failed_messages().count()) == ([], 1)


def maildir(folder: Path, *mails: bytes) -> Path:
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    for number, mail in enumerate(mails):
        (folder / "new" / f"1700000000.M{number}.host").write_bytes(mail)
    return folder


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("bounces", *words, stdout=out)
    return out.getvalue().strip()


def test_command_reads_a_maildir(tmp_path: Path, settings: Any) -> None:
    message = sent()
    raw = written(POSTFIX, message_id=message.message_id)
    settings.BOUNCE_MAILDIR = str(maildir(tmp_path / "mail", raw, written(AWAY), written(POSTFIX)))
    assert said("read") == "1 counted, 0 repeated, 1 unknown, 1 other"
    assert said("read") == "0 counted, 0 repeated, 0 unknown, 0 other"
    assert len(list((tmp_path / "mail").rglob("*host*"))) == 2
    assert "5.1.1   town@example.org" in said("list")
    assert said("clear", "Town@example.org") == "mails go there again"
    with pytest.raises(CommandError):
        said("clear", "town@example.org")


def test_command_says_when_there_is_nothing_to_read(tmp_path: Path, settings: Any) -> None:
    with pytest.raises(CommandError, match="SEGUIA_BOUNCE_MAILDIR"):
        said("read")
    settings.BOUNCE_MAILDIR = str(tmp_path / "missing")
    with pytest.raises(CommandError, match="cannot be read"):
        said("read")


class FakeImap:
    """A mailbox with two new mails."""

    mails: dict[bytes, bytes] = {}
    stored: list[tuple[str, str]] = []

    def __init__(self, host: str, port: int, timeout: int) -> None:
        assert (host, port) == ("imap.example.org", 993)

    def __enter__(self) -> "FakeImap":
        return self

    def __exit__(self, *args: Any) -> None:
        pass

    def login(self, user: str, password: str) -> None:
        assert (user, password) == ("a@b", "p/w")

    def select(self, folder: str) -> Any:
        return ("OK", [b"2"]) if folder == '"Bounces"' else ("NO", [])

    def uid(self, command: str, *words: str) -> Any:
        if command == "SEARCH":
            return "OK", [b" ".join(self.mails)]
        if command == "STORE":
            self.stored.append((words[0], words[2]))
            return "OK", []
        return "OK", [(b"1 (UID 7", self.mails[words[0].encode()]), b")"]

    def expunge(self) -> None:
        pass


def test_command_reads_a_mailbox_over_imap(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    message = sent()
    FakeImap.mails = {b"7": written(POSTFIX, message_id=message.message_id), b"8": written(AWAY)}
    FakeImap.stored = []
    monkeypatch.setattr("seguia.notifications.mailboxes.imaplib.IMAP4_SSL", FakeImap)
    settings.BOUNCE_IMAP_URL = "imaps://a%40b:p%2Fw@imap.example.org/Bounces"
    assert said("read") == "1 counted, 0 repeated, 0 unknown, 1 other"
    assert FakeImap.stored == [("7", r"(\Seen \Deleted)"), ("8", r"(\Seen)")]
    settings.BOUNCE_IMAP_URL = "imaps://a%40b:p%2Fw@imap.example.org/Other"
    with pytest.raises(CommandError):
        said("read")


def post(client: Client, body: Any, secret: str = SECRET) -> Any:
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post("/mail/bounces", content, "application/json", headers={"Authorization": f"Bearer {secret}"})


def test_provider_reports_what_came_back(client: Client, settings: Any) -> None:
    settings.BOUNCE_SECRET = SECRET
    message = sent()
    events = [
        {"message_id": message.message_id.strip("<>"), "type": "hard", "status": "5.1.1", "diagnostic": "unknown"},
        {"message_id": message.message_id, "type": "hard"},
        {"message_id": "<other@example.org>", "type": "soft"},
    ]
    response = post(Client(enforce_csrf_checks=True), {"events": events})
    assert (response.status_code, response.json()) == (200, {"counted": 1, "repeated": 1, "unknown": 1})
    assert blocked() == ["town@example.org"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff", {"events": 1}, {"events": [1]}, {"events": [{"message_id": "<a@b>"}]},
     {"events": [{"message_id": 5, "type": "hard"}]}, {"events": [{"message_id": "a\0", "type": "hard"}]},
     {"events": [{"type": "soft"}]}, b"[" * 100_000, {"events": [{"message_id": "a", "type": []}]}],
)  # fmt: skip
def test_nonsense_of_a_provider_is_refused_whole(client: Client, settings: Any, body: Any) -> None:
    settings.BOUNCE_SECRET = SECRET
    assert post(client, body).status_code == 400


def test_only_the_provider_may_report(client: Client, settings: Any) -> None:
    message = sent()
    body = {"events": [{"message_id": message.message_id, "type": "hard"}]}
    assert post(client, body).status_code == 404
    settings.BOUNCE_SECRET = SECRET
    assert [post(client, body, secret).status_code for secret in ("", "x", "s3cret ء")] == [401, 401, 401]
    assert client.get("/mail/bounces").status_code == 405
    assert blocked() == []


def test_person_sees_it_and_can_say_that_the_address_works_again(cast: Cast, client: Client) -> None:
    record_bounce(sent(cast.mayor), Bounce(is_hard=True))
    client.force_login(cast.mayor)
    for path in ("", "preferences/"):
        page = client.get(f"/en/notifications/{path}").content.decode()
        assert "come back" in page
        assert Page(page).faults == []
    assert "come back" in client.get("/en/my-town/").content.decode()
    assert client.post("/en/notifications/preferences/try-again/").status_code == 302
    assert (blocked(), "come back" in client.get("/en/notifications/").content.decode()) == ([], False)
    assert client.post("/en/notifications/preferences/try-again/").status_code == 404


@pytest.mark.parametrize("person", ["clerk", "stranger", "loos_mayor"])
def test_others_may_not_clear_it(cast: Cast, person: str) -> None:
    record_bounce(sent(cast.mayor), Bounce(is_hard=True))
    with pytest.raises(Refused):
        clear_bounce(user=getattr(cast, person), address=cast.mayor.email)
    clear_bounce(user=cast.secretariat, address=cast.mayor.email.upper())
    with pytest.raises(NotFound):
        clear_bounce(user=cast.secretariat, address=cast.mayor.email)


def test_mails_of_ours_say_that_a_machine_wrote_them() -> None:
    sent()
    assert Server.accepted[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert read_report(Server.accepted[0].message().as_bytes()) is None


@pytest.mark.parametrize("number", [1, 3])
def test_secretariat_sees_what_did_not_arrive(
    cast: Cast, client: Client, django_assert_num_queries: Any, number: int
) -> None:
    for n in range(number):
        record_bounce(sent(f"town{n}@example.org"), Bounce(is_hard=True, status="5.1.1", diagnostic="550 <x> unknown"))
    client.force_login(cast.secretariat)
    with django_assert_num_queries(6):  # session, person, count, addresses, failed mails, unread in the head
        page = client.get("/ar/notifications/failures/")
    assert Page(page.content.decode()).faults == []
    assert [page.content.decode().count(f"town{n}@example.org") for n in range(number)] == [4] * number
    client.post("/ar/notifications/failures/clear/", {"address": "town0@example.org"})
    assert "town0@example.org" not in blocked()
    for nonsense in ("", "x", "a\0@b", "town0@example.org"):
        assert client.post("/ar/notifications/failures/clear/", {"address": nonsense}).status_code in {400, 404}


@pytest.mark.parametrize("person", ["mayor", "clerk", "stranger"])
def test_others_do_not_see_what_did_not_arrive(cast: Cast, client: Client, person: str) -> None:
    record_bounce(sent("town@example.org"), Bounce(is_hard=True))
    client.force_login(getattr(cast, person))
    assert client.get("/ar/notifications/failures/").status_code == 403
    assert client.post("/ar/notifications/failures/clear/", {"address": "town@example.org"}).status_code == 403
    assert blocked() == ["town@example.org"]
