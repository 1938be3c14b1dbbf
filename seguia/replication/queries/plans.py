"""Plans: one is only obtained through a loader that checks access."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from seguia.actions.models import Action, Status
from seguia.core.errors import NotFound
from seguia.core.translated import Localised
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of
from seguia.replication.models import Choice, PartKind, PlanItem, PlanStage, Replication, StageChange
from seguia.replication.origin import OriginLine, origin_lines
from seguia.territories.models import Territory
from seguia.territories.queries import predecessors, who_is_now

MOST_SHOWN = 12


def no_plan() -> NotFound:
    """The same for a plan that is not there and for one that is not this person's."""
    return NotFound(_("There is no replication with this address, or its town has not shown it."))


def plan_for(user: Any, public_id: str) -> Replication:
    """The plan, if this person may see it. Raises NotFound."""
    found = Replication.objects.visible_to(user).select_related(
        "organisation__territory", "source_action__organisation__territory", "own_action"
    )
    plan = found.filter(public_id=public_id).first()
    if plan is None:
        raise no_plan()
    return plan


def own_plan_for(user: Any, public_id: str) -> Replication:
    """The plan, for the people of its town. Raises NotFound for all others, whether it is shown or not."""
    plan = plan_for(user, public_id)
    if plan.organisation_id not in organisation_ids_of(user):
        raise no_plan()
    return plan


def shown_plans() -> "QuerySet[Replication]":
    """Every plan everybody may see, the newest first."""
    return Replication.objects.shown().for_lists().order_by("-shown_at", "-pk")


def plans_of(organisation: Organisation) -> "QuerySet[Replication]":
    """All plans of a town, last changed first."""
    return Replication.objects.filter(organisation=organisation).for_lists().order_by("-changed_at", "-pk")


def own_running_plan(action: Action, user: Any) -> Replication | None:
    """The plan that one of the person's towns has made from this action."""
    found = Replication.objects.filter(source_action=action, organisation_id__in=organisation_ids_of(user))
    return found.exclude(stage=PlanStage.ABANDONED).order_by("pk").first()


def taken_from(organisation: Organisation) -> "QuerySet[Replication]":
    """Shown plans of other towns made from the actions of this one, those that wait for an answer first."""
    found = Replication.objects.shown().filter(source_action__organisation=organisation)
    return found.for_lists().order_by("consent_at", "-shown_at", "-pk")


def plans_to_answer(organisation: Organisation) -> int:
    """How many of them wait for an answer."""
    waiting = Replication.objects.shown().filter(source_action__organisation=organisation, consent="waiting")
    return waiting.count()


def lives_of(territory: Territory) -> list[Territory]:
    """A town and the towns that merged into it."""
    return [territory, *predecessors(territory)]


def taken_by_town(lives: list[Territory]) -> "QuerySet[Replication]":
    """Shown plans of a town, the newest first."""
    return shown_plans().filter(organisation__territory__in=lives)


def given_by_town(lives: list[Territory]) -> "QuerySet[Replication]":
    """What other towns took up from a town, with its consent."""
    found = Replication.objects.linked().filter(source_action__organisation__territory__in=lives)
    return found.for_lists().order_by("-linked_at", "-pk")


def organisations_of_the_town(organisation: Organisation) -> set[int]:
    """The town hall, those that merged into it and the one it merged into: one town, as far as lineage goes."""
    if organisation.territory is None:
        return {organisation.pk}
    places = {place.pk for now in who_is_now(organisation.territory) for place in lives_of(now)}
    places |= {place.pk for place in lives_of(organisation.territory)}
    alike = Q(territory__in=places, kind=organisation.kind) | Q(pk=organisation.pk)
    return set(Organisation.objects.filter(alike).values_list("pk", flat=True))


@dataclass(frozen=True)
class PartView:
    """A part of a plan beside what the source says."""

    item: PlanItem
    origin: list[OriginLine] = field(default_factory=list)

    @property
    def is_step(self) -> bool:
        """Whether it is a step of the way."""
        return self.item.kind in {PartKind.STEP, PartKind.OWN_STEP}

    @property
    def is_decided(self) -> bool:
        """Whether the town has said what becomes of it."""
        return self.item.choice != Choice.OPEN


def parts_of(plan: Replication) -> list[PartView]:
    """All parts in reading order. One query."""
    return [PartView(item, origin_lines(plan.source_content, item.kind, item.key)) for item in plan.items.all()]


def stages_of(plan: Replication) -> "QuerySet[StageChange]":
    """When it reached which stage."""
    return StageChange.objects.filter(replication=plan)


def origin_of(plan: Replication, *, is_insider: bool) -> Localised | None:
    """The title of the source: for insiders always, for others while the town of origin agrees."""
    return plan.source_label() if is_insider or plan.has_public_source else None


def attachable_sheets(plan: Replication) -> "QuerySet[Action]":
    """Sheets of the town that could be the one that tells of this plan."""
    sheets = Action.objects.filter(organisation=plan.organisation, replication=None).exclude(status=Status.ARCHIVED)
    return sheets.exclude(pk=plan.source_action_id or 0).order_by("-changed_at", "-pk")
