"""Replications to read by machine: what is shown, whoever asks."""

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from seguia.actions.api.schemas import OrganisationRef
from seguia.actions.api.sheet import organisation_ref
from seguia.actions.models import Action
from seguia.actions.queries import action_for
from seguia.actions.results import api_address
from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.api import (
    Addresses,
    CodeOut,
    Label,
    Page,
    PageRequest,
    TerritoryRef,
    TextItem,
    coded,
    figure,
    page_of,
    territory_ref,
)
from seguia.core.identifiers import PublicIdConverter
from seguia.replication.models import PlanStage, Replication
from seguia.replication.queries.comparing import Figure, own_figures
from seguia.replication.queries.lineage import Node, descent, public_chain, spread_of
from seguia.replication.queries.plans import PartView, parts_of, plan_for, shown_plans, stages_of

router = Router(tags=["replications"])
LEVELS, MOST = 20, 500


class SheetRef(Schema):
    """A published action."""

    id: str
    label: Label
    organisation: OrganisationRef
    url: Addresses
    api_url: str


class ReplicationOut(TextItem):
    """A town that takes up another town's action."""

    id: str
    organisation: OrganisationRef
    territory: TerritoryRef | None
    stage: CodeOut = Field(description="planned, under_way, done or abandoned")
    source: SheetRef | None = Field(
        description="The action that was taken up; null unless its town agrees to be named."
    )
    own_action: SheetRef | None = Field(description="The published action that came of it.")
    shown_at: datetime.datetime
    changed_at: datetime.datetime
    is_demonstration: bool = Field(description="Part of the demonstration: not an official statement of anybody.")
    url: Addresses
    api_url: str


class PartOut(Schema):
    """What the town keeps, changes or drops."""

    kind: CodeOut
    choice: CodeOut
    title: str | None
    text: str | None
    why: str | None


class StageOut(Schema):
    """When a stage was reached."""

    stage: CodeOut
    at: datetime.datetime


class FigureOut(Schema):
    """A figure of result."""

    indicator: CodeOut
    label: str | None
    value: float | int
    unit: str
    year: int | None
    kind: CodeOut


class ReplicationDetail(ReplicationOut):
    """Everything the town shows. Texts are in `original_language` only."""

    parts: list[PartOut]
    stages: list[StageOut]
    results: list[FigureOut]
    lessons: str | None
    reason: str | None = Field(description="Why it was abandoned.")


class BranchOut(Schema):
    """A town in the tree of an action."""

    replication: str
    level: int = Field(description="1 for towns that took the action up directly.")
    source: str = Field(description="The action it took up.")
    organisation: OrganisationRef
    territory: TerritoryRef | None
    stage: CodeOut
    own_action: str | None
    api_url: str


class LineageOut(Schema):
    """Where an action comes from, and who took it up."""

    id: str
    label: Label
    ancestors: list[SheetRef] = Field(description="The first of all first.")
    towns: int = Field(description="How many towns took it up, directly or from one another.")
    countries: int
    descendants: list[BranchOut] = Field(description=f"The nearest first, at most {MOST}.")
    is_complete: bool


class ReplicationFilters(PageRequest):
    """Which replications."""

    stage: PlanStage | None = Field(None, description="How far it is.")
    country: str = Field("", pattern="^([A-Za-z]{2})?$", description="ISO 3166-1 alpha-2 of the town that takes up.")


@router.get(
    "/replications", response=Page[ReplicationOut], url_name="list_replications", summary="Replications that are shown"
)
def list_replications(request: HttpRequest, asked: Query[ReplicationFilters]) -> Any:
    """The newest first."""
    plans = shown_plans()
    if asked.stage:
        plans = plans.filter(stage=asked.stage)
    if asked.country:
        plans = plans.filter(organisation__territory__country=asked.country.upper())
    return page_of(request, plans, asked, replication_out)


@router.get(
    "/replications/{public_id}",
    response=ReplicationDetail,
    url_name="read_replication",
    summary="One replication, everything",
)
def read_replication(request: HttpRequest, public_id: str) -> Any:
    """What the town keeps, changes and drops of its source, how far it is, its figures."""
    plan = plan_for(AnonymousUser(), PublicIdConverter().to_python(public_id))
    return ReplicationDetail(
        **_brief(plan),
        parts=[_part(view) for view in parts_of(plan) if view.is_decided],
        stages=[StageOut(stage=coded(c.stage, c.get_stage_display()), at=c.at) for c in stages_of(plan)],
        results=[_figure(one) for one in own_figures(plan, is_insider=False)],
        lessons=plan.lessons or None,
        reason=plan.reason or None,
    )


@router.get(
    "/actions/{public_id}/lineage",
    response=LineageOut,
    url_name="read_action_lineage",
    summary="Where an action comes from and who took it up",
)
def read_action_lineage(request: HttpRequest, public_id: str) -> Any:
    """Only what both towns agree to show."""
    action = action_for(AnonymousUser(), PublicIdConverter().to_python(public_id))
    nodes, is_cut = descent(action, levels=LEVELS, limit=MOST)
    spread = spread_of(action)
    return LineageOut(
        id=action.public_id,
        label=action.label().text,
        ancestors=[sheet_ref(origin) for origin in public_chain(action)],
        towns=spread.towns,
        countries=spread.countries,
        descendants=sorted(_branches(nodes, action.public_id), key=lambda one: one.level),
        is_complete=not is_cut,
    )


def sheet_ref(action: Action) -> SheetRef:
    """The short form; no query when its organisation is loaded."""
    return SheetRef(
        id=action.public_id,
        label=action.label().text,
        organisation=organisation_ref(action.organisation),
        url=addresses_by_language(action.get_absolute_url),
        api_url=api_address(action),
    )


def _brief(plan: Replication) -> dict[str, Any]:
    territory, own = plan.organisation.territory, plan.public_own_action
    source = plan.source_action if plan.has_public_source else None
    if own is not None:
        own.organisation = plan.organisation
    return {
        "original_language": plan.language,
        "languages": [plan.language],
        "id": plan.public_id,
        "organisation": organisation_ref(plan.organisation),
        "territory": territory_ref(territory) if territory else None,
        "stage": coded(plan.stage, plan.get_stage_display()),
        "source": sheet_ref(source) if source else None,
        "own_action": sheet_ref(own) if own else None,
        "shown_at": plan.shown_at,
        "changed_at": plan.changed_at,
        "is_demonstration": plan.is_demonstration,
        "url": addresses_by_language(plan.get_absolute_url),
        "api_url": _address(plan),
    }


def replication_out(plan: Replication) -> ReplicationOut:
    """For lists; no query."""
    return ReplicationOut(**_brief(plan))


def _address(plan: Replication) -> str:
    return absolute(reverse("api:read_replication", args=[plan.public_id]))


def _part(view: PartView) -> PartOut:
    item = view.item
    return PartOut(
        kind=coded(item.kind, item.get_kind_display()),
        choice=coded(item.choice, item.get_choice_display()),
        title=item.title or None,
        text=item.text or None,
        why=item.why or None,
    )


def _figure(one: Figure) -> FigureOut:
    return FigureOut(
        indicator=coded(one.indicator, one.indicator_label),
        label=one.label.text or None,
        value=figure(one.value) or 0,
        unit=one.unit,
        year=one.year,
        kind=coded(one.kind, one.how),
    )


def _branches(nodes: list[Node], source: str) -> list[BranchOut]:
    found = []
    for node in nodes:
        plan = node.plan
        territory, own = plan.organisation.territory, plan.public_own_action
        branch = BranchOut(
            replication=plan.public_id,
            level=node.level,
            source=source,
            organisation=organisation_ref(plan.organisation),
            territory=territory_ref(territory) if territory else None,
            stage=coded(plan.stage, plan.get_stage_display()),
            own_action=own.public_id if own else None,
            api_url=_address(plan),
        )
        found += [branch, *_branches(node.children, own.public_id if own else "")]
    return found
