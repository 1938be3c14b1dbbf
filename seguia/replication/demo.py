"""Replications of the demonstration network: chains, an abandoned one, a refused one, one nobody but its town sees."""

import datetime

from seguia.actions.models import Action
from seguia.core.identifiers import public_id_for
from seguia.membership.models import Organisation
from seguia.replication.demo_texts import PLANS, DemoPlan
from seguia.replication.journey import write_journey
from seguia.replication.models import Choice, Consent, PartKind, PlanItem, PlanResult, Replication, StageChange
from seguia.replication.services.beginning import new_plan

DAY = datetime.timedelta(days=1)


def create_demo_replication() -> None:
    """Harmless when they exist."""
    if Replication.objects.filter(is_demonstration=True).exists():
        return
    keys = {public_id_for(key) for plan in PLANS for key in (plan.source, plan.own) if key}
    found = Action.objects.published().with_rows().select_related("organisation__territory")
    actions = {action.public_id: action for action in found.filter(public_id__in=keys)}
    towns = {
        town.territory.reference: town
        for town in Organisation.objects.filter(is_demonstration=True).select_related("territory").order_by("-pk")
        if town.territory is not None
    }
    for told in PLANS:
        source, own = actions.get(public_id_for(told.source)), actions.get(public_id_for(told.own))
        town = own.organisation if own is not None else towns.get(told.town)
        if source is not None and town is not None:
            _create(told, town, source, own)


def _create(told: DemoPlan, town: Organisation, source: Action, own: Action | None) -> None:
    plan = new_plan(source, town, told.language, None)
    plan.public_id = public_id_for(f"replication {told.town} {told.source}")
    moments = [datetime.datetime.fromisoformat(f"{day}T10:00:00+00:00") for _stage, day in told.stages]
    plan.stage, plan.own_action = told.stages[-1][0], own
    plan.lessons, plan.reason, plan.consent = told.lessons, told.reason, told.consent
    plan.is_shown, plan.shown_at = told.is_shown, moments[0] + 20 * DAY if told.is_shown else None
    if told.consent == Consent.CONFIRMED:
        plan.is_linked, plan.linked_at, plan.consent_at = True, moments[0] + 27 * DAY, moments[0] + 27 * DAY
    plan.full_clean(exclude=["organisation", "source_action", "own_action"])
    plan.save()
    Replication.objects.filter(pk=plan.pk).update(created_at=moments[0])
    plan.created_at = moments[0]
    StageChange.objects.filter(replication=plan).delete()
    for (stage, _day), at in zip(told.stages, moments, strict=True):
        StageChange.objects.create(
            replication=plan, stage=stage, at=at, reason=told.reason if stage == "abandoned" else ""
        )
    _write_parts(plan, told)
    PlanResult.objects.bulk_create(PlanResult(replication=plan, **result) for result in told.results)
    write_journey(plan)


def _write_parts(plan: Replication, told: DemoPlan) -> None:
    items = list(plan.items.all())
    steps = [item for item in items if item.kind == PartKind.STEP]
    for name, (choice, text, why) in told.parts.items():
        place = int(name.removeprefix("step:")) if name.startswith("step:") else None
        if place is None:
            item = next(one for one in items if one.key == name)
        elif place < len(steps):
            item = steps[place]
        else:
            continue
        item.choice, item.text, item.why = choice, text, why
    PlanItem.objects.bulk_update(items, ["choice", "text", "why"])
    if told.own_step[0]:
        last = steps[-1].position if steps else 1
        title, text = told.own_step
        PlanItem.objects.create(
            replication=plan, kind=PartKind.OWN_STEP, position=last, choice=Choice.CHANGE, title=title, text=text
        )
