"""Where reports come in, and what follows from each."""

import logging

from django.conf import settings
from django.db.models import Q

from seguia.notifications.bounces.reports import MOST_BYTES, Report, read_report
from seguia.notifications.bounces.services import record_bounce
from seguia.notifications.mailboxes import Fate, read_places
from seguia.notifications.models import OutboxMessage

log = logging.getLogger("seguia.notifications")


class Counts(dict[str, int]):
    """What became of the mails that were read."""

    def __init__(self) -> None:
        super().__init__(counted=0, repeated=0, unknown=0, other=0)

    def take(self, raw: bytes) -> Fate:
        """Read one mail; what was about a message of ours may be thrown away."""
        try:
            report = read_report(raw)
        except Exception:
            log.exception("a mail in the mailbox for bounces could not be read; it stays there")
            report = None
        outcome = "other" if report is None else receive_report(report)
        self[outcome] += 1
        return Fate.DELETE if outcome in {"counted", "repeated"} else Fate.KEEP


def receive_report(report: Report) -> str:
    """`counted`, `repeated` (each message counts once) or `unknown`."""
    message = OutboxMessage.objects.filter(Q(pk__in=report.pks) | Q(message_id__in=report.message_ids)).first()
    if message is None:
        return "unknown"
    return "counted" if record_bounce(message, report.bounce) else "repeated"


def own_places() -> tuple[str, str]:
    """(Maildir, IMAP) with nothing but reports. Where answers of people come in too, their reader looks after reports."""
    maildir, imap_url = settings.BOUNCE_MAILDIR, settings.BOUNCE_IMAP_URL
    return (
        "" if maildir == settings.INBOUND_MAILDIR else maildir,
        "" if imap_url == settings.INBOUND_IMAP_URL else imap_url,
    )


def is_configured() -> bool:
    """Whether there is a place to look."""
    return any(own_places())


def read_bounces() -> Counts:
    """Read what is new in each place. What was about our mails is deleted there; the rest stays, marked as seen."""
    counts = Counts()
    maildir, imap_url = own_places()
    read_places(maildir, imap_url, counts.take, most_bytes=MOST_BYTES)
    return counts
