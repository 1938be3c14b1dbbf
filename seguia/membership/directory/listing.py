"""Reads of the directory: members of today, as far as everybody may know them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from seguia.membership.directory.cache import edition
from seguia.membership.directory.filters import PAGE_SIZE, DirectoryFilters
from seguia.membership.models import Membership
from seguia.territories.models import PopulationClass
from seguia.territories.names import folded

KEPT_SECONDS = 300
_LIMITS = {
    PopulationClass.UNDER_2000: (0, 2_000),
    PopulationClass.UNDER_10000: (2_000, 10_000),
    PopulationClass.UNDER_50000: (10_000, 50_000),
    PopulationClass.UNDER_200000: (50_000, 200_000),
    PopulationClass.LARGE: (200_000, 2**31 - 1),
}
COUNTRY = Coalesce("organisation__territory__country", "organisation__country")
"""Where a member sits; the country of a town is that of its territory."""
LARGEST_FIRST = (F("organisation__territory__population").desc(nulls_last=True), F("pk").asc())


@dataclass(frozen=True)
class DirectoryFigures:
    """How many members in how many countries; always counted."""

    members: int
    countries: int


@dataclass(frozen=True)
class DirectoryPage:
    """One page of the directory."""

    items: list[Membership]
    figures: DirectoryFigures
    page: int
    pages: int


@dataclass(frozen=True)
class Found:
    """The order of a list: which memberships, from how many countries."""

    ids: list[int]
    countries: int

    @property
    def figures(self) -> DirectoryFigures:
        """Counted, never typed."""
        return DirectoryFigures(len(self.ids), self.countries)


def page_of_members(filters: DirectoryFilters) -> DirectoryPage:
    """The largest towns first, then partners; best names first where a name was typed. Two queries, one while the
    order of the list is kept."""
    found = found_members(filters)
    pages = max(1, -(-len(found.ids) // PAGE_SIZE))
    page = min(filters.page, pages)
    start = (page - 1) * PAGE_SIZE
    return DirectoryPage(members_by_id(found.ids[start : start + PAGE_SIZE]), found.figures, page, pages)


def network_of_members() -> DirectoryFigures:
    """Of the whole network."""
    return found_members(DirectoryFilters()).figures


def found_members(filters: DirectoryFilters) -> Found:
    """The whole list as identifiers, so that page 500 costs what page 1 does. Kept until the directory changes, except
    for typed names, of which there are too many."""
    chosen = replace(filters, page=1)
    if chosen.text:
        return _find(chosen)
    digest = hashlib.sha256(repr(chosen).encode()).hexdigest()[:32]
    key = f"membership-found:{digest}:{edition()}"
    kept: Found | None = cache.get(key)
    if kept is None:
        kept = _find(chosen)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _find(filters: DirectoryFilters) -> Found:
    rows = list(members_that_match(filters).annotate(seat=COUNTRY).values_list("pk", "seat"))
    return Found([pk for pk, _seat in rows], len({seat for _pk, seat in rows if seat}))


def members_by_id(ids: Sequence[int]) -> list[Membership]:
    """In the order of `ids`; one query."""
    rows = Membership.objects.filter(pk__in=ids).select_related("organisation__territory__region")
    by_id = {row.pk: row for row in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def members_that_match(filters: DirectoryFilters) -> "QuerySet[Membership]":
    """In order, nothing loaded yet."""
    found = Membership.objects.in_directory().order_by(*LARGEST_FIRST)
    town = "organisation__territory__"
    if filters.country:
        inside = Q(**{f"{town}country": filters.country})
        found = found.filter(inside | Q(organisation__territory=None, organisation__country=filters.country))
    if filters.region:
        scheme, _colon, code = filters.region.partition(":")
        found = found.filter(**{f"{town}region__scheme": scheme, f"{town}region__code": code})
    if filters.size:
        least, limit = _LIMITS[PopulationClass(filters.size)]
        found = found.filter(**{f"{town}population__gte": least, f"{town}population__lt": limit})
    if filters.kind:
        found = found.filter(organisation__kind=filters.kind)
    if filters.member:
        found = found.filter(kind=filters.member)
    if filters.since:
        found = found.filter(member_since__year=int(filters.since))
    return _named(found, filters.text) if filters.text else found


def _named(found: "QuerySet[Membership]", text: str) -> "QuerySet[Membership]":
    """Those whose own name or whose town's name, in any language, has a word that begins like this; or this code."""
    key = folded(text)
    if not key:
        return found.none()
    own, town = "organisation__search_key", "organisation__territory__search_key"
    rank = Case(
        When(**{f"{town}__contains": f"| {key} |"}, then=Value(0)),
        When(**{f"{town}__endswith": f"| {key} "}, then=Value(0)),
        When(**{f"{town}__contains": f"| {key}"}, then=Value(1)),
        When(**{f"{own}__contains": f"| {key}"}, then=Value(1)),
        default=Value(2),
    )
    matching = Q(**{f"{own}__contains": f" {key}"}) | Q(**{f"{town}__contains": f" {key}"})
    code = Q(organisation__territory__code=text.strip().upper()[:20])
    return found.filter(matching | code).annotate(rank=rank).order_by("rank", *LARGEST_FIRST)
