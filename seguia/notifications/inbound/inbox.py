"""Where answers come in, and the job that reads them."""

import logging

from django.conf import settings

from seguia.notifications.inbound.parsing import MOST_BYTES
from seguia.notifications.inbound.taking import BOUNCED, GIVEN_UP, REPEATED, take_mail
from seguia.notifications.mailboxes import Fate, read_places
from seguia.notifications.models import Outcome

log = logging.getLogger("seguia.notifications")
_DELETED = {Outcome.TAKEN, Outcome.REFUSED, REPEATED, BOUNCED}
"""What these mails were there for is in our database, and their senders know what became of them."""


class Counts(dict[str, int]):
    """What became of the mails that were read."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys([*Outcome.values, REPEATED, BOUNCED, GIVEN_UP], 0))

    def take(self, raw: bytes) -> Fate:
        """Take one mail. Never raises: one mail must not keep the others waiting."""
        try:
            outcome = take_mail(raw)
        except Exception:
            log.exception("a mail could not be taken; it stays and is tried again")
            outcome = Outcome.FAILED
        self[outcome] += 1
        if outcome in _DELETED:
            return Fate.DELETE
        return Fate.LATER if outcome == Outcome.FAILED else Fate.KEEP


def is_configured() -> bool:
    """Whether there is a place to look."""
    return bool(settings.INBOUND_MAILDIR or settings.INBOUND_IMAP_URL)


def read_replies() -> Counts:
    """Read what is new in each place. What was taken or refused is deleted there; the rest stays, marked as seen."""
    counts = Counts()
    read_places(settings.INBOUND_MAILDIR, settings.INBOUND_IMAP_URL, counts.take, most_bytes=MOST_BYTES + 1)
    return counts
