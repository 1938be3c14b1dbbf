"""What other pages show of exchanges: a sheet, a town, a partner, "My town", the hand-over after an election."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from seguia.actions.models import Action, Status
from seguia.actions.page_parts import Place, register_page_part
from seguia.exchange import queries
from seguia.exchange.models import Posting
from seguia.mandates.open_work import OpenWork, register_open_work
from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of
from seguia.membership.sections import register_section as register_on_organisations
from seguia.territories.models import Territory
from seguia.territories.sections import register_section as register_on_territories

Shown = tuple[str, dict[str, Any]]
OFFERS = "exchange/parts/offers.html"


def on_action(action: Action, user: Any) -> Shown | None:
    """Offer a visit (its own people) or ask for one (everybody else). Two queries at most."""
    if action.status != Status.PUBLISHED:
        return None
    is_own = action.organisation_id in organisation_ids_of(user)
    offers = 0 if is_own else queries.offers_on(action)
    return "exchange/parts/on_action.html", {"exchange_action": action, "is_own": is_own, "offer_count": offers}


def on_town(territory: Territory) -> Shown | None:
    """Open offers of a town."""
    offers = queries.offers_of_town(territory)
    return (OFFERS, {"section": _offers(offers)}) if offers else None


def on_organisation(organisation: Organisation) -> Shown:
    """Open offers of a partner."""
    return OFFERS, _offers(queries.offers_of(organisation))


def _offers(offers: list[Posting]) -> dict[str, Any]:
    return {"offers": offers[: queries.SHOWN], "has_more": len(offers) > queries.SHOWN}


def my_town(user: Any, organisation: Organisation) -> Shown | None:
    """Offers, requests and matches of the town a person writes for. Three queries."""
    if organisation.pk not in organisation_ids_of(user):
        return None
    return "exchange/parts/my_town.html", {
        "organisation": organisation,
        "postings": queries.own_running(organisation),
        "matches": [(match, side_word(match, organisation)) for match in queries.own_matches(organisation)],
    }


def side_word(match: Any, organisation: Organisation) -> dict[str, Any]:
    """What a list says of a match from the view of one town."""
    is_host = match.offer.organisation_id == organisation.pk
    other = match.request if is_host else match.offer
    return {"other": other, "has_answered": bool(match.offer_answer if is_host else match.request_answer)}


def open_work(organisation: Organisation) -> list[OpenWork]:
    """What the next council finds: offers and requests that run, matches in which something is to come."""
    postings, matches = len(queries.own_running(organisation)), queries.waiting_count(organisation)
    url = reverse("portal:my-town")
    words = ngettext("%(n)s offer or request of an exchange", "%(n)s offers and requests of exchanges", postings)
    under_way = ngettext("%(n)s exchange with another town", "%(n)s exchanges with other towns", matches)
    return [OpenWork(words % {"n": postings}, postings, url), OpenWork(under_way % {"n": matches}, matches, url)]


def register() -> None:
    """Called when the app starts."""
    register_page_part(on_action, place=Place.DEEDS, order=60)
    register_on_territories(on_town, order=30)
    register_on_organisations(on_organisation)
    register_part("exchange", order=25, part=my_town)
    register_open_work("exchange", open_work)
