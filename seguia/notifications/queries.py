"""Reads of the outbox."""

from django.db.models import Count

from seguia.notifications.models import OutboxMessage


def outbox_report() -> list[tuple[str, str, int]]:
    """(state, last fault, how many), for operators: no address, no content. One query."""
    rows = OutboxMessage.objects.order_by("state", "last_error").values_list("state", "last_error")
    return [(state, fault, number) for state, fault, number in rows.annotate(number=Count("pk"))]
