"""A run of the matching: computed beside the database, kept in one short transaction."""

from typing import Any

from django.db import transaction

from seguia.audit.services import record_event
from seguia.core.permissions import require
from seguia.exchange.matching.candidates import Candidates, current_candidates
from seguia.exchange.matching.likeness import likeness_of_towns
from seguia.exchange.matching.proposing import Outcome, Proposal, propose
from seguia.exchange.models import HOLDING, Match, MatchingRun, MatchState, Posting, PostingStatus


def run_matching(*, user: Any) -> MatchingRun:
    """Propose the best assignment of all open requests to all open offers. What the secretariat keeps or has confirmed
    stays; other proposals of former runs are replaced. Raises Refused."""
    require("exchange.run_matching", user)
    candidates = current_candidates()
    outcome = propose(candidates, likeness_of_towns)
    with transaction.atomic():
        require("exchange.run_matching", user)
        return _kept(user, candidates, outcome)


def _kept(user: Any, candidates: Candidates, outcome: Outcome) -> MatchingRun:
    """Two runs at once follow one another here: both lock all candidates. What changed meanwhile is left out."""
    versions = {one.pk: one.version for one in (*candidates.requests, *candidates.offers)}
    rows = Posting.objects.select_for_update(of=("self",)).filter(pk__in=versions, status=PostingStatus.OPEN)
    unchanged = {one.pk for one in rows.order_by("pk") if one.version == versions[one.pk]}
    Match.objects.filter(state=MatchState.PROPOSED, is_locked=False).delete()
    busy = set(Match.objects.filter(state__in=[*HOLDING, MatchState.PROPOSED]).values_list("request_id", flat=True))
    proposals = [
        one
        for one in outcome.proposals
        if one.request.pk in unchanged and one.offer.pk in unchanged and one.request.pk not in busy
    ]
    run = MatchingRun.objects.create(
        by=user,
        request_count=len(candidates.requests),
        offer_count=len(candidates.offers),
        match_count=len(proposals),
        total_fit=outcome.total,
        greedy_fit=outcome.greedy,
        alone=outcome.alone,
    )
    Match.objects.bulk_create(_match(run, proposal) for proposal in proposals)
    record_event("exchange.matching.run", run, actor=user, proposals=len(proposals))
    return run


def _match(run: MatchingRun, proposal: Proposal) -> Match:
    return Match(
        run=run,
        offer_id=proposal.offer.pk,
        request_id=proposal.request.pk,
        fit=proposal.fit,
        parts=proposal.parts,
        facts=proposal.facts,
        others=proposal.others,
    )
