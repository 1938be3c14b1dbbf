"""Two parts of "My town": the person's saved searches, and what towns like this one told lately."""

import datetime
from typing import Any

from django.utils import timezone

from seguia.actions.queries import published_actions
from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation
from seguia.portal.saved_searches.queries import own_searches
from seguia.territories.similarity import current_profiles, nearest
from seguia.territories.similarity.pages import why_alike

SHOWN = 3
LIKE_TOWNS = 100
"""How many towns count as like one's own."""
LATELY = datetime.timedelta(days=365)


def register() -> None:
    """Stand after what waits for the person."""
    register_part("saved_searches", order=60, part=saved_searches)
    register_part("like_towns", order=70, part=news_from_like_towns)


def saved_searches(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """The newest ones. One query."""
    found = list(own_searches(user)[: SHOWN + 1])
    if not found:
        return None
    return "portal/parts/own_searches.html", {"searches": found[:SHOWN], "has_more": len(found) > SHOWN}


def news_from_like_towns(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """The newest sheets of towns like one's own, with the reasons. Two queries beside the profiles."""
    town = organisation.territory
    if town is None:
        return None
    alike = [match.territory_id for match in nearest(current_profiles(), town.pk, most=LIKE_TOWNS)]
    found = published_actions().filter(organisation__territory__in=alike, published_at__gte=timezone.now() - LATELY)
    actions = list(found.order_by("-published_at", "-pk")[:SHOWN])
    if not actions:
        return None
    reasons = why_alike(town, [told.organisation.territory for told in actions if told.organisation.territory])
    told = [(action, reasons.get(action.organisation.territory_id or 0, [])) for action in actions]
    return "portal/parts/like_towns.html", {"town": town, "told": told}
