"""Proposals of the matching as a pile of the desk."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Invalid, Message
from seguia.core.waiting import Decision, WaitingItem, WaitingKind, register_waiting
from seguia.exchange.models import Match
from seguia.exchange.queries import proposals
from seguia.exchange.services.deciding import confirm_match, refuse_match


def _item(match: Match) -> WaitingItem:
    facts = {"asks": match.request.organisation.label().text, "offers": match.offer.organisation.label().text}
    return WaitingItem(
        key=match.public_id,
        title=match.request.label(),
        detail=_("%(asks)s asks, %(offers)s offers") % facts,
        since=match.created_at,
        url=match.get_absolute_url(),
        version=str(match.version),
    )


def items(offset: int, limit: int) -> Sequence[WaitingItem]:
    """The oldest first, in one query."""
    return [_item(match) for match in proposals().order_by("created_at", "pk")[offset : offset + limit]]


def item(key: str) -> WaitingItem | None:
    """One proposal while it waits."""
    found = proposals().filter(public_id=key).first()
    return _item(found) if found else None


def decide(*, user: Any, key: str, decision: str, reason: str = "", version: str = "") -> Message:
    """Confirm or refuse one."""
    if decision == "confirm":
        confirm_match(user=user, public_id=key, version=version)
        return _("Confirmed. Both towns are told, and answer.")
    if decision == "refuse":
        refuse_match(user=user, public_id=key, reason=reason, version=version)
        return _("Refused. These two are not proposed to one another again.")
    raise Invalid(_("There is no such decision. Nothing was changed."))


def register() -> None:
    """Called when the app starts."""
    register_waiting(
        WaitingKind(
            code="exchange.proposals",
            label=gettext_lazy("Proposed exchanges"),
            permission="exchange.run_matching",
            count=lambda: proposals().count(),
            items=items,
            decisions=(
                Decision("confirm", gettext_lazy("Confirm and tell both towns")),
                Decision("refuse", gettext_lazy("Refuse"), needs_reason=True, is_positive=False),
            ),
            decide=decide,
            item=item,
        )
    )
