"""Who was this then, who is it now: following dated events through the lives of territories."""

import datetime
from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from seguia.territories.models import EventSide, Territory, TerritoryEvent

Step = Callable[[list[Territory]], list[Territory]]


def who_is_now(territory: Territory) -> list[Territory]:
    """The territories that exist now in the place of this one; itself while it lives, none when nothing followed."""
    return _reached([territory], lambda life: life.is_current, lambda lives: _neighbours(lives, forward=True))


def who_was(territory: Territory, on: datetime.date) -> list[Territory]:
    """The territories that on a day stood in the place of this one (before it began, or after it ended).

    The answer holds lives; what a life was called on that day says `name_on`.
    """
    if territory.exists_on(on):
        return [territory]
    forward = territory.valid_to is not None and on >= territory.valid_to
    return _reached([territory], lambda life: life.exists_on(on), lambda lives: _neighbours(lives, forward=forward))


def predecessors(territory: Territory) -> list[Territory]:
    """Every life that led to this one, however far back: the communes that merged into it, and those before them."""
    found: dict[int, Territory] = {}
    frontier = [territory]
    while frontier:
        earlier = _neighbours(frontier, forward=False)
        frontier = [life for life in earlier if life.pk not in found and life.pk != territory.pk]
        found.update({life.pk: life for life in frontier})
    return list(found.values())


def events_of(territory: Territory) -> "QuerySet[TerritoryEvent]":
    """What happened to a territory, in order, with both sides. Two more queries when read."""
    return (
        TerritoryEvent.objects.filter(sides__territory=territory)
        .distinct()
        .order_by("date", "id")
        .prefetch_related("sides__territory__former_names")
    )


def _reached(start: list[Territory], is_found: Callable[[Territory], bool], step: Step) -> list[Territory]:
    """Go on from life to life until lives are found; every life is visited once, so loops end."""
    found: dict[int, Territory] = {}
    seen: set[int] = set()
    frontier = start
    while frontier:
        found.update({life.pk: life for life in frontier if is_found(life)})
        seen.update(life.pk for life in frontier)
        frontier = [life for life in step([life for life in frontier if life.pk not in found]) if life.pk not in seen]
    return sorted(found.values(), key=lambda life: (life.scheme, life.code, life.pk))


def _neighbours(lives: list[Territory], *, forward: bool) -> list[Territory]:
    """The lives next to these on the other side of the event that ended (or began) them. Two queries."""
    by_id = {life.pk: life for life in lives if _turn(life, forward) is not None}
    own_sides = EventSide.objects.filter(territory__in=by_id, is_after=not forward).select_related("event")
    crossed = {
        (side.event_id, side.territory_id)
        for side in own_sides
        if side.event.date == _turn(by_id[side.territory_id], forward)
    }
    events = {event for event, _ in crossed}
    beyond = list(EventSide.objects.filter(event__in=events, is_after=forward).select_related("territory"))
    kinds = {event: {by_id[life].kind for e, life in crossed if e == event} for event in events}
    return _of_same_kind(beyond, kinds)


def _turn(life: Territory, forward: bool) -> datetime.date | None:
    return life.valid_to if forward else life.valid_from


def _of_same_kind(sides: Iterable[EventSide], kinds: dict[int, set[str]]) -> list[Territory]:
    """A commune that merged is now the new commune, not also its own delegated commune."""
    by_event: dict[int, list[Territory]] = {}
    for side in sides:
        by_event.setdefault(side.event_id, []).append(side.territory)
    chosen: dict[int, Territory] = {}
    for event, others in by_event.items():
        alike = [other for other in others if other.kind in kinds[event]]
        chosen.update({other.pk: other for other in alike or others})
    return list(chosen.values())
