"""Readers may report a question or an answer: how it is found, and what the secretariat can do about it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import NotFound
from seguia.questions import services
from seguia.questions.models import Post
from seguia.questions.queries import legible_post
from seguia.reports.registry import ReportableKind, Reported, register_reportable


def find(key: str) -> Reported | None:
    """A text that everybody can read."""
    post = legible_post(key[:8])
    if post is None:
        return None
    return Reported(post.title, post.get_absolute_url(), post.organisation.label().text if post.organisation else "")


def _legible(key: str) -> Post:
    post = legible_post(key[:8])
    if post is None:
        raise NotFound(_("There is no question or answer with this address, or it was taken away."))
    return post


def ask_to_mend(*, user: Any, key: str, reason: str) -> None:
    """Its author is told what was reported."""
    services.ask_to_mend(user=user, post=_legible(key), reason=reason)


def take_offline(*, user: Any, key: str, reason: str) -> None:
    """Nothing is deleted; answers to a question stay."""
    services.take_offline(user=user, post=_legible(key), reason=reason)


def register() -> None:
    """Called when the app starts."""
    register_reportable(
        ReportableKind(
            "question", gettext_lazy("question or answer"), find, ask_to_mend=ask_to_mend, take_offline=take_offline
        )
    )
