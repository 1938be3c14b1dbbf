"""Where an action comes from and where it went: walks through the database, one query each however far they lead."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from seguia.actions.models import Action
from seguia.core.translated import Localised, TranslatedText
from seguia.replication.models import PlanStage, Replication

DEEPEST = 50
"""No chain of towns is longer; a walk ends there."""
_PLANS, _ACTIONS = Replication._meta.db_table, Action._meta.db_table

_ANCESTORS = f"""
WITH RECURSIVE up(action_id) AS (
  SELECT source_action_id FROM {_PLANS} WHERE own_action_id = %s AND source_action_id IS NOT NULL
  UNION
  SELECT plan.source_action_id FROM {_PLANS} plan JOIN up ON plan.own_action_id = up.action_id
  WHERE plan.source_action_id IS NOT NULL
)
SELECT action_id FROM up"""  # noqa: S608 -- names of our own tables

_CHAIN = f"""
WITH RECURSIVE up(plan_id, action_id, level) AS (
  SELECT plan.id, plan.source_action_id, 1 FROM {_PLANS} plan
  JOIN {_ACTIONS} source ON source.id = plan.source_action_id AND source.status = 'published'
  WHERE plan.own_action_id = %s AND plan.is_linked
  UNION ALL
  SELECT plan.id, plan.source_action_id, up.level + 1 FROM {_PLANS} plan
  JOIN up ON plan.own_action_id = up.action_id
  JOIN {_ACTIONS} source ON source.id = plan.source_action_id AND source.status = 'published'
  WHERE plan.is_linked AND up.level < {DEEPEST}
)
SELECT action_id FROM up ORDER BY level DESC"""  # noqa: S608 -- names of our own tables

_DOWN = f"""
WITH RECURSIVE tree(id, own_action_id, level) AS (
  SELECT plan.id, plan.own_action_id, 1 FROM {_PLANS} plan WHERE plan.is_linked AND plan.{{start}}
  UNION ALL
  SELECT plan.id, plan.own_action_id, tree.level + 1 FROM {_PLANS} plan
  JOIN tree ON plan.source_action_id = tree.own_action_id
  JOIN {_ACTIONS} source ON source.id = tree.own_action_id AND source.status = 'published'
  WHERE plan.is_linked AND tree.level < %s
)
"""  # noqa: S608 -- names of our own tables

_BELOW = "source_action_id = %s"
_LEVEL_BY_LEVEL = " SELECT id, level FROM tree ORDER BY level, id LIMIT %s"


@dataclass
class Node:
    """A town that took an action up, and those that took it up from there."""

    plan: Replication
    level: int
    children: list["Node"] = field(default_factory=list)
    is_cut: bool = False
    """More towns follow than are shown here."""


@dataclass(frozen=True)
class Spread:
    """How far an action went."""

    towns: int = 0
    countries: int = 0
    direct: int = 0


def ancestor_ids(action_id: int) -> set[int]:
    """Every action this one descends from, shown or not: what loops are found by. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [action_id])
        return {row[0] for row in cursor.fetchall()}


def public_chain(action: Action) -> list[Action]:
    """The actions this one comes from, the first of all first, as far as everybody may know. Two queries at most."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [action.pk])
        ids = [row[0] for row in cursor.fetchall()]
    found = Action.objects.published().select_related("organisation__territory").in_bulk(ids) if ids else {}
    return [found[pk] for pk in ids if pk in found]


def spread_of(action: Action) -> Spread:
    """How many towns in how many countries took it up, directly or from one another. One query."""
    counted = (
        f"{_DOWN.format(start='source_action_id = %s')} SELECT COUNT(DISTINCT plan.organisation_id), "  # noqa: S608
        "COUNT(DISTINCT COALESCE(place.country, town.country)), SUM(CASE WHEN tree.level = 1 THEN 1 ELSE 0 END) "
        f"FROM tree JOIN {_PLANS} plan ON plan.id = tree.id "
        "JOIN membership_organisation town ON town.id = plan.organisation_id "
        "LEFT JOIN territories_territory place ON place.id = town.territory_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(counted, [action.pk, DEEPEST])
        towns, countries, direct = cursor.fetchone()
    return Spread(towns or 0, countries or 0, direct or 0)


def descent(action: Action, *, levels: int, limit: int) -> tuple[list[Node], bool]:
    """The tree below an action, the nearest towns first, at most `limit` of them; whether more follow. Two queries."""
    found = _walk(_BELOW, [action.pk], levels, limit)
    return _grown(found[:limit], levels), len(found) > limit


def descent_from(plans: Sequence[Replication], *, levels: int, limit: int) -> tuple[list[Node], bool]:
    """The same, beginning with these replications: a page of a wide tree."""
    if not plans:
        return [], False
    marks = ", ".join(["%s"] * len(plans))
    found = _walk(f"id IN ({marks})", [plan.pk for plan in plans], levels, limit)
    return _grown(found[:limit], levels), len(found) > limit


def _walk(start: str, arguments: list[int], levels: int, limit: int) -> list[tuple[int, int]]:
    """(plan, level), level by level; one level more than is shown, to know where it goes on."""
    walk = _DOWN.format(start=start) + _LEVEL_BY_LEVEL
    with connection.cursor() as cursor:
        cursor.execute(walk, [*arguments, levels + 1, limit + 1])
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _grown(found: list[tuple[int, int]], levels: int) -> list[Node]:
    """The nodes hung under one another. One query."""
    plans = Replication.objects.for_lists().in_bulk([pk for pk, _level in found])
    nodes = [Node(plans[pk], level) for pk, level in found if pk in plans]
    by_action = {node.plan.own_action_id: node for node in nodes if node.plan.own_action_id}
    for node in nodes:
        parent = by_action.get(node.plan.source_action_id or 0)
        if node.level == 1 or parent is None:
            continue
        if node.level > levels:
            parent.is_cut = True
        else:
            parent.children.append(node)
    return [node for node in nodes if node.level == 1]


def direct_plans(action: Action) -> "QuerySet[Replication]":
    """Linked replications made directly from an action, in their order."""
    return Replication.objects.linked().filter(source_action=action).for_lists().order_by("pk")


@dataclass(frozen=True)
class SpreadTown:
    """A town on the map of spread."""

    name: Localised
    country: str
    scheme: str
    code: str
    latitude: float | None
    longitude: float | None
    stage: str
    plan: str
    """Public identifier of its replication."""

    @property
    def stage_label(self) -> str:
        """In words."""
        return str(PlanStage(self.stage).label)


def spread_towns(action: Action, *, limit: int = 5000) -> list[SpreadTown]:
    """Every town below an action, the nearest in the tree first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_DOWN.format(start=_BELOW) + _LEVEL_BY_LEVEL, [action.pk, DEEPEST, limit])
        ids = [row[0] for row in cursor.fetchall()]
    town = "organisation__territory__"
    columns = (
        *(town + name for name in ("name", "country", "scheme", "code", "latitude", "longitude")),
        "organisation__name",
    )
    rows = {
        row[0]: row[1:]
        for start in range(0, len(ids), 900)
        for row in Replication.objects.filter(pk__in=ids[start : start + 900])
        .order_by()
        .values_list("pk", *columns, "organisation__country", "stage", "public_id")
    }
    return [_town(*rows[pk]) for pk in ids if pk in rows]


def _town(
    name: Any, country: str, scheme: str, code: str, lat: Any, lon: Any, own_name: Any, seat: str, stage: str, plan: str
) -> SpreadTown:
    shown = TranslatedText(name or own_name).localised()
    return SpreadTown(shown, country or seat, scheme or "", code or "", _degrees(lat), _degrees(lon), stage, plan)


def _degrees(value: Any) -> float | None:
    return None if value is None else round(float(value), 3)
