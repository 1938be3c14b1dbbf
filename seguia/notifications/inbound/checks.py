"""What an operator has forgotten, said at start."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage


def register_checks() -> None:
    """Have it said by `script/seguia check`."""
    checks.register(check_way_in)


def check_way_in(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """People are asked to answer by mail: somebody must read what they write."""
    has_way_in = settings.INBOUND_MAILDIR or settings.INBOUND_IMAP_URL or settings.INBOUND_SECRET
    if not settings.INBOUND_ADDRESS or has_way_in:
        return []
    return [
        checks.Warning(
            "SEGUIA_INBOUND_ADDRESS is set, but nobody reads what comes there: set SEGUIA_INBOUND_MAILDIR, "
            "SEGUIA_INBOUND_IMAP_URL or SEGUIA_INBOUND_SECRET.",
            id="seguia.W010",
        )
    ]
