"""The part of a case's page that shows what was recommended. The page says
`context["recommended"] = recommendations_of(case, user)` and includes `support/parts/recommendations.html`."""

from dataclasses import dataclass
from typing import Any

from seguia.actions.models import Action
from seguia.core.errors import Message
from seguia.core.idempotency import new_form_key
from seguia.core.permissions import allowed
from seguia.core.translated import Localised
from seguia.support.models import Case, Recommendation, RecommendationChange, RecommendationStatus
from seguia.support.publishing import may_be_told
from seguia.support.recommendations.services import ANSWERS
from seguia.support.recommendations.words import BUTTONS
from seguia.support.rules import standing_of
from seguia.support.targets import Target, targets


@dataclass(frozen=True)
class Answer:
    """A button of the town."""

    status: str
    label: Message
    form_key: str


@dataclass(frozen=True)
class Shown:
    """One recommendation as a reader sees it."""

    recommendation: Recommendation
    target: Target | None
    """What it points to, as it is now."""
    answers: list[Answer]
    """What the reader may say with one click."""
    may_decline: bool
    steps: list[RecommendationChange]
    """Its history, the oldest first; without its time as a draft."""
    remove_key: str
    """Of the form that takes a draft back."""

    @property
    def label(self) -> Localised:
        """What it is called now, else what it was called."""
        return self.target.label if self.target else self.recommendation.name

    @property
    def url(self) -> str:
        """Where it leads; empty for what has no address or is gone."""
        return self.target.url if self.target else self.recommendation.address

    @property
    def is_gone(self) -> bool:
        """It was public when it was recommended and is no longer."""
        return bool(self.recommendation.target_kind) and self.target is None

    @property
    def is_action_to_do(self) -> bool:
        """The town wants to do what another town did: its page tells how to begin."""
        wanted = {RecommendationStatus.ACCEPTED, RecommendationStatus.UNDER_WAY}
        return self.target is not None and self.target.kind.code == "action" and self.recommendation.status in wanted


@dataclass(frozen=True)
class CaseRecommendations:
    """All that the part shows."""

    case: Case
    sent: list[Shown]
    drafts: list[Shown]
    """For the desk alone."""
    may_recommend: bool = False
    may_answer: bool = False
    may_publish: bool = False
    """The reader can make a sheet of what came of it."""
    sheet: Action | None = None
    """The sheet the town made of it, where the reader may read it."""

    def __bool__(self) -> bool:
        """Whether there is anything to show or to do."""
        return bool(self.sent or self.drafts or self.may_recommend)


def recommendations_of(case: Case, user: Any) -> CaseRecommendations:
    """What this person may read of it, in a fixed number of queries. Empty for who may not read the thread."""
    standing = standing_of(user, case)
    if not standing.reads_thread:
        return CaseRecommendations(case, [], [])
    may_answer = allowed("support.answer_recommendation", user, case)
    rows = Recommendation.objects.filter(case=case).select_related("author").prefetch_related("changes__by")
    if not standing.reads_notes:
        rows = rows.sent()
    found = list(rows)
    things = targets([(row.target_kind, row.target_id) for row in found if row.target_kind])
    shown = [_shown(row, things.get((row.target_kind, row.target_id)), may_answer=may_answer) for row in found]
    is_draft = {one.recommendation.pk: one.recommendation.status == RecommendationStatus.DRAFT for one in shown}
    return CaseRecommendations(
        case,
        [one for one in shown if not is_draft[one.recommendation.pk]],
        [one for one in shown if is_draft[one.recommendation.pk]],
        may_recommend=not case.is_ended and allowed("support.recommend", user, case),
        may_answer=may_answer,
        may_publish=may_be_told(case) and allowed("support.publish_result", user, case),
        sheet=_sheet(case, user),
    )


def _sheet(case: Case, user: Any) -> Action | None:
    """Drafts are for the town alone: whoever advises learns of the sheet when everybody does."""
    if case.action_id is None:
        return None
    return Action.objects.visible_to(user).filter(pk=case.action_id).first()


def _shown(row: Recommendation, target: Target | None, *, may_answer: bool) -> Shown:
    possible = ANSWERS.get(RecommendationStatus(row.status), ()) if may_answer else ()
    return Shown(
        row,
        target,
        [
            Answer(status, BUTTONS[status], new_form_key())
            for status in possible
            if status != RecommendationStatus.DECLINED
        ],
        RecommendationStatus.DECLINED in possible,
        [change for change in row.changes.all() if change.status != RecommendationStatus.DRAFT],
        new_form_key(),
    )
