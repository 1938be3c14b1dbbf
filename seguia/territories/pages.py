"""What a territory's page shows, ready for its template."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from seguia.core.translated import TranslatedText
from seguia.territories import queries
from seguia.territories.facts import shown_facts, told_facts
from seguia.territories.models import SCHEMES, Kind, Territory, TerritoryEvent

SHOWN_CHILDREN = 60


@dataclass(frozen=True)
class ShownSide:
    """One territory of an event, by the name it had at that time."""

    name: TranslatedText
    url: str


@dataclass(frozen=True)
class ShownEvent:
    """One event of the history."""

    label: str
    note: TranslatedText
    date: datetime.date
    source: str
    before: list[ShownSide]
    after: list[ShownSide]


def territory_page(territory: Territory, day: datetime.date | None) -> dict[str, Any]:
    """The context of the page. A fixed number of queries, whatever the number of members and events."""
    children = list(queries.children_of(territory)[: SHOWN_CHILDREN + 1])
    count = len(children) if len(children) <= SHOWN_CHILDREN else queries.children_of(territory).count()
    codes = territory.codes.order_by("scheme", "code")
    return {
        "territory": territory,
        "day": day,
        "name_then": territory.name_on(day) if day else territory.name,
        "levels": queries.levels(territory),
        "events": [_shown(event) for event in queries.events_of(territory)],
        "now": [] if territory.is_current else queries.who_is_now(territory),
        "children": children[:SHOWN_CHILDREN],
        "count": count,
        "rest": max(0, count - SHOWN_CHILDREN),
        "list_url": _list_url(territory),
        "scheme_label": SCHEMES.get(territory.scheme, territory.scheme),
        "codes": [(code, SCHEMES.get(code.scheme, code.scheme)) for code in codes],
        "facts": shown_facts(territory),
        "told": told_facts(territory),
    }


def _list_url(territory: Territory) -> str:
    """The list of everything in a region; other levels have no list of their own."""
    return f"{reverse('territories:list')}?region={territory.reference}" if territory.kind == Kind.REGION else ""


def _shown(event: TerritoryEvent) -> ShownEvent:
    sides = list(event.sides.all())
    eve = event.date - datetime.timedelta(days=1)
    return ShownEvent(
        label=event.get_kind_display(),
        note=event.note,
        date=event.date,
        source=event.source,
        before=[_side(side.territory, eve) for side in sides if not side.is_after],
        after=[_side(side.territory, event.date) for side in sides if side.is_after],
    )


def _side(life: Territory, day: datetime.date) -> ShownSide:
    return ShownSide(life.name_on(day), life.get_absolute_url())
