"""Where reports come in: a Maildir of this machine, or a mailbox asked over IMAP."""

import imaplib
import logging
import mailbox
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q

from seguia.notifications.bounces.reports import MOST_BYTES, Report, read_report
from seguia.notifications.bounces.services import record_bounce
from seguia.notifications.models import OutboxMessage

log = logging.getLogger("seguia.notifications")
FAULTS = (OSError, mailbox.Error, imaplib.IMAP4.error)
"""What reading a place can raise."""
BATCH = 500
"""Mails read in one run; the others wait for the next."""
Take = Callable[[bytes], bool]


class Counts(dict[str, int]):
    """What became of the mails that were read."""

    def __init__(self) -> None:
        super().__init__(counted=0, repeated=0, unknown=0, other=0)

    def take(self, raw: bytes) -> bool:
        """Read one mail; whether it was about a message of ours and may be thrown away."""
        try:
            report = read_report(raw)
        except Exception:
            log.exception("a mail in the mailbox for bounces could not be read; it stays there")
            report = None
        outcome = "other" if report is None else receive_report(report)
        self[outcome] += 1
        return outcome in {"counted", "repeated"}


def receive_report(report: Report) -> str:
    """`counted`, `repeated` (each message counts once) or `unknown`."""
    message = OutboxMessage.objects.filter(Q(pk__in=report.pks) | Q(message_id__in=report.message_ids)).first()
    if message is None:
        return "unknown"
    return "counted" if record_bounce(message, report.bounce) else "repeated"


def is_configured() -> bool:
    """Whether there is a place to look."""
    return bool(settings.BOUNCE_MAILDIR or settings.BOUNCE_IMAP_URL)


def read_bounces() -> Counts:
    """Read what is new in each place. What was about our mails is deleted there; the rest stays, marked as seen."""
    counts = Counts()
    if settings.BOUNCE_MAILDIR:
        read_maildir(Path(settings.BOUNCE_MAILDIR), counts.take)
    if settings.BOUNCE_IMAP_URL:
        read_imap(settings.BOUNCE_IMAP_URL, counts.take)
    return counts


def read_maildir(folder: Path, take: Take) -> None:
    """Raises OSError when there is no such folder."""
    box = mailbox.Maildir(folder, create=False)
    for key in [key for key, mail in box.iteritems() if "S" not in mail.get_flags()][:BATCH]:
        with box.get_file(key) as file:
            raw = file.read(MOST_BYTES)
        if take(raw):
            box.remove(key)
        else:
            _mark_seen(box, key)


def _mark_seen(box: mailbox.Maildir, key: str) -> None:
    mail: Any = box[key]
    mail.set_subdir("cur")
    mail.add_flag("S")
    box[key] = mail


def read_imap(url: str, take: Take) -> None:
    """`imaps://user:password@host:993/Folder`. Raises OSError, imaplib.IMAP4.error."""
    parts = urlsplit(url)
    kind: Any = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    with kind(parts.hostname or "", parts.port or (993 if parts.scheme == "imaps" else 143), timeout=20) as server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _checked(server.select(_quoted(unquote(parts.path.strip("/")) or "INBOX")))
        for number in _checked(server.uid("SEARCH", "UNSEEN"))[0].split()[:BATCH]:
            _read_one(server, number.decode("ascii"), take)
        server.expunge()


def _read_one(server: Any, uid: str, take: Take) -> None:
    answer = _checked(server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
    server.uid("STORE", uid, "+FLAGS", r"(\Seen \Deleted)" if take(raw) else r"(\Seen)")


def _checked(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(f"the mailbox for bounces answered {answer[0]}")
    return answer[1]


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
