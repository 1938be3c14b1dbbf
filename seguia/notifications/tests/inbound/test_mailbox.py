"""Mail comes from a folder, over IMAP or from a provider; it is deleted only when all that follows is kept."""

import io
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from seguia.config.testing import Cast
from seguia.core.tests.real_database import at_once, real_database
from seguia.notifications import mailboxes
from seguia.notifications.bounces.inbox import own_places
from seguia.notifications.inbound import reply_address
from seguia.notifications.inbound.checks import check_way_in
from seguia.notifications.inbound.inbox import read_replies
from seguia.notifications.inbound.parsing import MOST_BYTES
from seguia.notifications.inbound.taking import take_mail
from seguia.notifications.models import IncomingMail, ReplyThread
from seguia.notifications.tests.inbound.house import KIND, House, answer, texts
from seguia.notifications.tests.postoffice import Killed
from seguia.notifications.views.incoming import WINDOW, signature_of

__all__ = ["real_database"]
pytestmark = pytest.mark.django_db
SECRET = "s3cret"


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    settings.INBOUND_MAILDIR = str(tmp_path / "mail")
    return tmp_path / "mail"


def put(folder: Path, *mails: bytes) -> None:
    for number, mail in enumerate(mails):
        (folder / "new" / f"170000000{number}.M{number}.host").write_bytes(mail)


def left(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*host*"))


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("replies", *words, stdout=out)
    return out.getvalue().strip()


def test_command_reads_a_folder(cast: Cast, folder: Path) -> None:
    put(folder, answer(cast.mayor), answer(cast.clerk, head="Precedence: bulk\n"), b"\0", answer(cast.mayor))
    assert said("read") == (
        "1 taken, 0 refused, 1 automatic, 1 unknown, 0 unreadable, 0 failed, 1 repeated, 0 bounced, 0 given_up"
    )
    assert left(folder) == ["cur/1700000001.M1.host:2,S", "cur/1700000002.M2.host:2,S"]
    assert said("read").startswith("0 taken, 0 refused, 0 automatic")
    assert said("list").split("\n") == [
        "1 automatic (precedence)",
        "       1 taken",
        "       1 unknown (no_conversation)",
    ]
    assert texts() == ["نعم"]


def test_command_says_when_there_is_nothing_to_read(tmp_path: Path, settings: Any) -> None:
    with pytest.raises(CommandError, match="SEGUIA_INBOUND_MAILDIR"):
        said("read")
    settings.INBOUND_MAILDIR = str(tmp_path / "missing")
    with pytest.raises(CommandError, match="cannot be read"):
        said("read")


def test_worker_that_dies_before_commit_has_done_nothing(cast: Cast, folder: Path, monkeypatch: Any) -> None:
    put(folder, answer(cast.mayor))

    def handle_and_die(reply: Any) -> None:
        House.handle(reply)
        raise Killed

    from seguia.notifications.inbound import register_reply_kind  # noqa: PLC0415

    register_reply_kind(KIND, handle=handle_and_die)
    with pytest.raises(Killed):
        read_replies()
    assert (texts(), len(left(folder))) == ([], 1)
    register_reply_kind(KIND, handle=House.handle)
    assert read_replies()["taken"] == 1
    assert (texts(), left(folder)) == (["نعم"], [])


def test_worker_that_dies_between_commit_and_deletion_repeats_nothing(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, answer(cast.mayor))

    def die(*given: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(mailboxes, "_settle", die)
        with pytest.raises(Killed):
            read_replies()
    assert (texts(), len(left(folder))) == (["نعم"], 1)
    assert read_replies()["repeated"] == 1
    assert (texts(), left(folder)) == (["نعم"], [])


def test_database_that_is_away_leaves_the_mail_as_it_is(
    cast: Cast, folder: Path, monkeypatch: Any, caplog: Any
) -> None:
    def away(raw: bytes) -> str:
        raise OSError("no database")

    put(folder, answer(cast.mayor))
    with monkeypatch.context() as patch:
        patch.setattr("seguia.notifications.inbound.inbox.take_mail", away)
        assert read_replies()["failed"] == 1
    assert left(folder) == ["new/1700000000.M0.host"]
    assert read_replies()["taken"] == 1


def test_one_mailbox_for_answers_and_reports_has_one_reader(settings: Any) -> None:
    settings.BOUNCE_MAILDIR = settings.INBOUND_MAILDIR = "/mail"
    settings.BOUNCE_IMAP_URL = "imaps://x"
    assert own_places() == ("", "imaps://x")


class FakeImap:
    """A mailbox with new mails."""

    mails: dict[bytes, bytes] = {}
    stored: list[tuple[str, str]] = []

    def __init__(self, host: str, port: int, timeout: int) -> None:
        assert (host, port) == ("imap.example.org", 993)

    def __enter__(self) -> "FakeImap":
        return self

    def __exit__(self, *args: Any) -> None:
        pass

    def login(self, user: str, password: str) -> None:
        assert (user, password) == ("a", "p")

    def select(self, folder: str) -> Any:
        return "OK", [b"2"]

    def uid(self, command: str, *words: str) -> Any:
        if command == "SEARCH":
            return "OK", [b" ".join(self.mails)]
        if command == "STORE":
            self.stored.append((words[0], words[2]))
            return "OK", []
        assert words[1] == f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)"
        return "OK", [(b"1 (UID 7", self.mails[words[0].encode()]), b")"]

    def expunge(self) -> None:
        pass


def test_mailbox_over_imap(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    FakeImap.mails = {b"7": answer(cast.mayor), b"8": b"x", b"9": answer(cast.clerk, key="slip")}
    FakeImap.stored = []
    monkeypatch.setattr("seguia.notifications.mailboxes.imaplib.IMAP4_SSL", FakeImap)
    settings.INBOUND_IMAP_URL = "imaps://a:p@imap.example.org/"
    handle = House.handle

    def slip(reply: Any) -> None:
        if reply.key == "slip":
            raise RuntimeError
        handle(reply)

    from seguia.notifications.inbound import register_reply_kind  # noqa: PLC0415

    register_reply_kind(KIND, handle=slip)
    counts = read_replies()
    assert (counts["taken"], counts["unknown"], counts["failed"]) == (1, 1, 1)
    assert FakeImap.stored == [("7", r"(\Seen \Deleted)"), ("8", r"(\Seen)")]


def post(raw: bytes, *, secret: str = SECRET, age: float = 0, **headers: str) -> Any:
    stamp = str(int(time.time() - age))
    signed = {"X-Seguia-Timestamp": stamp, "X-Seguia-Signature": f"sha256={signature_of(stamp, raw)}", **headers}
    client = Client(enforce_csrf_checks=True)
    return client.post("/mail/incoming", raw, "message/rfc822", headers=signed)


def test_provider_hands_over_a_mail(cast: Cast, settings: Any) -> None:
    settings.INBOUND_SECRET = SECRET
    raw = answer(cast.mayor)
    first, again = post(raw), post(raw)
    assert (first.status_code, first.json()) == (200, {"outcome": "taken"})
    assert (again.status_code, again.json()) == (200, {"outcome": "repeated"})
    assert texts() == ["نعم"]


def test_large_mail_of_a_provider(cast: Cast, settings: Any) -> None:
    """Larger than a form may be, not larger than a mail may be."""
    settings.INBOUND_SECRET = SECRET
    assert post(answer(cast.mayor) + b"\r\n" * 5 + b" " * 4_000_000).json() == {"outcome": "refused"}
    response = post(b"x" * (MOST_BYTES + 1))
    assert (response.status_code, response.json()["error"]["code"]) == (413, "too_large")


def test_only_the_provider_hands_over_mails(cast: Cast, settings: Any) -> None:
    raw = answer(cast.mayor)
    settings.INBOUND_SECRET = ""
    assert post(raw).status_code == 404
    settings.INBOUND_SECRET = SECRET
    assert post(raw, age=WINDOW + 5).status_code == 401
    assert post(raw, age=-WINDOW - 5).status_code == 401
    for nonsense in ("", "sha256=", "sha256=" + "0" * 64, "é", "x" * 9000):
        assert post(raw, **{"X-Seguia-Signature": nonsense}).status_code == 401
    for nonsense in ("", "-1", "1e9", "٥", "9" * 400, str(int(time.time()) + 100)):
        assert post(raw, **{"X-Seguia-Timestamp": nonsense}).status_code == 401
    stamp = str(int(time.time()))
    assert post(raw + b"x", **{"X-Seguia-Signature": signature_of(stamp, raw)}).status_code == 401
    assert Client().get("/mail/incoming").status_code == 405
    assert (texts(), IncomingMail.objects.count()) == ([], 0)


def test_fault_here_asks_the_provider_to_send_again(cast: Cast, settings: Any, caplog: Any) -> None:
    settings.INBOUND_SECRET = SECRET
    House.fault = RuntimeError()
    response = post(answer(cast.mayor))
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    House.fault = None
    assert post(answer(cast.mayor)).json() == {"outcome": "taken"}


def test_operator_is_told_of_an_address_nobody_reads(settings: Any) -> None:
    assert [found.id for found in check_way_in(None)] == ["seguia.W010"]
    settings.INBOUND_SECRET = SECRET
    assert check_way_in(None) == []


@pytest.mark.parametrize("number", [6])
def test_same_mail_from_several_places_at_once_has_one_effect(real_database: None, cast: Cast, number: int) -> None:
    raw = answer(cast.mayor)
    outcomes = at_once([lambda: take_mail(raw)] * number)
    assert sorted(outcomes) == ["repeated"] * (number - 1) + ["taken"]
    assert texts() == ["نعم"]


def test_without_the_mark_it_would_have_several(
    real_database: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    raw = answer(cast.mayor)
    monkeypatch.setattr(IncomingMail, "is_settled", property(lambda row: False))
    at_once([lambda: take_mail(raw)] * 4)
    assert len(texts()) > 1


def test_limit_holds_for_mails_at_once(real_database: None, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seguia.notifications.inbound.taking.MOST_AN_HOUR", 2)
    mails = [answer(cast.mayor, f"جواب {n}", message_id=f"<{n}@x>") for n in range(6)]
    outcomes = at_once([lambda raw=raw: take_mail(raw) for raw in mails])
    assert (sorted(map(str, outcomes)), len(texts())) == (["refused"] * 4 + ["taken"] * 2, 2)
    assert IncomingMail.objects.exclude(answer_key=None).count() == 1


def test_address_is_made_once_by_several_at_once(real_database: None, cast: Cast) -> None:
    found = at_once([lambda: reply_address(KIND, "k9", cast.mayor)] * 5)
    assert len(set(found)) == 1
    assert ReplyThread.objects.count() == 1
