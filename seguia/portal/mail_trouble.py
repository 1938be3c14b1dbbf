"""A part of "My town": the person's mails come back, so they may not hear of what they must know."""

from typing import Any

from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation
from seguia.notifications.queries import state_of


def register() -> None:
    """Show it before everything else."""
    register_part("mail_trouble", order=1, part=mail_trouble)


def mail_trouble(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """Nothing while the address works. One query."""
    state = state_of(user.email)
    if state is None:
        return None
    return "notifications/bounce_banner.html", {"state": state, "address": user.email}
