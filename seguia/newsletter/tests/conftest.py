"""An obedient mail server, a kind of thing to put into issues, people who subscribe."""

from typing import Any

import pytest

from seguia.newsletter.models import Issue, Standing, Subscriber
from seguia.newsletter.subscribing import ask_for_newsletter, confirm_subscription
from seguia.newsletter.tokens import token_of
from seguia.newsletter.writing import add_text, create_issue
from seguia.notifications.tests.postoffice import HERE, Server

TITLE = {"ar": "أخبار الشبكة", "fr": "Nouvelles du réseau"}
INTRODUCTION = {"ar": "مرحبا. اقرؤوا [البطاقة](/ar/actions/).", "fr": "Bonjour **à toutes et tous**."}


@pytest.fixture(autouse=True)
def server(settings: Any) -> type[Server]:
    """Takes every mail."""
    settings.EMAIL_BACKEND = f"{HERE}.Server"
    Server.accepted, Server.opened = [], 0
    return Server


def subscribe(email: str, language: str = "ar") -> Subscriber:
    """Somebody who asked and confirmed."""
    ask_for_newsletter(email=email, language=language)
    token = token_of(Subscriber.objects.get(email=email.lower()))
    found = confirm_subscription(token=token, language=language)
    assert found.standing == Standing.ACTIVE
    return found


def make_issue(user: Any, **texts: Any) -> Issue:
    """A draft with one part."""
    issue = create_issue(user=user, **{"title": TITLE, "introduction": INTRODUCTION, **texts})
    add_text(issue, user=user, title={"ar": "ماء", "fr": "Eau"}, text={"fr": "Un texte."})
    return issue
