"""Sitemaps: every public page in every language, with its counterparts (hreflang)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from seguia.actions.models import Action
from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.conditional import kept_briefly
from seguia.core.errors import NotFound
from seguia.library.models import Method
from seguia.membership.models import Organisation
from seguia.pages.models import Page
from seguia.territories.models import Territory
from seguia.vocabulary.models import Concept, Goal

PAGE_SIZE = 2_000
"""Objects on a sitemap: three addresses each stay far below the limits of 50,000 addresses and 50 MB."""
LIFE = 600
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class MappedPage:
    """One page of one object in all languages."""

    url: dict[str, str]
    changed: datetime.datetime | None = None

    @property
    def default(self) -> str:
        """Where readers of other languages are sent (`x-default`)."""
        return self.url[settings.LANGUAGE_CODE]


@dataclass(frozen=True)
class Section:
    """A kind of page: how many there are, and a slice of them."""

    count: Callable[[], int]
    pages: Callable[[int, int], list[MappedPage]]

    @property
    def number(self) -> int:
        """Sitemaps needed; none for a section without pages."""
        return -(-self.count() // PAGE_SIZE)


def _section(rows: "Callable[[], QuerySet[Any]]", page: Callable[[Any], MappedPage]) -> Section:
    return Section(
        count=lambda: rows().count(),
        pages=lambda start, end: [page(row) for row in rows()[start:end]],
    )


def _static_page(name: str) -> MappedPage:
    return MappedPage(addresses_by_language(lambda: reverse(name)))


def _actions() -> "QuerySet[Action]":
    return Action.objects.published().order_by("pk")


def _editorial() -> "QuerySet[Page]":
    """Pages and news that are live; a page that provides a built-in part is on the first sitemap already."""
    return Page.objects.live().filter(place__isnull=True).prefetch_related("slugs").order_by("pk")


def towns_with_life() -> "QuerySet[Territory]":
    """Of tens of thousands of towns, those that have an organisation here or in which an action takes place."""
    organisations = Organisation.objects.filter(territory=OuterRef("pk"))
    actions = Action.objects.published().filter(places=OuterRef("pk"))
    return Territory.objects.filter(Q(Exists(organisations)) | Q(Exists(actions))).order_by("pk")


STATIC = [
    "portal:home",
    "portal:search",
    "portal:map",
    "portal:about",
    "portal:statistics",
    "pages:news-list",
    "library:list",
    "exchange:list",
    "support:home",
    "vocabulary:list",
    "vocabulary:goal-list",
]
SECTIONS: dict[str, Section] = {
    "pages": Section(lambda: len(STATIC), lambda start, end: [_static_page(name) for name in STATIC[start:end]]),
    "actions": _section(_actions, lambda a: MappedPage(addresses_by_language(a.get_absolute_url), a.changed_at)),
    "editorial": _section(_editorial, lambda p: MappedPage(addresses_by_language(p.get_absolute_url), p.changed_at)),
    "library": _section(
        lambda: Method.objects.published().order_by("pk"),
        lambda m: MappedPage(addresses_by_language(m.get_absolute_url), m.changed_at),
    ),
    "towns": _section(towns_with_life, lambda t: MappedPage(addresses_by_language(t.get_absolute_url))),
    "concepts": _section(
        lambda: Concept.objects.order_by("pk"),
        lambda c: MappedPage(addresses_by_language(lambda: reverse("vocabulary:detail", args=[c.slug]))),
    ),
    "goals": _section(
        lambda: Goal.objects.order_by("order"),
        lambda g: MappedPage(addresses_by_language(lambda: reverse("vocabulary:goal", args=[g.code]))),
    ),
}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """All sitemaps."""
    addresses = [
        absolute(reverse("sitemap-section", args=[name, number]))
        for name, section in SECTIONS.items()
        for number in range(1, section.number + 1)
    ]
    response = render(request, "portal/sitemap_index.xml", {"addresses": addresses}, content_type=XML)
    return kept_briefly(request, response, seconds=LIFE)


def sitemap_section(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """One sitemap. Raises NotFound."""
    found = SECTIONS.get(section)
    if found is None or not 1 <= number <= found.number:
        raise NotFound(_("There is no such sitemap."))
    pages = found.pages((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    response = render(request, "portal/sitemap.xml", {"pages": pages}, content_type=XML)
    return kept_briefly(request, response, seconds=LIFE)
