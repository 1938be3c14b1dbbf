"""Mail servers of every temper, and a kind of mail to send through them."""

import random
import smtplib
from collections import Counter
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.template import engines
from django.template.loaders.cached import Loader

from seguia.notifications.kinds import register_kind

HERE = "seguia.notifications.tests.postoffice"

TEMPLATES = {
    "test/subject.txt": "{% translate 'Search' %}: {{ town }}",
    "test/body.txt": "{% extends 'notifications/mail/layout.txt' %}{% block content %}<{{ town }}> & {{ page }}{% endblock %}",
    "test/body.html": (
        "{% extends 'notifications/mail/layout.html' %}{% block content %}<p>{{ town }}</p>"
        "<a href='{{ page }}'>{% translate 'Search' %}</a>{% endblock %}"
    ),
}


def register_news() -> None:
    """The kind `test.news`: optional, with text and HTML, its templates in memory."""
    engine: Any = engines["django"].engine
    engine.template_loaders = [
        Loader(engine, [("django.template.loaders.locmem.Loader", TEMPLATES)]),
        *engine.template_loaders,
    ]
    register_kind("test.news", label="News", subject="test/subject.txt", text="test/body.txt", html="test/body.html")


class Killed(BaseException):
    """The worker dies here: no handler of ours may catch it."""


class Server(BaseEmailBackend):
    """Takes every mail and remembers it. Each test empties its memory."""

    accepted: list[Any] = []
    opened = 0

    def open(self) -> bool:
        type(self).opened += 1
        return True

    def send_messages(self, messages: Any) -> int:
        for message in messages:
            message.message()
            self.before(message)
            Server.accepted.append(message)
            self.after(message)
        return len(messages)

    def before(self, message: Any) -> None:
        """What happens until the server says 250."""

    def after(self, message: Any) -> None:
        """What happens once it has said so."""


def message_ids() -> Counter[str]:
    """How often each Message-ID was accepted."""
    return Counter(message.extra_headers["Message-ID"] for message in Server.accepted)


class Moody(Server):
    """Every second mail meets another fault; all of them before the server has taken it."""

    dice = random.Random(7)

    def before(self, message: Any) -> None:
        to = message.to[0]
        faults = [
            smtplib.SMTPRecipientsRefused({to: (450, b"greylisted")}),
            smtplib.SMTPDataError(451, b"later"),
            smtplib.SMTPServerDisconnected("gone"),
            smtplib.SMTPSenderRefused(452, b"full", "seguia"),
            TimeoutError("tarpit"),
            ConnectionResetError("reset"),
            ValueError("strange"),
        ]
        if self.dice.random() < 0.5:
            raise self.dice.choice(faults)


class DiesBefore(Server):
    """The worker is killed before the server answers."""

    def before(self, message: Any) -> None:
        raise Killed


class DiesAfter(Server):
    """The worker is killed between the server's 250 and our COMMIT."""

    def after(self, message: Any) -> None:
        raise Killed


class Away(Server):
    """Nobody answers."""

    def open(self) -> bool:
        super().open()
        raise ConnectionRefusedError


class Refusing(Server):
    """Answers with the fault that the test chose."""

    fault: Exception = OSError()

    def before(self, message: Any) -> None:
        raise self.fault
