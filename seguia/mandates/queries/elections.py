"""What the page of elections shows: the calendar, towns whose mandates end or changed, changes to look back at."""

import datetime
from collections import Counter
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.mandates.models import HEADS, BulkChange, Mandate, MandateRepresentation, StagedImport, Term
from seguia.mandates.services.elections import mandates_ending
from seguia.membership.models import Organisation
from seguia.territories.models import Territory

SHOWN_TOWNS = 50
RECENT = datetime.timedelta(days=270)


def term_by_pk(pk: int) -> Term:
    """One election. Raises NotFound."""
    found = Term.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no election with this address."))
    return found


def change_by_id(public_id: str) -> BulkChange:
    """One change of many mandates. Raises NotFound."""
    found = BulkChange.objects.select_related("by", "term").filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such change."))
    return found


def staged_by_id(public_id: str, user: Any) -> StagedImport:
    """A file that was looked at, for the person who sent it. Raises NotFound."""
    found = StagedImport.objects.filter(public_id=public_id, by=user).first()
    if found is None:
        raise NotFound(_("This file was applied already, or it waited for more than a day. Send it again."))
    return found


def latest_changes(count: int = 10) -> "QuerySet[BulkChange]":
    """The last changes of many mandates."""
    return BulkChange.objects.select_related("by", "term")[:count]


def preview_of(term: Term) -> dict[str, Any]:
    """What applying the election would do: a few queries, whatever the size of the country."""
    ending = mandates_ending(term)
    towns = Territory.objects.filter(pk__in=ending.values("territory"))
    linked = MandateRepresentation.objects.filter(mandate__in=ending, representation__until=None)
    mandates = ending.select_related("official", "territory").order_by("territory__code", "pk")
    heads = mandates.filter(function__in=HEADS, territory__organisations__isnull=False).distinct()
    return {
        "count": ending.count(),
        "towns": towns.count(),
        "rights": linked.values("representation").distinct().count(),
        "shown": list(heads[:SHOWN_TOWNS]),
    }


def towns_that_changed(country: str) -> list[dict[str, Any]]:
    """Organisations of a country whose mandates ended or began lately: how many, and where the hand-over is."""
    since = timezone.localdate() - RECENT
    ended, began = Counter[int](), Counter[int]()
    lately = Mandate.objects.filter(territory__country=country, territory__organisations__isnull=False)
    for counter, rows in (
        (ended, lately.filter(until__gt=since)),
        (began, lately.filter(since__gt=since)),
    ):
        counted = rows.order_by().values_list("territory").annotate(n=Count("pk", distinct=True))
        counter.update(dict(counted))
    organisations = Organisation.objects.filter(territory__in=ended.keys() | began.keys()).select_related("territory")
    return [
        {"organisation": one, "ended": ended[one.territory_id or 0], "began": began[one.territory_id or 0]}
        for one in organisations.order_by("territory__code", "pk")[:SHOWN_TOWNS]
    ]


def mandates_without_town() -> "QuerySet[Mandate]":
    """Open mandates of towns that ended: after a split somebody must say who governs what."""
    found = Mandate.objects.filter(until=None, territory__valid_to__isnull=False)
    return found.select_related("official", "territory").order_by("territory__code", "pk")[:SHOWN_TOWNS]


def countries_with_mandates() -> list[str]:
    """Countries that have an election or a mandate."""
    found = Territory.objects.filter(Q(mandates__isnull=False)).order_by().values_list("country", flat=True).distinct()
    return sorted({*found, *Term.objects.order_by().values_list("country", flat=True).distinct()})
