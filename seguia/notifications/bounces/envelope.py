"""The address to which a mail comes back: it names the message, signed, so that nobody can make one up (VERP)."""

from django.conf import settings

from seguia.notifications.tagged import signature_of, tag_in, tagged_address

_SALT = "seguia.notifications.bounce"


def return_address(pk: int) -> str:
    """`bounces+123-0f…@example.org`; empty while no address for bounces is set."""
    return tagged_address(settings.BOUNCE_ADDRESS, pk, signature_of(_SALT, str(pk)))


def message_of(address: str) -> int | None:
    """The pk of the message that a report was addressed to; None for anything not made by `return_address`."""
    tag = tag_in(address)
    return tag.number if tag and tag.is_signed(_SALT, str(tag.number)) else None
