"""Writing the plans of some towns, in the caller's transaction: ends first, then people, then what begins."""

import datetime

from seguia.mandates.importers.matching import People, Places
from seguia.mandates.importers.planning import Planner, TownPlan, state_of
from seguia.mandates.importers.rows import MandateRow
from seguia.mandates.models import BulkChange, Mandate, Official
from seguia.mandates.services.rights import align_rights, carry_rights_on
from seguia.territories.importers.known import chunks

BATCH = 500


def write_towns(towns: dict[int, list[MandateRow]], places: Places, planner: Planner, change: BulkChange) -> None:
    """Plan and store some towns; rights follow their mandates."""
    homes = {home for rows in towns.values() for row in rows if (home := places.home_of(row))}
    people = People(towns, homes)
    plans = [
        planner.town(town, rows, people, places.home_of, is_carried=town in places.carried)
        for town, rows in towns.items()
    ]
    changed = [mandate for plan in plans for mandate in plan.changed.values()]
    begun = [mandate for plan in plans for mandate in plan.begun]
    _change(plans, change)
    _begin(begun, change)
    carry_rights_on(mandate for mandate in begun if mandate.official.user_id)
    planner.report.rights_ended += align_rights(mandate.pk for mandate in changed)


def _change(plans: list[TownPlan], change: BulkChange) -> None:
    """Ends first, grouped by day and reason: a whole country changes on a few days. Then what else differs."""
    ends: dict[tuple[datetime.date | None, str], list[int]] = {}
    others = []
    for plan in plans:
        change.before |= {str(pk): state for pk, state in plan.before.items()}
        for pk, mandate in plan.changed.items():
            was, now = plan.before[pk], state_of(mandate)
            if (was["until"], was["end_reason"]) != (now["until"], now["end_reason"]):
                ends.setdefault((mandate.until, mandate.end_reason), []).append(pk)
            if (was["rank"], was["delegation"]) != (now["rank"], now["delegation"]):
                others.append(mandate)
    for (until, reason), ids in ends.items():
        for part in chunks(ids):
            Mandate.objects.filter(pk__in=part).update(until=until, end_reason=reason, ended_by=change)
    Mandate.objects.bulk_update(others, ["rank", "delegation"], batch_size=BATCH)
    named = [official for plan in plans for official in plan.named.values()]
    for official in named:
        official.note_keys()
    columns = ["latin_name", "arabic_name", "latin_key", "arabic_key"]
    Official.objects.bulk_update(named, columns, batch_size=BATCH)


def _begin(begun: list[Mandate], change: BulkChange) -> None:
    new = {id(mandate.official): mandate.official for mandate in begun if mandate.official._state.adding}
    for official in new.values():
        official.note_keys()
    Official.objects.bulk_create(new.values(), batch_size=BATCH)
    for mandate in begun:
        mandate.official = mandate.official  # the key of a person who was stored a moment ago
        mandate.begun_by = change
        if mandate.until is not None:
            mandate.ended_by = change
    Mandate.objects.bulk_create(begun, batch_size=BATCH)
