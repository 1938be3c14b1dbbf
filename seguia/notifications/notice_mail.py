"""The mails with notices: one at once, or many in a daily or weekly one; written when sent, in the reader's language."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.addresses import absolute
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import Mail, Notice, OutboxMessage
from seguia.notifications.notice_kinds import told
from seguia.notifications.preferences import ACCOUNT_MAIL, DIGEST_MAIL, NOTICE_MAIL, stop_digest, stop_group

SHOWN = 30
"""Notices written out in one mail; more are counted."""
SUBJECT = 120
"""Characters of a subject, in one line: a sentence may quote somebody's reason."""


def register() -> None:
    """Tell the outbox how these are written and what ends with them."""
    texts: dict[str, Any] = {
        "subject": "notifications/mail/notice_subject.txt",
        "text": "notifications/mail/notice.txt",
        "html": "notifications/mail/notice.html",
    }
    register_kind(NOTICE_MAIL, label=_("Notices by mail, at once"), read=read_notice, stop=stop_group, **texts)
    register_kind(ACCOUNT_MAIL, label=_("Notices about your account"), read=read_notice, is_optional=False, **texts)
    register_kind(
        DIGEST_MAIL,
        label=_("The daily or weekly mail with your notices"),
        subject="notifications/mail/digest_subject.txt",
        text="notifications/mail/digest.txt",
        html="notifications/mail/digest.html",
        read=read_digest,
        stop=stop_digest,
    )


def read_notice(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when it was read on the page meanwhile, or what it is about has gone."""
    items = _items(message, [message.facts["notice"]])
    if not items:
        return None
    subject = textwrap.shorten(items[0]["sentence"], SUBJECT, placeholder=" …")
    return {**items[0], "subject": subject, **_addresses()}


def read_digest(message: OutboxMessage) -> Mapping[str, Any] | None:
    """None when everything in it was read on the pages meanwhile: an empty mail is not sent."""
    items = _items(message, message.facts["notices"])
    if not items:
        return None
    return {
        "items": items[:SHOWN],
        "total": len(items),
        "more": len(items[SHOWN:]),
        "is_weekly": message.topic == Mail.WEEKLY,
        **_addresses(),
    }


def _items(message: OutboxMessage, ids: Sequence[int]) -> list[dict[str, Any]]:
    notices = Notice.objects.filter(user=message.user, pk__in=ids, read_at=None).order_by("pk")
    return [
        {"sentence": said.sentence, "title": said.title, "url": absolute(said.path) if said.path else ""}
        for _notice, said in told(notices)
        if said
    ]


def _addresses() -> dict[str, str]:
    return {
        "notices_url": absolute(reverse("notifications:list")),
        "preferences_url": absolute(reverse("notifications:preferences")),
    }
