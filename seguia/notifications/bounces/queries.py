"""Reads: what came back, which addresses do not work."""

from django.db.models import Q, QuerySet

from seguia.notifications.models import AddressState, OutboxMessage, State


def is_blocked(address: str) -> bool:
    """Whether nothing is sent to this address any more. One query."""
    return AddressState.objects.filter(address=address.lower(), blocked_at__isnull=False).exists()


def state_of(address: str) -> AddressState | None:
    """What is known of an address to which nothing is sent any more; None while it works."""
    return AddressState.objects.filter(address=address.lower(), blocked_at__isnull=False).first()


def bounced_addresses() -> "QuerySet[AddressState]":
    """Addresses to which nothing is sent any more, the latest first."""
    return AddressState.objects.filter(blocked_at__isnull=False).order_by("-blocked_at", "pk")


def failed_messages() -> "QuerySet[OutboxMessage]":
    """Mails that did not arrive: given up by us, or sent and come back; the latest first."""
    lost = Q(state=State.FAILED) | Q(bounced_at__isnull=False)
    return OutboxMessage.objects.filter(lost).select_related("user").order_by("-pk")


def blocked_among(addresses: list[str]) -> set[str]:
    """Those (in small letters) to which nothing is sent any more. One query."""
    known = AddressState.objects.filter(address__in=addresses, blocked_at__isnull=False)
    return set(known.values_list("address", flat=True))
