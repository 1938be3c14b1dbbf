"""A town merges: its council goes on in the new one, its mayor as delegated mayor, until the next election."""

import datetime

from django.db import transaction

from seguia.audit.services import record_event
from seguia.mandates.models import HEADS, EndReason, Function, Mandate
from seguia.mandates.services.rights import align_rights, tie
from seguia.membership.models import Representation, Role
from seguia.territories.models import Territory
from seguia.territories.queries import who_is_now


def carry_merged_mandates() -> int:
    """Open mandates of towns that have ended go over to the one town that stands there now; returns how many.

    A job of the worker. Where a town was split, no rule says who governs which part: those mandates wait for a
    person, and the page of elections lists them.
    """
    towns = Territory.objects.filter(valid_to__isnull=False, mandates__until=None, mandates__isnull=False).distinct()
    return sum(_carry(town) for town in towns)


def _carry(town: Territory) -> int:
    now = who_is_now(town)
    if len(now) != 1 or town.valid_to is None:
        return 0
    with transaction.atomic():
        rows = (
            Mandate.objects.select_for_update(of=("self",))
            .select_related("official")
            .filter(territory=town, until=None)
        )
        mandates = list(rows)
        for mandate in mandates:
            _carry_one(mandate, now[0], town.valid_to)
        if mandates:
            record_event("mandates.merger.carried", town, count=len(mandates), into=now[0].reference)
    return len(mandates)


def _carry_one(mandate: Mandate, into: Territory, day: datetime.date) -> None:
    """End it with the town and begin the same in the new one; the day is the merger's, never before it began."""
    function = Function.DELEGATED_MAYOR if mandate.function in HEADS else mandate.function
    known = Mandate.objects.filter(official=mandate.official, territory=into, function=function)
    if mandate.since >= day:  # a list of the day after already: it belongs to the new town
        if not known.filter(since=mandate.since).exists():
            mandate.territory, mandate.function = into, function
            mandate.save(update_fields=["territory", "function"])
        return
    mandate.until, mandate.end_reason = day, EndReason.MERGER
    if not known.overlapping(day, None).exists():
        _continued(mandate, into, function, day)
    mandate.save(update_fields=["until", "end_reason"])
    align_rights([mandate.pk])


def _continued(mandate: Mandate, into: Territory, function: str, day: datetime.date) -> None:
    new = Mandate.objects.create(
        official=mandate.official, territory=into, function=function, since=day, rank=mandate.rank,
        delegation=mandate.delegation, source=mandate.source, source_url=mandate.source_url,
        source_date=mandate.source_date, is_demonstration=mandate.is_demonstration,
    )  # fmt: skip
    new.themes.set(mandate.themes.all())
    if mandate.official.user_id is None:
        return
    held = {link.representation for link in mandate.links.select_related("representation")}
    held |= set(
        Representation.objects.current().filter(
            user=mandate.official.user_id, organisation__territory=into, role=Role.REPRESENTATIVE
        )
    )
    for representation in held:
        tie(new, representation)
