"""How far the town is: planned, under way, done, abandoned; and what it learnt."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.replication.journey import write_journey
from seguia.replication.models import PlanStage, Replication, StageChange
from seguia.replication.services.locking import check_version, cleaned, locked_for, note_change

MOVES: dict[str, tuple[PlanStage, ...]] = {
    PlanStage.PLANNED: (PlanStage.UNDER_WAY, PlanStage.DONE, PlanStage.ABANDONED),
    PlanStage.UNDER_WAY: (PlanStage.DONE, PlanStage.PLANNED, PlanStage.ABANDONED),
    PlanStage.DONE: (PlanStage.UNDER_WAY, PlanStage.ABANDONED),
    PlanStage.ABANDONED: (PlanStage.PLANNED, PlanStage.UNDER_WAY),
}
"""Stage → where it can go from there. A step back mends a mistake, or begins again."""


def move_plan(plan: Replication, *, user: Any, stage: str, reason: str = "", version: int) -> Replication:
    """The plan reaches a stage. Abandoning needs a reason: that is knowledge too. Raises Refused, NotFound, Conflict,
    ValidationError."""
    reason = cleaned(reason, limit=2000)
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.edit_plan")
        if fresh.stage == stage:
            return fresh
        check_version(fresh, version)
        _check_move(fresh, stage, reason)
        fresh.stage = stage
        fresh.reason = reason if stage == PlanStage.ABANDONED else ""
        note_change(fresh, "stage", "reason")
        StageChange.objects.create(replication=fresh, stage=stage, reason=reason, actor=user)
        record_event("replication.plan.moved", fresh, actor=user, stage=stage)
        write_journey(fresh)
    return fresh


def _check_move(plan: Replication, stage: str, reason: str) -> None:
    if stage not in MOVES[plan.stage]:
        raise ValidationError({"stage": ValidationError(_("Choose one of the stages."), code="stage")})
    if stage == PlanStage.ABANDONED and not reason:
        message = _("Write why: what did not work is knowledge for others too.")
        raise ValidationError({"reason": ValidationError(message, code="required")})
    if plan.stage == PlanStage.ABANDONED and plan.source_action_id:
        others = Replication.objects.filter(organisation=plan.organisation_id, source_action=plan.source_action_id)
        if others.exclude(stage=PlanStage.ABANDONED).exists():
            raise Conflict(_("Your town has begun another plan from this action since: go on with that one."))


def save_lessons(plan: Replication, *, user: Any, lessons: str, version: int) -> Replication:
    """What the town learnt, in its own language. Raises Refused, NotFound, Conflict, ValidationError."""
    lessons = cleaned(lessons, limit=4000)
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.edit_plan")
        if fresh.lessons == lessons:
            return fresh
        check_version(fresh, version)
        fresh.lessons = lessons
        note_change(fresh, "lessons")
        record_event("replication.plan.lessons_saved", fresh, actor=user)
    return fresh
