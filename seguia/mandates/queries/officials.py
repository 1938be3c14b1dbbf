"""Who holds office: of a town, of a person, and one mandate by its public identifier."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.mandates.models import Mandate
from seguia.territories.models import Territory

LOADED = ("official", "territory")


def mandates_of(territory: Territory, on: datetime.date | None = None) -> "QuerySet[Mandate]":
    """Who holds which function for a territory on a day, the head of the council first. One query, and one of themes."""
    found = Mandate.objects.current(on).filter(territory=territory)
    return found.select_related("official").prefetch_related("themes").in_order()


def all_mandates_of(territory: Territory) -> "QuerySet[Mandate]":
    """Every mandate of a territory, also past ones and those ahead: those without an end first."""
    found = Mandate.objects.filter(territory=territory).select_related("official__user").prefetch_related("links")
    return found.order_by("until", "-since", "pk")


def mandates_held_by(user: Any) -> "QuerySet[Mandate]":
    """What a person holds today, in every town; for the person."""
    return Mandate.objects.current().filter(official__user=user).select_related(*LOADED).in_order()


def mandate_by_id(public_id: str) -> Mandate:
    """One mandate. Raises NotFound."""
    found = Mandate.objects.select_related(*LOADED, "official__user").filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no mandate with this address."))
    return found


def public_mandates(
    *, territory: Territory | None = None, function: str = "", on: datetime.date | None = None, country: str = ""
) -> "QuerySet[Mandate]":
    """Mandates for everybody: those of a day, by territory, function, country."""
    found = Mandate.objects.current(on or timezone.localdate()).select_related(*LOADED)
    if territory is not None:
        found = found.filter(territory=territory)
    if function:
        found = found.filter(function=function)
    if country:
        found = found.filter(territory__country=country)
    return found.order_by("pk")
