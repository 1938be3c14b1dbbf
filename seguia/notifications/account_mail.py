"""Mails about an account take the way of all mails: kept in the outbox, retried, their secrets blanked once sent."""

from collections.abc import Mapping
from typing import Any

from seguia.accounts import mailing
from seguia.core.languages import current_language
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import OutboxMessage
from seguia.notifications.services import queue_message


def register() -> None:
    """Take over from the floor below."""
    for code, label in mailing.KINDS.items():
        register_kind(
            code,
            label=label,
            subject="account/mail/subject.txt",
            text="account/mail/letter.txt",
            html="account/mail/letter.html",
            read=_read,
            is_optional=False,
            secrets=mailing.SECRETS,
        )
    mailing.register_sender(queue_account_mail)


def queue_account_mail(mail: mailing.AccountMail) -> None:
    """In the language in which the person is reading now: they are waiting for it."""
    queue_message(mail.kind, to=mail.to, facts=mail.facts, language=current_language())


def _read(message: OutboxMessage) -> Mapping[str, Any] | None:
    return mailing.told(message.kind, message.facts)
