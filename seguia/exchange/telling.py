"""Telling the people of two towns what became of their match: a notice each, and a mail where something is to do."""

from typing import Any

from seguia.accounts.models import User
from seguia.exchange.models import Match, Posting
from seguia.membership.models import Representation
from seguia.notifications.services import notify, queue_message

KIND, MAIL = "exchange.match", "exchange.match"
BY_MAIL = {"confirmed", "agreed", "declined", "cancelled", "answer-soon", "say-how"}
"""Events that ask for something or end something; the rest waits on the page of notices."""


def tell_towns(match: Match, event: str, *, besides: Posting | None = None) -> int:
    """In the caller's transaction, to everybody who writes for one of the towns; `besides` names the side that acted
    itself. Returns how many people."""
    told = 0
    for posting in (match.offer, match.request):
        if besides is None or posting.pk != besides.pk:
            told += _tell(match, posting, event)
    return told


def _tell(match: Match, posting: Posting, event: str) -> int:
    people = people_of(posting)
    facts: dict[str, Any] = {"event": event, "side": posting.side}
    notify(KIND, to=people, facts=facts, topic=match.public_id, about=match)
    if event in BY_MAIL:
        for user in people:
            queue_message(MAIL, to=user, facts=facts, topic=match.public_id)
    return len(people)


def people_of(posting: Posting) -> list[User]:
    """Who writes for its town today; each once."""
    roles = Representation.objects.current().writing().filter(organisation_id=posting.organisation_id)
    found = roles.filter(user__is_active=True).select_related("user").order_by("pk")
    return list({role.user_id: role.user for role in found}.values())
