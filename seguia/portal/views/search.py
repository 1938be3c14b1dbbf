"""The search page: the address holds everything that was asked."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Action
from seguia.actions.queries import actions_by_id
from seguia.core.errors import Message
from seguia.core.languages import current_language
from seguia.library.models import Method
from seguia.library.queries import methods_by_id
from seguia.membership.queries import organisations_of
from seguia.pages.models import Page
from seguia.pages.queries import live_by_id
from seguia.portal.queries import themes_with_counts
from seguia.search.engine import Hit, SearchPage, found_ids, search
from seguia.search.request import SearchRequest
from seguia.territories.codes import parsed_reference
from seguia.territories.models import Territory
from seguia.territories.queries import existing_territory
from seguia.territories.similarity import Reason
from seguia.territories.similarity.pages import why_alike
from seguia.ui.addresses import changed_query, query_without
from seguia.vocabulary.asked_words import note_unknown_words

MOST_PAGES = 3
MOST_METHODS = 3
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
    alike: list[Reason]
    """Why its town is like the reader's, where that was asked for."""


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
    like_town = _like_town(page.request)
    context = {
        "page": page,
        "like_town": like_town,
        "like_choices": _like_choices(request, like_town),
        "query_text": page.request.query,
        "results": _results(page, like_town),
        "active_filters": _active_filters(request, page),
        "sorts": _sorts(request, page),
        "found_methods": _methods(page.request),
        "found_pages": _pages(page.request),
        "themes": [] if page.count else themes_with_counts()[:12],
    }
    return render(request, "portal/search.html", context)


def _results(page: SearchPage, like_town: Territory | None) -> list[Result]:
    actions = {action.pk: action for action in actions_by_id(hit.object_id for hit in page.hits)}
    towns = [town for action in actions.values() if (town := action.organisation.territory)]
    alike = why_alike(like_town, towns) if like_town else {}
    return [
        Result(hit, action, alike.get(action.organisation.territory_id or 0, []))
        for hit in page.hits
        if (action := actions.get(hit.object_id))
    ]


def _like_town(asked: SearchRequest) -> Territory | None:
    """The reader's town, where towns like it come first. Raises Invalid for a place that is not there."""
    return existing_territory(*parsed_reference(asked.like)) if asked.like else None


def _like_choices(request: HttpRequest, like_town: Territory | None) -> list[Territory]:
    """Towns whose likes can come first: the one that was asked for, and those the person acts for."""
    own = [organisation.territory for organisation in organisations_of(request.user)]
    return list({town.pk: town for town in [like_town, *own] if town is not None}.values())


def _methods(asked: SearchRequest) -> list[Method]:
    """What the library has for the words, within the same filters: beside the first actions only."""
    if not asked.query.strip() or asked.page > 1:
        return []
    wanted = SearchRequest(
        asked.query,
        asked.language,
        asked.filters,
        page_size=MOST_METHODS,
        kinds=("method",),
        is_literal=asked.is_literal,
    )
    return methods_by_id(found_ids(wanted))


def _pages(asked: SearchRequest) -> list[Page]:
    """The network's own pages and news that have the words: beside the first actions, and without filters only."""
    if not asked.query.strip() or asked.filters or asked.page > 1:
        return []
    kinds = ("page", "news")
    ids = found_ids(SearchRequest(asked.query, asked.language, page_size=MOST_PAGES, kinds=kinds))
    found = live_by_id(ids)
    return [found[pk] for pk in ids if pk in found]


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
