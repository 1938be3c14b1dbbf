"""Exchanges of the demonstration network: offers, requests, and matches as far as each can come."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from seguia.accounts.models import User
from seguia.actions.models import Action, Status
from seguia.actions.services.journey import record_step
from seguia.core.identifiers import public_id_for
from seguia.exchange.matching.candidates import candidate_of
from seguia.exchange.matching.fit import compare
from seguia.exchange.matching.likeness import likeness_of_towns
from seguia.exchange.matching.proposing import facts_of
from seguia.exchange.models import Answer, Feedback, Match, MatchState, Posting, PostingStatus
from seguia.exchange.services.runs import run_matching
from seguia.membership.models import Organisation
from seguia.vocabulary.models import Concept, Goal

SECRETARIAT = "secretariat@demonstration.invalid"
FOLDER = Path(__file__).parent / "demo_texts"
Raw = dict[str, Any]


def create_demo_exchange() -> int:
    """Returns how many offers and requests there are; harmless when they exist."""
    if Posting.objects.filter(is_demonstration=True).exists():
        return 0
    raws = [json.loads(line) for line in (FOLDER / "postings.jsonl").read_text(encoding="utf-8").splitlines() if line]
    towns = _towns()
    made = {raw["key"]: _make_posting(raw, towns[raw["town"]]) for raw in raws if raw["town"] in towns}
    matches = [json.loads(line) for line in (FOLDER / "matches.jsonl").read_text(encoding="utf-8").splitlines() if line]
    for raw in matches:
        if raw["offer"] in made and raw["request"] in made:
            _make_match(raw, made[raw["offer"]], made[raw["request"]])
    secretariat = User.objects.filter(email=SECRETARIAT, is_staff=True).first()
    if secretariat is not None:
        run_matching(user=secretariat)
    return len(made)


def _towns() -> dict[str, Organisation]:
    found = Organisation.objects.filter(is_demonstration=True, territory__isnull=False).select_related("territory")
    return {town.territory.reference: town for town in found.order_by("-pk") if town.territory is not None}


def _day(offset: int | None) -> datetime.date | None:
    """Days from today, so that what is open stays open."""
    return None if offset is None else timezone.localdate() + datetime.timedelta(days=offset)


def _make_posting(raw: Raw, town: Organisation) -> Posting:
    first, last = raw.get("days", [None, None])
    posting = Posting(
        public_id=public_id_for(f"exchange {raw['key']}"),
        organisation=town,
        date_from=_day(first),
        date_to=_day(last),
        contact_email=f"{raw['key']}@demonstration.invalid",
        contact_phone=raw.get("phone", ""),
        action=_action_of(town) if raw.get("has_action") else None,
        is_demonstration=True,
        **{name: raw[name] for name in ("side", "kind", "title", "text", "language", "spoken", "payment")},
        **{name: raw[name] for name in ("capacity", "conditions", "contact_function", "is_online", "is_flexible",
                                        "is_public") if name in raw},
    )  # fmt: skip
    posting.full_clean()
    posting.save()
    posting.themes.set(Concept.objects.filter(slug__in=raw["themes"]))
    posting.goals.set(Goal.objects.filter(code__in=raw.get("goals", [])))
    Posting.objects.filter(pk=posting.pk).update(created_at=_moment(-raw.get("age", 10)))
    return posting


def _moment(days: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def _action_of(town: Organisation) -> Action | None:
    return Action.objects.filter(organisation=town, status=Status.PUBLISHED).order_by("pk").first()


def _make_match(raw: Raw, offer: Posting, request: Posting) -> None:
    """The points are those the matching gives; only what people did is invented."""
    ours, theirs = candidate_of(request), candidate_of(offer)
    compared = compare([ours], [theirs], likeness_of_towns)
    state, answers = MatchState(raw["state"]), raw.get("answers", ["", ""])
    match = Match.objects.create(
        public_id=public_id_for(f"match {raw['offer']} {raw['request']}"),
        offer=offer,
        request=request,
        state=state,
        fit=int(compared.points[0, 0]),
        parts=compared.parts_of(0, 0),
        facts=facts_of(ours, theirs),
        seat=1 if state in {MatchState.CONFIRMED, MatchState.AGREED} else None,
        confirmed_at=None if state == MatchState.PROPOSED else _moment(-9),
        agreed_at=_moment(-6) if state in {MatchState.AGREED, MatchState.HELD} else None,
        held_on=_day(raw.get("held")),
        offer_answer=answers[0],
        request_answer=answers[1],
        reason=raw.get("reason", ""),
        reason_language=raw.get("reason_language", ""),
        reason_by=request.organisation if Answer.DECLINED in answers else None,
        is_demonstration=True,
    )
    _settle(match)
    for side, words in raw.get("feedback", {}).items():
        Feedback.objects.create(match=match, organisation=match.posting_of(side).organisation, **words)


def _settle(match: Match) -> None:
    if match.state in {MatchState.CONFIRMED, MatchState.AGREED}:
        Posting.objects.filter(pk=match.request_id).update(status=PostingStatus.MATCHED)
        if match.offer.capacity == 1:
            Posting.objects.filter(pk=match.offer_id).update(status=PostingStatus.MATCHED)
    if match.state == MatchState.HELD:
        Posting.objects.filter(pk=match.request_id).update(status=PostingStatus.CLOSED)
        if match.action is not None and match.held_on is not None:
            noon = timezone.make_aware(datetime.datetime.combine(match.held_on, datetime.time(12)))
            facts = {"match": match.public_id, "kind": match.offer.kind}
            record_step(match.action, "visited", organisation=match.request.organisation, at=noon, facts=facts)
