"""Writes of the outbox: put a message in, stop mails, allow them again, forget what is long settled."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.notifications.kinds import kind_of
from seguia.notifications.models import OptOut, OutboxMessage, State
from seguia.notifications.subscriptions import Subscription

KEPT = datetime.timedelta(days=180)
"""How long one can see what became of a message."""


def queue_message(
    kind: str, *, to: User | str, facts: Mapping[str, Any], topic: str = "", language: str = ""
) -> OutboxMessage:
    """Put a mail into the outbox in the caller's transaction: it is sent if and only if that commits.

    `to` is a person or the address of somebody without an account; `facts` are plain JSON values from which the kind
    writes the mail when it is sent; `language` defaults to the person's. Raises LookupError for an unknown kind,
    ValueError for facts that cannot be kept, Invalid for an address that is none.
    """
    kind_of(kind)
    if holds_nul(facts):
        raise ValueError("facts of a mail cannot hold NUL: PostgreSQL does not keep it")
    user = to if isinstance(to, User) else None
    return OutboxMessage.objects.create(
        kind=kind,
        user=user,
        address="" if isinstance(to, User) else _checked_address(to),
        facts=dict(facts),
        topic=topic,
        language=_known_language(language or (user.language if user else "")),
    )


@dataclass(frozen=True)
class Letter:
    """One of many mails of a kind, to somebody without an account."""

    address: str
    language: str
    topic: str
    facts: Mapping[str, Any]


def queue_messages(kind: str, letters: Sequence[Letter]) -> list[OutboxMessage]:
    """Put many into the outbox in one statement, in the caller's transaction. As `queue_message`; addresses are not
    checked again. Raises LookupError, ValueError."""
    kind_of(kind)
    if any(holds_nul(letter.facts) for letter in letters):
        raise ValueError("facts of a mail cannot hold NUL: PostgreSQL does not keep it")
    return OutboxMessage.objects.bulk_create(
        OutboxMessage(
            kind=kind,
            address=letter.address,
            language=_known_language(letter.language),
            topic=letter.topic,
            facts=dict(letter.facts),
        )
        for letter in letters
    )


def holds_nul(value: Any) -> bool:
    """Whether any text in it holds the character PostgreSQL does not keep."""
    if isinstance(value, Mapping):
        return any(holds_nul(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return any(holds_nul(part) for part in value)
    return isinstance(value, str) and "\0" in value


def _checked_address(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(_("This is not an e-mail address. Nothing was sent to it.")) from error
    return address


def _known_language(language: str) -> str:
    return language if language in language_codes() else settings.LANGUAGE_CODE


def opt_out(subscription: Subscription) -> None:
    """Stop these mails, also those that wait in the outbox. Doing it again changes nothing. Raises LookupError."""
    kind = kind_of(subscription.kind)
    with transaction.atomic():
        OptOut.objects.get_or_create(recipient=subscription.recipient, kind=subscription.kind, topic=subscription.topic)
        if kind.stop:
            kind.stop(subscription.user_id, subscription.topic)


def allow_again(subscription: Subscription) -> None:
    """The person asked for these mails anew."""
    OptOut.objects.filter(
        recipient=subscription.recipient, kind=subscription.kind, topic__in=["", subscription.topic]
    ).delete()


def is_opted_out(subscription: Subscription) -> bool:
    """Whether the recipient stopped this topic or the whole kind."""
    return OptOut.objects.filter(
        recipient=subscription.recipient, kind=subscription.kind, topic__in=["", subscription.topic]
    ).exists()


def try_failed_again() -> int:
    """Messages that were given up begin anew, with the same Message-ID; returns how many."""
    return OutboxMessage.objects.filter(state=State.FAILED).update(
        state=State.QUEUED, attempts=0, first_tried_at=None, next_try_at=timezone.now()
    )


def forget_old_messages() -> int:
    """Delete what has been settled for long; a periodic job. Returns how many."""
    settled = [State.SENT, State.FAILED, State.WITHHELD]
    return OutboxMessage.objects.filter(state__in=settled, created_at__lt=timezone.now() - KEPT).delete()[0]
