"""Writes: prepare a recommendation, send those that are ready, and the town's answers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.permissions import require
from seguia.core.text import clean_text, shortened
from seguia.support.models import (
    Case,
    CaseStatus,
    Obstacle,
    Recommendation,
    RecommendationChange,
    RecommendationStatus,
)
from seguia.support.recommendations.telling import tell_answered, tell_recommended
from seguia.support.services.changing import cleaned_words, language_of, locked_case
from seguia.support.services.messages import NewMessage, post_message
from seguia.support.targets import targets

MOST_DRAFTS = 20
_OPEN = (CaseStatus.OPEN, CaseStatus.TAKEN, CaseStatus.WAITING)
ANSWERS: dict[RecommendationStatus, tuple[RecommendationStatus, ...]] = {
    RecommendationStatus.PROPOSED: (RecommendationStatus.ACCEPTED, RecommendationStatus.DECLINED),
    RecommendationStatus.ACCEPTED: (
        RecommendationStatus.UNDER_WAY,
        RecommendationStatus.DONE,
        RecommendationStatus.DECLINED,
    ),
    RecommendationStatus.UNDER_WAY: (RecommendationStatus.DONE, RecommendationStatus.DECLINED),
    RecommendationStatus.DONE: (RecommendationStatus.UNDER_WAY,),
    RecommendationStatus.DECLINED: (RecommendationStatus.ACCEPTED,),
}
"""What a town can say next; nothing it said before is for ever."""


@dataclass(frozen=True)
class Advice:
    """What an adviser recommends: a thing of the network, or one outside with a name and perhaps an address."""

    kind: str
    target_kind: str = ""
    target_id: str = ""
    label: str = ""
    address: str = ""
    why: str = ""
    language: str = ""
    """Assumed; corrected by the letters of the text."""


def draft_recommendation(*, user: Any, case: Case, advice: Advice) -> Recommendation:
    """Prepare a recommendation; the town sees nothing of it yet.

    Raises Refused, NotFound (the thing is not public, or gone), Conflict (the case is closed, or it is recommended
    already), ValidationError.
    """
    recommendation = _prepared(case, advice)
    try:
        with transaction.atomic():
            fresh = locked_case(case, _OPEN)
            require("support.recommend", user, fresh)
            _require_room(fresh)
            recommendation.author = user
            recommendation.full_clean(exclude=["case", "author"], validate_constraints=False)
            recommendation.save()
            _note(recommendation, user)
            record_event("support.recommendation.drafted", recommendation, actor=user, case=fresh.public_id)
    except IntegrityError as error:
        raise Conflict(
            _("This is recommended in this request already. Nothing was added; change the reason there instead."),
            code="recommended_already",
        ) from error
    return recommendation


def _prepared(case: Case, advice: Advice) -> Recommendation:
    why = cleaned_words(advice.why, 4000, "why")
    language = language_of(why, advice.language or case.language, otherwise=case.language)
    made = Recommendation(case=case, kind=advice.kind, why=why, language=language)
    if advice.target_kind or advice.target_id:
        _point_at(made, advice)
    else:
        made.label = clean_text(advice.label, multiline=False)
        made.label_language = language_of(made.label, language, otherwise=case.language)
        made.address = advice.address.strip()
    if not made.label:
        raise ValidationError({"label": ValidationError(_("Choose or name what you recommend."), code="required")})
    return made


def _point_at(made: Recommendation, advice: Advice) -> None:
    """A thing of the network, as long as everybody may see it."""
    target = targets([(advice.target_kind, advice.target_id)]).get((advice.target_kind, advice.target_id))
    if target is None or target.kind.recommended_as != advice.kind:
        raise NotFound(_("What you chose is not public any more. Nothing was added; choose something else."))
    made.target_kind, made.target_id = target.kind.code, target.public_id
    made.label, made.label_language = shortened(target.label.text, 200), target.label.language


def _require_room(case: Case) -> None:
    if Recommendation.objects.drafts().filter(case=case).count() >= MOST_DRAFTS:
        raise Conflict(
            _("%(most)s recommendations wait to be sent already. Nothing was added: send or remove some first.")
            % {"most": MOST_DRAFTS}
        )


def remove_draft(*, user: Any, recommendation: Recommendation) -> None:
    """Take back what was not sent. Raises Refused, NotFound, Conflict once it was sent."""
    with transaction.atomic():
        case = locked_case(recommendation.case)
        require("support.recommend", user, case)
        fresh = _locked(recommendation)
        if fresh.status != RecommendationStatus.DRAFT:
            raise Conflict(_("This recommendation was sent meanwhile, so it stays. Nothing was removed."))
        record_event("support.recommendation.removed", fresh, actor=user, case=case.public_id)
        fresh.delete()


def propose_recommendations(
    *,
    user: Any,
    case: Case,
    message: str = "",
    language: str = "",
    chosen: Collection[str] | None = None,
    key: str = "",
) -> list[Recommendation]:
    """Send what is ready (`chosen`: public identifiers; all without it) to the town, with a message where one is
    written: both leave or neither. What was sent meanwhile is not sent again.

    Raises Refused, Conflict (closed, or nothing is left to send), and what `post_message` raises.
    """
    with transaction.atomic():
        fresh = locked_case(case, _OPEN)
        require("support.recommend", user, fresh)
        drafts = Recommendation.objects.drafts().filter(case=fresh).select_for_update()
        sent = [one for one in drafts if chosen is None or one.public_id in chosen]
        if not sent:
            raise Conflict(
                _(
                    "Nothing is left to send: somebody sent or removed these recommendations. Your message was not sent."
                ),
                code="nothing_to_send",
            )
        written = clean_text(message)
        if written:
            new = NewMessage(text=written, language=language, key=key)
            now = post_message(user=user, case=fresh, new=new).at
        else:
            now = timezone.now()
            _note_first_answer(fresh)
        for recommendation in sent:
            recommendation.status, recommendation.proposed_at = RecommendationStatus.PROPOSED, now
            recommendation.save()
            _note(recommendation, user)
            record_event("support.recommendation.proposed", recommendation, actor=user, case=fresh.public_id)
        tell_recommended(fresh, sent, actor=user, by_mail=not written)
    return sent


def _note_first_answer(case: Case) -> None:
    """A recommendation without a message is an answer as well."""
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(
        desk_wrote_at=now, first_answered_at=case.first_answered_at or now, changed_at=now
    )


def answer_recommendation(
    *, user: Any, recommendation: Recommendation, answer: str, was: str = "", obstacle: str = "", reason: str = "",
    language: str = "",
) -> Recommendation:  # fmt: skip
    """The town says how far it has come; also after the case was closed. The same answer again changes nothing.

    `was` is the state the person saw. Raises Refused, Conflict when a colleague answered otherwise meanwhile or this
    cannot follow, Invalid for what is no answer, ValidationError for "not for us" without what stands in the way.
    """
    if answer not in RecommendationStatus.values or answer in {
        RecommendationStatus.DRAFT,
        RecommendationStatus.PROPOSED,
    }:
        raise Invalid(_("This is not one of the possible answers. Nothing was changed."), code="bad_answer")
    with transaction.atomic():
        require("support.answer_recommendation", user, recommendation.case)
        fresh = _locked(recommendation)
        require("support.answer_recommendation", user, fresh.case)
        if fresh.status == answer and answer != RecommendationStatus.DECLINED:
            return fresh
        _require_possible(fresh, answer, was)
        _answer(fresh, answer, obstacle, cleaned_words(reason, 2000, "reason"), language)
        fresh.full_clean(exclude=["case", "author"], validate_unique=False)
        fresh.save()
        _note(fresh, user)
        record_event(f"support.recommendation.{answer}", fresh, actor=user, case=fresh.case.public_id)
        tell_answered(fresh, actor=user)
    return fresh


def _require_possible(fresh: Recommendation, answer: str, was: str) -> None:
    status = RecommendationStatus(fresh.status)
    if status == RecommendationStatus.DRAFT:
        raise NotFound(_("There is no recommendation with this address, or it is not yours to read."))
    if (was and was != status) or answer not in (*ANSWERS[status], status):
        raise Conflict(
            _(
                "This recommendation is now in the state “%(state)s”: a colleague may have answered. Nothing was changed."
            )
            % {"state": fresh.get_status_display()},
            code="wrong_state",
        )


def _answer(fresh: Recommendation, answer: str, obstacle: str, reason: str, language: str) -> None:
    is_declined = answer == RecommendationStatus.DECLINED
    if is_declined and obstacle not in Obstacle.values:
        raise ValidationError(
            {"obstacle": ValidationError(_("Say what stands in the way: the adviser learns from it."), code="required")}
        )
    fresh.status = answer
    fresh.obstacle, fresh.reason = (obstacle, reason) if is_declined else ("", "")
    said_in = language_of(reason, language or fresh.case.language, otherwise=fresh.case.language)
    fresh.reason_language = said_in if fresh.reason else ""


def _locked(recommendation: Recommendation) -> Recommendation:
    found = Recommendation.objects.select_for_update(of=("self",)).select_related("case__organisation__territory")
    fresh = found.select_related("case__adviser__user", "author").filter(pk=recommendation.pk).first()
    if fresh is None:
        raise NotFound(_("There is no recommendation with this address, or it is not yours to read."))
    return fresh


def _note(recommendation: Recommendation, user: Any) -> None:
    RecommendationChange.objects.create(
        recommendation=recommendation,
        status=recommendation.status,
        obstacle=recommendation.obstacle,
        reason=recommendation.reason,
        reason_language=recommendation.reason_language,
        by=user,
    )
