"""Mails that a machine wrote: nothing follows from them and nothing is answered, or two machines write for ever (RFC 3834)."""

import re
from email.message import Message
from email.utils import parseaddr

from django.conf import settings

from seguia.notifications.inbound.parsing import header, headers
from seguia.notifications.inbound.reading import message_id_of, sender_of
from seguia.notifications.models import OutboxMessage
from seguia.notifications.tagged import tags_in

_SAID_BY_MACHINES = ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Loop", "List-Id")
_SERVERS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+.-][^@]*)?@", re.ASCII)


def sign_of_machine(mail: Message) -> str:
    """A short code for what gives it away; empty for a mail of a person."""
    auto = header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    if auto not in ("", "no"):
        return "auto_submitted"
    if header(mail, "Precedence").lower() in {"bulk", "list", "junk", "auto_reply"}:
        return "precedence"
    for name in _SAID_BY_MACHINES:
        if header(mail, name):
            return name.lower().replace("-", "_")
    if any(value.replace(" ", "") == "<>" for value in headers(mail, "Return-Path")):
        return "return_path"
    if mail.get_content_type() == "multipart/report":
        return "report"
    return _sign_of_own(mail)


def _sign_of_own(mail: Message) -> str:
    """What we sent ourselves, or a server wrote in its own name."""
    sender = sender_of(mail)
    own = {settings.INBOUND_ADDRESS, settings.BOUNCE_ADDRESS, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}
    if sender and (sender in {address.lower() for address in own} or tags_in(sender)):
        return "own_address"
    if _SERVERS.match(sender):
        return "server"
    own_id = message_id_of(mail)
    return "own_message" if own_id and OutboxMessage.objects.filter(message_id=own_id).exists() else ""
