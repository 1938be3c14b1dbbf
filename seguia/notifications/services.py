"""Writes, one verb each, under one name for the floors above: the outbox, the notices, the wishes, the bounces."""

from seguia.notifications.bounces.services import Bounce, clear_bounce, record_bounce
from seguia.notifications.noticing import forget_old_notices, mark_all_read, mark_read, notify
from seguia.notifications.outbox import (
    KEPT,
    Letter,
    allow_again,
    forget_old_messages,
    is_opted_out,
    opt_out,
    queue_message,
    queue_messages,
    try_failed_again,
)
from seguia.notifications.preferences import save_preferences

__all__ = [
    "KEPT",
    "Bounce",
    "Letter",
    "allow_again",
    "clear_bounce",
    "forget_old_messages",
    "forget_old_notices",
    "is_opted_out",
    "mark_all_read",
    "mark_read",
    "notify",
    "opt_out",
    "queue_message",
    "queue_messages",
    "record_bounce",
    "save_preferences",
    "try_failed_again",
]
