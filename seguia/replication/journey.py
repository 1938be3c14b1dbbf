"""Replications in the journey of the source and of the own action: written anew from what is so now, so that nothing is
told there that is no longer shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions.journey import StepTold, register_step_kind
from seguia.actions.models import Action, JourneyStep
from seguia.actions.services import record_step
from seguia.core.languages import current_language
from seguia.core.translated import Localised
from seguia.replication.models import PlanStage, Replication

TAKEN_FROM = "taken_from"
_BY_STAGE = {
    PlanStage.UNDER_WAY: "replication_under_way",
    PlanStage.DONE: "replication_done",
    PlanStage.ABANDONED: "replication_abandoned",
}
ON_SOURCE = ("replicated", *_BY_STAGE.values())


def write_journey(plan: Replication) -> None:
    """In the caller's transaction. Steps of this plan that stand there are taken out first: they are a picture of the
    plan, whose own record stays in the audit."""
    steps = JourneyStep.objects.filter(kind__in=[*ON_SOURCE, TAKEN_FROM], facts__replication=plan.public_id)
    steps.filter(action__in=[pk for pk in (plan.source_action_id, plan.own_action_id) if pk]).delete()
    if plan.is_linked and plan.source_action is not None:
        _write_on_source(plan, plan.source_action)
    if plan.own_action is not None:
        facts = {"replication": plan.public_id}
        record_step(plan.own_action, TAKEN_FROM, at=plan.created_at, facts=facts, is_public=plan.is_shown)


def _write_on_source(plan: Replication, source: Action) -> None:
    facts = {"replication": plan.public_id}
    assert plan.linked_at is not None
    record_step(source, "replicated", at=plan.linked_at, organisation=plan.organisation, facts=facts)
    for change in plan.stages.order_by("at", "id"):
        if kind := _BY_STAGE.get(PlanStage(change.stage)):
            at = max(change.at, plan.linked_at)
            record_step(source, kind, at=at, organisation=plan.organisation, facts=facts)


def load(steps: Sequence[JourneyStep]) -> Mapping[int, Any]:
    """The plan of each step, as far as everybody may know what ties the two actions. One query."""
    ids = {step.facts.get("replication") for step in steps}
    plans = Replication.objects.linked().filter(public_id__in=ids).for_lists()
    by_id = {plan.public_id: plan for plan in plans}
    return {step.pk: by_id[step.facts["replication"]] for step in steps if step.facts.get("replication") in by_id}


def tell(step: JourneyStep, found: Any) -> StepTold | None:
    """Which town, and what it is doing."""
    if found is None:
        return None
    plan: Replication = found
    town = {"town": plan.organisation.label().text}
    sentence = {
        "replicated": _("%(town)s takes up this action"),
        "replication_under_way": _("%(town)s has begun to carry it out"),
        "replication_done": _("%(town)s has carried it out"),
        "replication_abandoned": _("%(town)s has given it up, and says why"),
    }[step.kind] % town
    own = plan.public_own_action
    if own is not None:
        return StepTold(sentence, own.get_absolute_url(), own.label())
    return StepTold(sentence, plan.get_absolute_url(), Localised(_("Read its plan"), current_language()))


def tell_taken_from(step: JourneyStep, found: Any) -> StepTold | None:
    """From which town's action this one comes."""
    if found is None or found.source_action is None:
        return None
    source: Action = found.source_action
    words = _("Taken up from %(town)s") % {"town": source.organisation.label().text}
    return StepTold(words, source.get_absolute_url(), source.label())


def register() -> None:
    """Called when the app starts."""
    for code, label, icon in [
        ("replicated", gettext_lazy("Taken up by another town"), "link"),
        ("replication_under_way", gettext_lazy("A town that took it up has begun"), "arrow"),
        ("replication_done", gettext_lazy("A town that took it up has carried it out"), "check"),
        ("replication_abandoned", gettext_lazy("A town that took it up has given it up"), "warning"),
    ]:
        register_step_kind(code, label=label, icon=icon, public=True, tell=tell, load=load)
    label = gettext_lazy("Taken up from another town")
    register_step_kind(TAKEN_FROM, label=label, icon="link", public=True, tell=tell_taken_from, load=load)
