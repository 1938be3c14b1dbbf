"""What the matching knows of an offer or a request: plain values, read in a fixed number of queries."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from seguia.exchange.models import HOLDING, Match, MatchState, Posting, PostingStatus, Side
from seguia.membership.models import Membership, MembershipStatus


@dataclass(frozen=True)
class Candidate:
    """One side of a possible match."""

    pk: int
    organisation: int
    kind: str
    themes: frozenset[str]
    """Slugs of concepts."""
    families: frozenset[str]
    """Slugs of the themes above them."""
    goals: frozenset[int]
    spoken: frozenset[str]
    payment: str
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    is_flexible: bool = False
    is_online: bool = False
    town: int = 0
    """Territory of the organisation; 0 for none."""
    latitude: float | None = None
    longitude: float | None = None
    action: int = 0
    answers: int = 0
    """The offer a request was written for; 0 for none."""
    capacity: int = 1
    """Places that are left."""
    version: int = 1


@dataclass(frozen=True)
class Candidates:
    """Everything one run works on, in the order of writing."""

    requests: list[Candidate]
    offers: list[Candidate]
    said_no: frozenset[tuple[int, int]]
    """(request, offer) that a town or the secretariat did not want."""


def current_candidates() -> Candidates:
    """Open requests without a match, open offers with a place left; what is kept or confirmed is taken out of both."""
    found = list(_open_postings())
    inactive = _inactive_organisations({posting.organisation_id for posting in found})
    found = [posting for posting in found if posting.organisation_id not in inactive]
    settled = Match.objects.filter(Q(state__in=HOLDING) | Q(state=MatchState.PROPOSED, is_locked=True))
    pairs = list(settled.values_list("offer_id", "request_id"))
    used, busy = Counter(offer for offer, _request in pairs), {request for _offer, request in pairs}
    requests = [candidate_of(one) for one in found if one.side == Side.REQUEST and one.pk not in busy]
    offers = [
        candidate_of(one, one.capacity - used[one.pk])
        for one in found
        if one.side == Side.OFFER and one.capacity > used[one.pk]
    ]
    no = Match.objects.filter(state__in=[MatchState.REFUSED, MatchState.DECLINED, MatchState.CANCELLED])
    return Candidates(requests, offers, frozenset(no.values_list("request_id", "offer_id")))


def _open_postings() -> "QuerySet[Posting]":
    found = Posting.objects.filter(status=PostingStatus.OPEN, organisation__is_listed=True)
    found = found.filter(Q(date_to=None) | Q(date_to__gte=timezone.localdate())).order_by("pk")
    return found.select_related("organisation__territory", "place").prefetch_related("themes__theme", "goals")


def _inactive_organisations(ids: Iterable[int]) -> set[int]:
    """Those whose membership is not running: the same as `membership.queries.may_submit`, for many. One query."""
    running: dict[int, bool] = {}
    today = timezone.localdate()
    rows = Membership.objects.filter(organisation_id__in=list(ids)).values_list("organisation_id", "status", "until")
    for organisation, status, until in rows:
        is_running = status in {MembershipStatus.ACTIVE, MembershipStatus.RESIGNED} and (until is None or until > today)
        running[organisation] = running.get(organisation, False) or is_running
    return {organisation for organisation, is_running in running.items() if not is_running}


def candidate_of(posting: Posting, capacity: int = 1) -> Candidate:
    """The values of one posting, whose themes, goals, place and town are loaded."""
    themes = list(posting.themes.all())
    where = posting.where
    is_placed = where is not None and where.latitude is not None and where.longitude is not None
    return Candidate(
        pk=posting.pk,
        organisation=posting.organisation_id,
        kind=posting.kind,
        themes=frozenset(theme.slug for theme in themes),
        families=frozenset(theme.theme.slug if theme.theme else theme.slug for theme in themes),
        goals=frozenset(goal.number for goal in posting.goals.all()),
        spoken=frozenset(posting.spoken),
        payment=posting.payment,
        date_from=posting.date_from,
        date_to=posting.date_to,
        is_flexible=posting.is_flexible,
        is_online=posting.is_online,
        town=posting.organisation.territory_id or 0,
        latitude=float(where.latitude) if is_placed and where and where.latitude is not None else None,
        longitude=float(where.longitude) if is_placed and where and where.longitude is not None else None,
        action=posting.action_id or 0,
        answers=posting.answers_id or 0,
        capacity=capacity,
        version=posting.version,
    )
