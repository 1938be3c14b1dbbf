"""Reads over the whole network: figures, themes with counts, towns on the map."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from seguia.accounts.models import User
from seguia.actions.models import Action, Status
from seguia.core.languages import language_codes
from seguia.core.translated import Localised, as_translated
from seguia.portal.demo.people import ROLES, DemoRole
from seguia.vocabulary.models import Concept


@dataclass(frozen=True)
class Figures:
    """How large the network is."""

    actions: int
    towns: int
    countries: int
    languages: int


def network_figures() -> Figures:
    """Published sheets, towns and countries they come from, languages of the network. One query."""
    counts = Action.objects.published().aggregate(
        actions=Count("pk"),
        towns=Count("organisation__territory", distinct=True),
        countries=Count("organisation__territory__country", distinct=True),
    )
    return Figures(languages=len(language_codes()), **counts)


def themes_with_counts() -> "QuerySet[Concept, Any]":
    """Top concepts in their order; `.action_count` is the number of published sheets below each."""
    published = Q(members__actions__status=Status.PUBLISHED)
    return Concept.objects.filter(is_theme=True).annotate(
        action_count=Count("members__actions", filter=published, distinct=True)
    )


@dataclass(frozen=True)
class MapTown:
    """A town with published sheets."""

    scheme: str
    code: str
    country: str
    name: Localised
    count: int
    latitude: float | None
    longitude: float | None


_TOWN = "organisation__territory__"


def map_towns(language: str) -> list[MapTown]:
    """Towns with published sheets, by name in `language`. One query."""
    columns = ("scheme", "code", "country", "name", "latitude", "longitude")
    rows = (
        Action.objects.published()
        .filter(organisation__territory__isnull=False)
        .order_by()
        .values_list(*(_TOWN + column for column in columns))
        .annotate(number=Count("pk"))
    )
    towns = [
        MapTown(scheme, code, country, as_translated(name).localised(language), number, _degrees(lat), _degrees(lon))
        for scheme, code, country, name, lat, lon, number in rows
    ]
    return sorted(towns, key=lambda town: town.name.text.casefold())


def _degrees(value: Any) -> float | None:
    return None if value is None else round(float(value), 3)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody one can be in the demonstration."""

    role: DemoRole
    user: User


def demonstration_people() -> list[DemoPerson]:
    """The roles of the demonstration that are there, in their order. One query."""
    users = {user.email: user for user in User.objects.filter(email__in=[role.email for role in ROLES], is_active=True)}
    return [DemoPerson(role, users[role.email]) for role in ROLES if role.email in users]
