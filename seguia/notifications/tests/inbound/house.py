"""A conversation for tests, kept as notices about it: what was taken is in the database, as with a real app."""

from typing import Any

from django.template import engines
from django.template.loaders.cached import Loader

from seguia.accounts.models import User
from seguia.core.errors import Refused
from seguia.notifications.inbound import IncomingReply, ReplyTarget, register_reply_kind, reply_address
from seguia.notifications.kinds import register_kind
from seguia.notifications.models import Notice
from seguia.notifications.services import notify, queue_message
from seguia.notifications.tests.inbound.corpus import mail, plain

KIND = "test.case"
TEMPLATES = {
    "case/subject.txt": "{{ key }}",
    "case/body.txt": "{% extends 'notifications/mail/layout.txt' %}{% block content %}{{ text }}{% endblock %}",
    "case/body.html": "{% extends 'notifications/mail/layout.html' %}{% block content %}{{ text }}{% endblock %}",
}


class House:
    """What the app of the conversation does with a reply."""

    fault: Exception | None = None
    """Raised after the text was saved: nothing of it may stay."""
    refused: str = ""
    replies: list[IncomingReply] = []

    @classmethod
    def handle(cls, reply: IncomingReply) -> None:
        """Keep the text."""
        notify("test.news", to=[reply.user], facts={"text": reply.text, "key": reply.key})
        if cls.refused:
            raise Refused(cls.refused)
        if cls.fault:
            raise cls.fault
        cls.replies.append(reply)


def register_case() -> None:
    """The kind of conversation, and the mail that can be answered."""
    House.fault, House.refused, House.replies = None, "", []
    engine: Any = engines["django"].engine
    loader = Loader(engine, [("django.template.loaders.locmem.Loader", TEMPLATES)])
    engine.template_loaders = [loader, *engine.template_loaders]
    register_reply_kind(KIND, handle=House.handle, path=lambda key: f"/en/cases/{key}/")
    register_kind(
        "test.case_mail",
        label="Case",
        subject="case/subject.txt",
        text="case/body.txt",
        html="case/body.html",
        replies=lambda message: ReplyTarget(KIND, message.facts["key"]),
    )


def write_to(user: User, text: str = "سؤال", key: str = "k1") -> None:
    """A mail of ours that can be answered."""
    queue_message("test.case_mail", to=user, facts={"key": key, "text": text})


def answer(user: User, text: str = "نعم", *, key: str = "k1", **facts: Any) -> bytes:
    """The mail with which somebody answers."""
    facts.setdefault("sender", user.email)
    facts.setdefault("to", reply_address(KIND, key, user))
    body = facts.pop("body", None) or plain(f"{text}\n")
    return mail(body, **facts)


def texts() -> list[str]:
    """What was taken."""
    return [notice.facts["text"] for notice in Notice.objects.filter(kind="test.news").order_by("pk")]
