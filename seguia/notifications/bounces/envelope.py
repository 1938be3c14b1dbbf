"""The address to which a mail comes back: it names the message, signed, so that nobody can make one up (VERP)."""

import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "seguia.notifications.bounce"
_TOKEN = re.compile(r"\+([0-9]{1,18})-([0-9a-f]{16})@", re.ASCII)


def return_address(pk: int) -> str:
    """`bounces+123-0f…@example.org`; empty while no address for bounces is set."""
    name, _at, host = settings.BOUNCE_ADDRESS.rpartition("@")
    return f"{name}+{pk}-{_signature(pk)}@{host}" if name else ""


def message_of(address: str) -> int | None:
    """The pk of the message that a report was addressed to; None for anything not made by `return_address`."""
    match = _TOKEN.search(address.lower())
    if match is None:
        return None
    pk = int(match.group(1))
    return pk if constant_time_compare(match.group(2), _signature(pk)) else None


def _signature(pk: int) -> str:
    return salted_hmac(_SALT, str(pk), algorithm="sha256").hexdigest()[:16]
