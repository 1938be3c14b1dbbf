"""Rights follow mandates: a representation tied to mandates ends with the last of them, on its day.

The end is written into the representation itself the moment it is known, even when it lies ahead: rights are read by
date (`Representation.objects.current`), so they end at midnight whether or not the worker runs.
"""

import datetime
from collections.abc import Iterable

from django.db.models import F, Q

from seguia.audit.services import record_event
from seguia.mandates.models import Mandate, MandateRepresentation
from seguia.membership.models import Representation
from seguia.membership.services.people import end_representation
from seguia.territories.importers.known import chunks


def align_rights(mandate_ids: Iterable[int]) -> int:
    """Give the representations behind these mandates the end their mandates have; returns how many got one anew."""
    links = MandateRepresentation.objects
    found: set[int] = set()
    for part in chunks(sorted(set(mandate_ids))):
        found |= set(links.filter(mandate__in=part).values_list("representation_id", flat=True))
    return sum(_align(pk) for pk in sorted(found))


def _align(representation_id: int) -> bool:
    """One representation, locked. What a person ended is only ever shortened, never prolonged."""
    rows = Representation.objects.select_for_update(of=("self",)).select_related("organisation", "user")
    held = rows.get(pk=representation_id)
    links = list(held.mandate_links.select_related("mandate"))
    ends = [link.mandate.until for link in links]
    end = None if None in ends else max(filter(None, ends))
    is_ours = held.until is None or held.until in [link.set_until for link in links]
    if not is_ours and held.until is not None:
        end = min(end, held.until) if end else held.until
    before, end = held.until, max(end, held.since) if end else None
    if end == before:
        return False
    if end is not None and (before is None or end < before):
        end_representation(organisation=held.organisation, user=held.user, role=held.role, on=end)
    else:
        held.until = end
        held.save(update_fields=["until"])
        record_event("mandates.rights.continued", held, until=end.isoformat() if end else None)
    if is_ours:
        held.mandate_links.update(set_until=end)
    return before is None


def tie(mandate: Mandate, held: Representation) -> MandateRepresentation:
    """From now on the representation stands and falls with the mandate; the official is known to be this person."""
    link, _created = MandateRepresentation.objects.get_or_create(mandate=mandate, representation=held)
    if mandate.official.user_id is None:
        mandate.official.user = held.user
        mandate.official.save(update_fields=["user", "latin_key", "arabic_key"])
    align_rights([mandate.pk])
    return link


def carry_rights_on(begun: Iterable[Mandate]) -> None:
    """Who is elected again keeps the rights they had by mandate: without a gap the same ones, else from the new day."""
    for mandate in begun:
        if mandate.until is not None:
            continue
        for held in _last_held(mandate):
            if held.until is not None and held.until < mandate.since:
                held = _begun_again(held, mandate.since)
            MandateRepresentation.objects.get_or_create(
                mandate=mandate, representation=held, defaults={"set_until": held.until}
            )
            _align(held.pk)


def _last_held(mandate: Mandate) -> list[Representation]:
    """Of each organisation of the territory the latest representation that a mandate gave; not what a person ended."""
    linked = MandateRepresentation.objects.filter(
        Q(representation__until=None) | Q(representation__until=F("set_until")), representation__user=mandate.official.user_id,
        representation__organisation__territory=mandate.territory_id,
    )  # fmt: skip
    latest: dict[int, Representation] = {}
    for link in linked.select_related("representation").order_by("representation__since", "pk"):
        latest[link.representation.organisation_id] = link.representation
    return list(latest.values())


def _begun_again(held: Representation, since: datetime.date) -> Representation:
    """A new period of the same rights, unless the person has an open one already."""
    open_one = Representation.objects.filter(
        user=held.user_id, organisation=held.organisation_id, role=held.role, until=None
    ).first()
    return open_one or Representation.objects.create(
        user_id=held.user_id, organisation_id=held.organisation_id, role=held.role, since=since
    )
