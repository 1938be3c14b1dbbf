"""What came of a request becomes a sheet: the town tells it, in its own words; nothing of the thread goes with it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions import content as sheets
from seguia.actions.journey import StepTold, register_step_kind
from seguia.actions.models import Action, JourneyStep, Status
from seguia.actions.services.journey import record_step
from seguia.actions.services.writing import create_action, save_action
from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.permissions import require
from seguia.support.models import Case, CaseStatus
from seguia.support.services.changing import language_of, locked_case

STEP = "helped"
AT_ONCE = 200


@dataclass(frozen=True)
class ResultSheet:
    """What the town wants to tell."""

    title: str
    problem: str
    done: str
    language: str = ""
    """Assumed; corrected by the letters of the text."""


def may_be_told(case: Case) -> bool:
    """Whether there is a result to tell that has no sheet yet."""
    return case.status == CaseStatus.CLOSED and case.action_id is None


def publish_result(*, user: Any, case: Case, sheet: ResultSheet) -> Action:
    """Begin a draft from the result; the town completes and submits it like any other. Asked again, the same draft.

    Raises Refused, Conflict while the case is not closed, ValidationError.
    """
    with transaction.atomic():
        fresh = locked_case(case, [CaseStatus.CLOSED])
        require("support.publish_result", user, fresh)
        if fresh.action is not None:
            return fresh.action
        language = language_of(sheet.problem or sheet.title, sheet.language or fresh.language, otherwise=fresh.language)
        action = create_action(
            user=user, organisation=fresh.organisation, original_language=language, title=sheet.title
        )
        content = sheets.snapshot(action) | {
            "problem": {language: sheet.problem},
            "done": {language: sheet.done},
            "themes": sorted(theme.slug for theme in fresh.themes.all()),
        }
        action = save_action(action, user=user, base_version=action.version, content=content).action
        Case.objects.filter(pk=fresh.pk).update(action=action)
        record_event("support.case.published", fresh, actor=user, action=action.public_id)
    return action


def tell_journeys() -> int:
    """A job: sheets that came of a request and are public now get a step in their journey. Returns how many."""
    told = JourneyStep.objects.filter(action=OuterRef("action_id"), kind=STEP)
    due = Case.objects.filter(action__status=Status.PUBLISHED).exclude(Exists(told)).order_by("pk")
    return sum(_tell(pk) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


def _tell(pk: int) -> int:
    """One sheet, in a transaction of its own; 0 when another worker was there first."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("action__organisation").get(pk=pk)
        action = case.action
        if action is None or action.status != Status.PUBLISHED:
            return 0
        if JourneyStep.objects.filter(action=action, kind=STEP).exists():
            return 0
        record_step(action, STEP)
    return 1


def tell(step: JourneyStep, found: Any) -> StepTold:
    """One sentence, without who, when or about what."""
    return StepTold(_("Advisers of the network helped the town with it."))


def register() -> None:
    """The kind of step."""
    register_step_kind(
        STEP, label=gettext_lazy("Helped by advisers of the network"), icon="check", public=True, tell=tell
    )


def require_closed(case: Case) -> None:
    """Raises Conflict while there is nothing to tell yet."""
    if case.status != CaseStatus.CLOSED:
        raise Conflict(_("Close the request first and say what came of it. Nothing was saved."), code="wrong_state")
