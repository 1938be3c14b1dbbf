"""The search page: the address holds everything that was asked."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action
from seguia.actions.queries import actions_by_id
from seguia.core.errors import Message
from seguia.core.languages import current_language
from seguia.pages.models import Page
from seguia.pages.queries import live_by_id
from seguia.portal.queries import themes_with_counts
from seguia.search.engine import Hit, SearchPage, search
from seguia.search.request import SearchRequest
from seguia.ui.addresses import changed_query, query_without
from seguia.vocabulary.asked_words import note_unknown_words

MOST_PAGES = 3
SORT_NAMES: dict[str, Message] = {
    "relevance": _("best match"),
    "newest": _("newest"),
    "population": _("largest towns"),
}


@dataclass(frozen=True)
class Result:
    """A hit with the sheet it stands for."""

    hit: Hit
    action: Action


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class SortChoice:
    """One order of the results."""

    label: Message
    url: str
    is_current: bool


def search_page(request: HttpRequest) -> HttpResponse:
    """Results with facets; with `HX-Request` or without, the same page."""
    page = search(SearchRequest.from_query(request.GET, current_language()))
    if page.request.page == 1:
        note_unknown_words(page.unknown, asked=page.request.query, language=page.request.language)
    context = {
        "page": page,
        "query_text": page.request.query,
        "results": _results(page),
        "active_filters": _active_filters(request, page),
        "sorts": _sorts(request, page),
        "found_pages": _pages(page.request),
        "themes": [] if page.count else themes_with_counts()[:12],
    }
    return render(request, "portal/search.html", context)


def _results(page: SearchPage) -> list[Result]:
    actions = {action.pk: action for action in actions_by_id(hit.object_id for hit in page.hits)}
    return [Result(hit, actions[hit.object_id]) for hit in page.hits if hit.object_id in actions]


def _pages(asked: SearchRequest) -> list[Page]:
    """The network's own pages and news that have the words: beside the first actions, and without filters only."""
    if not asked.query.strip() or asked.filters or asked.page > 1:
        return []
    kinds = ("page", "news")
    hits = search(SearchRequest(asked.query, asked.language, page_size=MOST_PAGES, kinds=kinds)).hits
    found = live_by_id(hit.object_id for hit in hits)
    return [found[hit.object_id] for hit in hits if hit.object_id in found]


def _active_filters(request: HttpRequest, page: SearchPage) -> list[ActiveFilter]:
    return [
        ActiveFilter(value.label, query_without(request.GET, facet.parameter, value.value))
        for facet in page.facets
        for value in facet.active
    ]


def _sorts(request: HttpRequest, page: SearchPage) -> list[SortChoice]:
    return [
        SortChoice(label, changed_query(request.GET, sort=code), code == page.request.sort)
        for code, label in SORT_NAMES.items()
    ]
