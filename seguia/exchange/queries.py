"""Reads: one offer, request or match is only obtained through a loader that checks access."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from seguia.actions.models import Action
from seguia.core.errors import NotFound
from seguia.core.permissions import allowed
from seguia.exchange.models import (
    HOLDING,
    RUNNING,
    WAITING,
    Feedback,
    Match,
    MatchingRun,
    MatchState,
    Posting,
    PostingStatus,
    Side,
)
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of
from seguia.territories.models import Territory
from seguia.territories.queries import predecessors

SHOWN = 6


def for_cards(postings: "QuerySet[Posting]") -> "QuerySet[Posting]":
    """What a card shows: town, country, themes. Two queries whatever the number."""
    return postings.select_related("organisation__territory", "place").prefetch_related("themes")


def listed_postings(user: Any) -> "QuerySet[Posting]":
    """What the list shows this person: open and matched ones."""
    return Posting.objects.visible_to(user).listed()


def public_postings() -> "QuerySet[Posting]":
    """What everybody may read."""
    return Posting.objects.public()


def countries_of(postings: "QuerySet[Posting]") -> list[str]:
    """Countries from which some of them come."""
    found = postings.order_by().values_list("organisation__territory__country", flat=True).distinct()
    return [code for code in found if code]


def posting_for(user: Any, public_id: str) -> Posting:
    """One offer or request, if this person may see it. Raises NotFound."""
    found = Posting.objects.select_related(
        "organisation__territory__region",
        "place",
        "action__organisation__territory",
        "answers__organisation__territory",
    )
    posting = found.prefetch_related("themes__theme", "goals").filter(public_id=public_id).first()
    if posting is None or not allowed("exchange.view_posting", user, posting):
        raise NotFound(_("There is no offer or request with this address, or it is not open."))
    return posting


def own_posting(user: Any, public_id: str) -> Posting:
    """One of a town the person acts for. Raises NotFound, the same for what is not theirs."""
    posting = posting_for(user, public_id)
    if posting.organisation_id not in organisation_ids_of(user):
        raise NotFound(_("There is no offer or request with this address, or it is not open."))
    return posting


def offer_to_answer(user: Any, public_id: str) -> Posting | None:
    """The open offer somebody is interested in; None for what is not there or not theirs to see."""
    if not public_id:
        return None
    found = for_cards(Posting.objects.visible_to(user)).prefetch_related("goals")
    return found.filter(public_id=public_id, side=Side.OFFER, status=PostingStatus.OPEN).first()


def match_for(user: Any, public_id: str) -> Match:
    """One match, if this person may see it. Raises NotFound."""
    found = Match.objects.with_sides().select_related("reason_by").filter(public_id=public_id).first()
    if found is None or not allowed("exchange.view_match", user, found):
        raise NotFound(_("There is no match with this address, or it is not yours to see."))
    return found


def matches_of_posting(posting: Posting, user: Any) -> "QuerySet[Match]":
    """What this person may see of what came of an offer or a request."""
    mine = Q(offer=posting) | Q(request=posting)
    return Match.objects.visible_to(user).with_sides().filter(mine).order_by("-changed_at", "-pk")


def feedback_of(match: Match) -> list[Feedback]:
    """What both towns wrote. One query."""
    found = Feedback.objects.filter(match=match).select_related("organisation__territory", "action", "method")
    return list(found.order_by("pk"))


def feedback_for(match: Match, organisation: Organisation) -> Feedback | None:
    """What one of the towns wrote."""
    return Feedback.objects.filter(match=match, organisation=organisation).select_related("action", "method").first()


def proposals() -> "QuerySet[Match]":
    """What the secretariat has to decide, the oldest run first, the best fit first."""
    found = Match.objects.filter(state=MatchState.PROPOSED).with_sides()
    return found.order_by("is_locked", "-fit", "pk")


def running_matches() -> "QuerySet[Match]":
    """Confirmed and agreed ones, the one that waits longest first."""
    return Match.objects.filter(state__in=HOLDING).with_sides().order_by("changed_at", "pk")


def last_run() -> MatchingRun | None:
    """The newest run."""
    return MatchingRun.objects.order_by("-pk").first()


def postings_by_id(ids: Iterable[int]) -> dict[int, Posting]:
    """For the words about other offers and requests. One query."""
    found = Posting.objects.filter(pk__in=list(ids)).select_related("organisation__territory")
    return {posting.pk: posting for posting in found}


def open_counts() -> dict[str, int]:
    """How many offers and requests are open. Two queries."""
    return {side: Posting.objects.listed().filter(side=side, status=PostingStatus.OPEN).count() for side in Side.values}


def own_running(organisation: Organisation) -> list[Posting]:
    """Offers and requests of a town that are not over. One query."""
    found = Posting.objects.filter(organisation=organisation, status__in=RUNNING)
    return list(found.order_by("-changed_at", "-pk"))


def own_matches(organisation: Organisation) -> list[Match]:
    """Confirmed and agreed matches of a town, and those that took place and lack its feedback. One query."""
    mine = Q(offer__organisation=organisation) | Q(request__organisation=organisation)
    written = Feedback.objects.filter(match=OuterRef("pk"), organisation=organisation)
    open_ones = Q(state__in=HOLDING) | (Q(state=MatchState.HELD) & ~Exists(written))
    return list(Match.objects.filter(mine, open_ones).with_sides().order_by("changed_at", "pk"))


def offers_on(action: Action) -> int:
    """How many open offers there are on an action."""
    return Posting.objects.public().filter(action=action, side=Side.OFFER, status=PostingStatus.OPEN).count()


def offers_of_town(territory: Territory) -> list[Posting]:
    """Open offers of a town's organisations and of those that merged into it, for everybody. Three queries."""
    lives = [territory, *predecessors(territory)]
    found = Posting.objects.public().filter(
        organisation__territory__in=lives, side=Side.OFFER, status=PostingStatus.OPEN
    )
    return list(for_cards(found)[: SHOWN + 1])


def offers_of(organisation: Organisation) -> list[Posting]:
    """Open offers of one organisation, for everybody. Two queries."""
    found = Posting.objects.public().filter(organisation=organisation, side=Side.OFFER, status=PostingStatus.OPEN)
    return list(for_cards(found)[: SHOWN + 1])


def holding_count(posting: Posting) -> int:
    """How many places of it are taken."""
    return _of(posting).filter(state__in=HOLDING).count()


def waiting_count(organisation: Organisation) -> int:
    """Matches of a town in which something is still to come."""
    mine = Q(offer__organisation=organisation) | Q(request__organisation=organisation)
    return Match.objects.filter(mine, state__in=WAITING, confirmed_at__isnull=False).count()


def _of(posting: Posting) -> "QuerySet[Match]":
    return Match.objects.filter(offer=posting) if posting.is_offer else Match.objects.filter(request=posting)
