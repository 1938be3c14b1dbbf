"""Readers may report a sheet: how it is found, and what the secretariat can do about it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions.models import Action
from seguia.actions.services.telling import tell_author
from seguia.actions.services.workflow import archive_action
from seguia.audit.services import record_event
from seguia.core.errors import NotFound
from seguia.core.permissions import require
from seguia.reports.registry import ReportableKind, Reported, register_reportable


def find(key: str) -> Reported | None:
    """A published sheet."""
    action = Action.objects.published().select_related("organisation").filter(public_id=key).first()
    if action is None:
        return None
    return Reported(action.label(), action.get_absolute_url(), action.organisation.label().text)


def _published(key: str) -> Action:
    action = Action.objects.published().filter(public_id=key).first()
    if action is None:
        raise NotFound(_("There is no action with this address, or it is not published."))
    return action


def ask_to_mend(*, user: Any, key: str, reason: str) -> None:
    """Who submitted the sheet is told what was reported, in the words of the secretariat."""
    with transaction.atomic():
        require("actions.review_actions", user)
        action = _published(key)
        record_event("actions.action.mend_asked", action, actor=user)
        tell_author(action, "mend", actor=user, reason=reason)


def take_offline(*, user: Any, key: str, reason: str) -> None:
    """The sheet goes into the archive; nothing is deleted."""
    archive_action(_published(key), user=user, reason=reason)


def register() -> None:
    """Called when the app starts."""
    register_reportable(
        ReportableKind("action", gettext_lazy("action"), find, ask_to_mend=ask_to_mend, take_offline=take_offline)
    )
