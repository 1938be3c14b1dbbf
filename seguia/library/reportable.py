"""Readers may report a method: how it is found, and what the secretariat can do about it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from seguia.audit.services import record_event
from seguia.core.permissions import require
from seguia.library.queries import published_method, published_methods
from seguia.library.services import archive_method
from seguia.library.services.telling import tell_author
from seguia.reports.registry import ReportableKind, Reported, register_reportable


def find(key: str) -> Reported | None:
    """A published method."""
    method = published_methods().filter(public_id=key).first()
    if method is None:
        return None
    owner = method.organisation.label().text if method.organisation else ""
    return Reported(method.label(), method.get_absolute_url(), owner)


def ask_to_mend(*, user: Any, key: str, reason: str) -> None:
    """Who submitted it is told what was reported, in the words of the secretariat. Raises Refused, NotFound."""
    with transaction.atomic():
        require("library.review_methods", user)
        method = published_method(key)
        record_event("library.method.mend_asked", method, actor=user)
        tell_author(method, "mend", actor=user, reason=reason)


def take_offline(*, user: Any, key: str, reason: str) -> None:
    """Into the archive; nothing is deleted. Raises what `archive_method` raises."""
    archive_method(published_method(key), user=user, reason=reason)


def register() -> None:
    """Called when the app starts."""
    register_reportable(
        ReportableKind("method", gettext_lazy("method"), find, ask_to_mend=ask_to_mend, take_offline=take_offline)
    )
