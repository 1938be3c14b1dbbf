"""Writes: a mail came back, an address works again."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import NotFound
from seguia.core.permissions import require
from seguia.notifications.models import AddressState, OutboxMessage

SOFT_LIMIT = 5
"""So many messages in a row that came back with a temporary fault count as one that came back for good."""
SOFT_MEMORY = datetime.timedelta(days=30)
"""A temporary fault so long after the last one begins a new row."""


@dataclass(frozen=True)
class Bounce:
    """One report, already understood."""

    is_hard: bool
    status: str = ""
    diagnostic: str = ""


def record_bounce(message: OutboxMessage, bounce: Bounce) -> bool:
    """A mail of ours came back; each message counts once, whatever how often it is reported. True when it counted.

    The address is the one the message went to, never one that the report names: a forged report cannot silence others.
    """
    with transaction.atomic():
        fresh = OutboxMessage.objects.select_for_update(of=("self",)).select_related("user").get(pk=message.pk)
        if fresh.bounced_at is not None:
            return False
        OutboxMessage.objects.filter(pk=fresh.pk).update(bounced_at=timezone.now())
        _note(fresh.user.email if fresh.user else fresh.address, bounce)
    return True


def _note(address: str, bounce: Bounce) -> None:
    now = timezone.now()
    AddressState.objects.get_or_create(address=address.lower())
    state = AddressState.objects.select_for_update().get(address=address.lower())
    if not bounce.is_hard:
        goes_on = state.last_bounce_at is not None and now - state.last_bounce_at <= SOFT_MEMORY
        state.soft_bounces = state.soft_bounces + 1 if goes_on else 1
    if state.blocked_at is None and (bounce.is_hard or state.soft_bounces >= SOFT_LIMIT):
        state.blocked_at = now
    state.last_bounce_at, state.status = now, bounce.status[:12]
    state.diagnostic = bounce.diagnostic.replace("\0", "")[:300]
    state.save()


def clear_bounce(*, user: Any, address: str) -> None:
    """Mails may go there again: the secretariat says so, or the person whose address it is. Raises Refused, NotFound."""
    require("notifications.clear_bounce", user, address)
    forget_bounces(address)


def forget_bounces(address: str) -> None:
    """What an operator, or the person themselves by confirming the address anew, may do. Raises NotFound."""
    if not AddressState.objects.filter(address=address.lower()).delete()[0]:
        raise NotFound(_("Nothing is held back from this address."))
