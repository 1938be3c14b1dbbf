"""What is kept about people here, for their export and their erasure."""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.notifications.models import (
    AddressState,
    IncomingMail,
    Notice,
    OptOut,
    OutboxMessage,
    Preference,
    ReplyThread,
)
from seguia.notifications.subscriptions import recipient_of


def register() -> None:
    """Have it in every person's export and erasure."""
    register_personal_data("notices", export=export_notices, erase=erase_notices)
    register_personal_data("notification_preferences", export=export_preferences, erase=erase_preferences)
    register_personal_data("mails", export=export_mails, erase=erase_mails)


def export_notices(user: User) -> Any:
    """What the person was told."""
    fields = ("kind", "facts", "created_at", "read_at", "mail", "mailed_at")
    return [_plain(row) for row in Notice.objects.filter(user=user).order_by("pk").values(*fields)]


def export_preferences(user: User) -> Any:
    """What the person wished, and the mails they stopped."""
    return {
        "groups": list(Preference.objects.filter(user=user).order_by("group").values("group", "in_app", "mail")),
        "stopped": list(OptOut.objects.filter(recipient=recipient_of(user.pk)).order_by("pk").values("kind", "topic")),
    }


def export_mails(user: User) -> Any:
    """Which mails went to the person, and whether their address works."""
    fields = ("kind", "state", "created_at", "sent_at", "bounced_at")
    states = AddressState.objects.filter(address=user.email.lower()).values("blocked_at", "status", "diagnostic")
    return {
        "messages": [_plain(row) for row in OutboxMessage.objects.filter(user=user).order_by("pk").values(*fields)],
        "address": [_plain(dict(row)) for row in states],
        "answers": [_plain(dict(row)) for row in _answers_of(user)],
    }


def _answers_of(user: User) -> Any:
    """That the person answered by mail; what they wrote belongs to the conversation."""
    mails = IncomingMail.objects.filter(thread__user=user).order_by("pk")
    return mails.values("thread__kind", "thread__key", "outcome", "reason", "received_at")


def erase_notices(user: User) -> None:
    """Nobody else needs them."""
    Notice.objects.filter(user=user).delete()


def erase_preferences(user: User) -> None:
    """Wishes end with the person; nothing is sent to somebody who was switched off."""
    Preference.objects.filter(user=user).delete()
    OptOut.objects.filter(recipient=recipient_of(user.pk)).delete()


def erase_mails(user: User) -> None:
    """Also those that wait."""
    OutboxMessage.objects.filter(user=user).delete()
    AddressState.objects.filter(address=user.email.lower()).delete()
    ReplyThread.objects.filter(user=user).delete()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
