"""Lists of territories: by filters and pages, and by the beginning of a name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.fields import by_language
from seguia.core.text import harmless_text
from seguia.territories.codes import parsed_reference
from seguia.territories.models import Kind, PopulationClass, Territory, Trait
from seguia.territories.names import folded

LARGEST_FIRST = (F("population").desc(nulls_last=True), F("scheme").asc(), F("code").asc(), F("id").asc())
_LIMITS = {
    PopulationClass.UNDER_2000: (0, 2_000),
    PopulationClass.UNDER_10000: (2_000, 10_000),
    PopulationClass.UNDER_50000: (10_000, 50_000),
    PopulationClass.UNDER_200000: (50_000, 200_000),
    PopulationClass.LARGE: (200_000, 2**31 - 1),
}
_CHOICES = {"kind": Kind, "size": PopulationClass, "trait": Trait}


@dataclass(frozen=True)
class TerritoryFilters:
    """What a list shows; empty means all."""

    text: str = ""
    country: str = ""
    kind: str = ""
    region: str = ""
    """`scheme:code` of a first-level territory."""
    size: str = ""
    trait: str = ""
    page: int = 1
    page_size: int = 30

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "TerritoryFilters":
        """From ?q= &country= &kind= &region= &size= &trait= &page=. Raises Invalid for what cannot be meant."""
        names = ("country", "kind", "region", "size", "trait")
        chosen: dict[str, Any] = {name: str(query.get(name) or "").strip() for name in names}
        text = harmless_text(str(query.get("q") or ""))[:100].strip()
        return cls(text=text, page=_page_number(str(query.get("page") or "1")), **chosen).checked()

    def checked(self) -> "TerritoryFilters":
        """The same with canonical values. Raises Invalid."""
        for name, choices in _CHOICES.items():
            if (value := getattr(self, name)) and value not in choices.values:
                raise Invalid(_("“%(value)s” is not something the list can be narrowed to.") % {"value": value[:40]})
        country = self.country.upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise Invalid(_("“%(value)s” is not the code of a country.") % {"value": country[:40]})
        region = str(parsed_reference(self.region)) if self.region else ""
        return replace(self, country=country, region=region)


@dataclass(frozen=True)
class TerritoryPage:
    """One page of a list."""

    items: list[Territory]
    count: int
    page: int
    pages: int


def page_of_territories(filters: TerritoryFilters) -> TerritoryPage:
    """Current territories that match, the largest first (by name first where words are given). Two queries."""
    found = _filtered(filters)
    count = found.count()
    pages = max(1, -(-count // filters.page_size))
    page = min(filters.page, pages)
    start = (page - 1) * filters.page_size
    rows = found.select_related("department", "region", "profile")[start : start + filters.page_size]
    return TerritoryPage(list(rows), count, page, pages)


def find_by_name(text: str, country: str | None = None, limit: int = 10) -> list[Territory]:
    """Current territories whose name, in any language, or a word of it begins like `text`, or that have this code.

    Best first: the whole name, its beginning, a later word; then the larger. One query.
    """
    if not folded(text):
        return []
    found = _named(Territory.objects.current(), text)
    if country:
        found = found.filter(country=country.upper())
    return list(found.select_related("department", "region")[: max(0, min(limit, 100))])


def regions_of(country: str) -> "QuerySet[Territory]":
    """The first-level territories of a country, by name; of all countries when empty."""
    regions = Territory.objects.current().filter(kind=Kind.REGION)
    return (regions.filter(country=country) if country else regions).order_by("country", by_language("name"))


def _filtered(filters: TerritoryFilters) -> "QuerySet[Territory]":
    found: QuerySet[Territory] = Territory.objects.current().order_by(*LARGEST_FIRST)
    if filters.country:
        found = found.filter(country=filters.country)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.region:
        scheme, _colon, code = filters.region.partition(":")
        found = found.filter(region__scheme=scheme, region__code=code)
    if filters.size:
        least, limit = _LIMITS[PopulationClass(filters.size)]
        found = found.filter(population__gte=least, population__lt=limit)
    if filters.trait:
        found = _with_trait(found, filters.trait)
    return _named(found, filters.text) if filters.text else found


def _with_trait(found: "QuerySet[Territory]", trait: str) -> "QuerySet[Territory]":
    """By the town's own word where it told its traits, else by the register's."""
    texts = {"traits_text": Cast("traits", TextField()), "told_text": Cast("profile__traits", TextField())}
    is_told = Q(told_text__contains='"')
    told, registered = Q(told_text__contains=f'"{trait}"'), Q(traits_text__contains=f'"{trait}"')
    return found.annotate(**texts).filter(told | (registered & (Q(told_text=None) | ~is_told)))


def _named(found: "QuerySet[Territory]", text: str) -> "QuerySet[Territory]":
    key = folded(text)
    if not key:
        return found.none()
    rank = Case(
        When(search_key__contains=f"| {key} |", then=Value(0)),
        When(search_key__endswith=f"| {key} ", then=Value(0)),
        When(search_key__contains=f"| {key}", then=Value(1)),
        default=Value(2),
    )
    matching = Q(search_key__contains=f" {key}") | Q(code=text.strip().upper()[:20])
    return found.filter(matching).annotate(rank=rank).order_by("rank", *LARGEST_FIRST)


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= 1):
        raise Invalid(_("“%(page)s” is not the number of a page.") % {"page": harmless_text(text)[:40]})
    return int(text)
