"""Reads of the outbox and of a person's notices."""

from typing import Any

from django.db.models import Count, F, QuerySet

from seguia.notifications.bounces.queries import blocked_among, bounced_addresses, failed_messages, is_blocked, state_of
from seguia.notifications.models import IncomingMail, Notice, OutboxMessage

__all__ = [
    "blocked_among",
    "bounced_addresses",
    "failed_messages",
    "incoming_report",
    "is_blocked",
    "newest_number",
    "notices_of",
    "outbox_report",
    "state_of",
    "unread_number",
]


def outbox_report() -> list[tuple[str, str, int]]:
    """(state, last fault, how many), for operators: no address, no content. One query."""
    rows = OutboxMessage.objects.order_by("state", "last_error").values_list("state", "last_error")
    return [(state, fault, number) for state, fault, number in rows.annotate(number=Count("pk"))]


def incoming_report() -> list[tuple[str, str, int]]:
    """(what became of it, why, how many) of the mails that came in, for operators. One query."""
    rows = IncomingMail.objects.order_by("outcome", "reason").values_list("outcome", "reason")
    return [(outcome, reason, number) for outcome, reason, number in rows.annotate(number=Count("pk"))]


def unread_number(user: Any) -> int:
    """How many notices wait to be read. One query of an index that holds nothing else."""
    return Notice.objects.filter(user=user, is_shown=True, read_at=None).count()


def notices_of(user: Any) -> "QuerySet[Notice]":
    """A person's notices: unread first, the newest first."""
    return Notice.objects.filter(user=user, is_shown=True).order_by(F("read_at").desc(nulls_first=True), "-pk")


def newest_number(user: Any) -> int:
    """The number of the last notice a person has: what "mark all" means on a page that was loaded now."""
    return Notice.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True).first() or 0
