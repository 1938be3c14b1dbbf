"""The town's own sheet: made from the plan in one click, or one that is there already; never one that closes a loop."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.actions.content import Content, snapshot
from seguia.actions.models import Action, FunderKind, Stage
from seguia.actions.services import create_action, save_action
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.identifiers import new_public_id
from seguia.core.text import shortened
from seguia.core.translated import TranslatedText
from seguia.replication.journey import write_journey
from seguia.replication.models import Choice, PartKind, PlanItem, PlanResult, PlanStage, Replication
from seguia.replication.queries.lineage import ancestor_ids
from seguia.replication.services.locking import hold_lineage, locked_for, note_change

_STAGES = {
    PlanStage.PLANNED: Stage.IDEA,
    PlanStage.UNDER_WAY: Stage.ENGAGED,
    PlanStage.DONE: Stage.DONE,
    PlanStage.ABANDONED: Stage.IDEA,
}


def make_sheet(plan: Replication, *, user: Any) -> Action:
    """A draft sheet of the town with what the plan keeps and changes; made already: that one. Raises Refused, NotFound,
    ValidationError."""
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.edit_plan")
        if fresh.own_action is not None:
            return fresh.own_action
        hold_lineage()
        title = TranslatedText(fresh.source_title).localised(fresh.language, fresh.source_language).text
        action = create_action(
            user=user,
            organisation=fresh.organisation,
            original_language=fresh.language,
            title=shortened(title, 160),
        )
        content = sheet_content(fresh, snapshot(action))
        action = save_action(action, user=user, base_version=action.version, content=content).action
        _tie(fresh, action, user, "made")
    return action


def tie_sheet(plan: Replication, *, user: Any, action: Action) -> Replication:
    """A sheet of the town that is there already tells of this plan. Raises Refused, NotFound, Conflict when it tells of
    another plan or the source descends from it."""
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.edit_plan")
        hold_lineage()
        own = Action.objects.select_for_update(of=("self",)).filter(pk=action.pk, organisation=fresh.organisation_id)
        found = own.first()
        if found is None:
            raise NotFound(_("Your town has no such sheet. Nothing was changed."))
        if fresh.own_action_id == found.pk:
            return fresh
        if fresh.own_action_id is not None or Replication.objects.filter(own_action=found).exists():
            raise Conflict(
                _("This sheet or this plan is tied to another one already. Nothing was changed."), code="tied"
            )
        if fresh.source_action_id and found.pk in {fresh.source_action_id, *ancestor_ids(fresh.source_action_id)}:
            raise Conflict(
                _("The action you took up comes from this very sheet, so the sheet cannot come from it. Nothing was "
                  "changed; begin a new sheet from the plan."),
                code="loop",
            )  # fmt: skip
        _tie(fresh, found, user, "tied")
    return fresh


def _tie(plan: Replication, action: Action, user: Any, how: str) -> None:
    plan.own_action = action
    note_change(plan, "own_action")
    record_event(f"replication.sheet.{how}", plan, actor=user, action=action.public_id)
    write_journey(plan)


def sheet_content(plan: Replication, content: Content) -> Content:
    """What the plan says, as a sheet: kept parts are copied, changed ones are ours, dropped ones are left out."""
    items = list(plan.items.all())
    by_key = {item.key: item for item in items}
    origin = plan.source_content

    def text_of(key: str, source: Any) -> Mapping[str, str]:
        return _text(by_key.get(key), source, plan.language)

    return {
        **content,
        "stage": _STAGES[PlanStage(plan.stage)],
        "problem": text_of(PartKind.PROBLEM, origin.get("problem")),
        "transfer": text_of(PartKind.CONDITIONS, origin.get("transfer")),
        "differently": text_of(PartKind.DIFFERENTLY, origin.get("differently")),
        "lessons": {plan.language: plan.lessons} if plan.lessons else {},
        "steps": _steps(items, origin, plan.language),
        "partners": _rows(by_key.get(PartKind.PARTNERS), origin.get("partners", []), plan.language),
        "funders": _rows(by_key.get(PartKind.FUNDING), origin.get("funders", []), plan.language, is_funder=True),
        "results": [_figure(row, plan.language) for row in plan.results.all()],
        "themes": origin.get("themes", []),
        "goals": origin.get("goals", []),
    }


def _text(item: PlanItem | None, source: Mapping[str, str] | None, language: str) -> Mapping[str, str]:
    if item is None or item.choice in {Choice.OPEN, Choice.DROP}:
        return {}
    if item.choice == Choice.CHANGE:
        return {language: item.text} if item.text else {}
    return _in(language, source or {})


def _in(language: str, source: Mapping[str, str]) -> Mapping[str, str]:
    """In the language of the plan where the source has it, else in all it has."""
    return {language: source[language]} if source.get(language) else dict(source)


def _steps(items: Sequence[PlanItem], origin: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    known = {step["key"]: step for step in origin.get("steps", [])}
    made = []
    for item in items:
        if item.choice not in {Choice.KEEP, Choice.CHANGE} or item.kind not in {PartKind.STEP, PartKind.OWN_STEP}:
            continue
        step = known.get(item.key, {"title": {}, "text": {}})
        title = {language: item.title} if item.title else _in(language, step["title"])
        if title:
            made.append({"key": new_public_id(), "title": title, "text": _text(item, step["text"], language)})
    return made


def _rows(
    item: PlanItem | None, source: Sequence[Mapping[str, Any]], language: str, *, is_funder: bool = False
) -> list[dict[str, Any]]:
    """Partners or funders: those of the source, or one of our own in each line."""
    if item is None or item.choice in {Choice.OPEN, Choice.DROP}:
        return []
    if item.choice == Choice.KEEP:
        named = [(_in(language, row["name"]), row) for row in source]
    else:
        named = [({language: shortened(line.strip(), 160)}, {}) for line in item.text.splitlines() if line.strip()]
    if is_funder:
        return [
            {"key": new_public_id(), "name": name, "kind": row.get("kind", FunderKind.OTHER), "amount": None}
            for name, row in named[:40]
        ]
    return [{"key": new_public_id(), "name": name, "role": dict(row.get("role", {}))} for name, row in named[:40]]


def _figure(row: PlanResult, language: str) -> dict[str, Any]:
    return {
        "key": new_public_id(),
        "indicator": row.indicator,
        "label": {language: row.label} if row.label else {},
        "value": format(row.value.normalize(), "f"),
        "unit": row.unit,
        "year": row.year,
        "kind": row.kind,
        "method": {},
    }
