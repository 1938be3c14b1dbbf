"""Telling people that their mail was not taken: what was saved (nothing), what to do; once a day for each sender."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.accounts.models import User
from seguia.core.addresses import absolute
from seguia.core.errors import Invalid
from seguia.core.languages import current_language
from seguia.core.text import harmless_text, shortened
from seguia.notifications.inbound.letters import Letter
from seguia.notifications.inbound.replies import ReplyTarget, answer_path
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import IncomingMail, OutboxMessage, Outcome
from seguia.notifications.services import queue_message

KIND = "notifications.reply_refused"
STRANGER = "forbidden_sender"
MOST_STRANGERS = 3
"""Answers about one conversation to addresses that are not the person's own, in a day: a reply address that became known
must not make us write to the whole world."""
_SALT = "seguia.notifications.refusal"


def register() -> None:
    """Tell the outbox how this mail is written."""
    register_kind(
        KIND,
        label=gettext_lazy("Your mail was not taken"),
        subject="notifications/mail/refused_subject.txt",
        text="notifications/mail/refused.txt",
        read=_read,
        is_optional=False,
        headers=_headers,
    )


def answer_once(row: IncomingMail, letter: Letter, *, to: User | str, sentence: str) -> None:
    """Put the refusal into the outbox in the language that is active, in the caller's transaction, unless this sender
    had one today."""
    if isinstance(to, str) and _strangers_told(row) >= MOST_STRANGERS:
        return
    address = to.email if isinstance(to, User) else to
    facts = {
        "sentence": harmless_text(sentence),
        "subject": shortened(letter.subject, 120),
        "answers": letter.message_id,
        **(_page(row) if isinstance(to, User) else {}),
    }
    try:
        with transaction.atomic():
            IncomingMail.objects.filter(pk=row.pk).update(answer_key=_answer_key(address, timezone.now().date()))
            queue_message(KIND, to=to, language=current_language(), facts=facts)
    except (IntegrityError, Invalid):
        return


def unclear() -> str:
    """To somebody whose address is not the one we wrote to: it tells nothing of the conversation."""
    return _(
        "Your mail was not taken, and nothing of it was saved: answers are only taken from the address to which our mail "
        "went. Write again from that address, or sign in and answer on the page."
    )


def _answer_key(address: str, day: datetime.date) -> str:
    return salted_hmac(_SALT, f"{address.lower()}\n{day}", algorithm="sha256").hexdigest()


def _strangers_told(row: IncomingMail) -> int:
    since = timezone.now() - datetime.timedelta(days=1)
    told = IncomingMail.objects.filter(thread=row.thread_id, outcome=Outcome.REFUSED, reason=STRANGER)
    return told.filter(received_at__gte=since, answer_key__isnull=False).count()


def _page(row: IncomingMail) -> dict[str, str]:
    """What leads to the page of the conversation: not for strangers."""
    return {"kind": row.thread.kind, "key": row.thread.key} if row.thread else {}


def _read(message: OutboxMessage) -> Mapping[str, Any]:
    facts = message.facts
    path = answer_path(ReplyTarget(facts["kind"], facts["key"])) if "kind" in facts else ""
    return {
        "sentence": facts["sentence"],
        "subject": facts["subject"],
        "page": absolute(path or reverse("notifications:list")),
    }


def _headers(message: OutboxMessage) -> Mapping[str, str]:
    """It says that a machine answers, and what: no program answers it in turn."""
    answered = message.facts["answers"]
    further = {"In-Reply-To": answered, "References": answered} if answered else {}
    return {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", **further}
