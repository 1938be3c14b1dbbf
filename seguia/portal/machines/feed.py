"""Atom: what is new or changed, in one language, for one theme, country or search."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.actions.licences import licence_address
from seguia.actions.models import Action
from seguia.actions.queries import actions_by_id, published_actions
from seguia.actions.results import api_address
from seguia.core.addresses import absolute, addresses_by_language
from seguia.core.conditional import kept_briefly
from seguia.core.languages import current_language
from seguia.core.text import harmless_text
from seguia.core.translated import Localised
from seguia.search.engine import search
from seguia.search.request import SearchRequest

ENTRIES = 30
FILTERS = ("theme", "sdg", "country", "region", "size", "trait", "stage", "cost", "lang", "q")


@dataclass(frozen=True)
class Entry:
    """One action in the feed."""

    id: str
    """An address that stays the same in every language."""
    title: Localised
    summary: Localised
    author: Localised
    url: dict[str, str]
    published: datetime.datetime
    updated: datetime.datetime
    licence: str
    themes: list[tuple[str, str]]


def feed(request: HttpRequest) -> HttpResponse:
    """The newest actions; with the parameters of the search page, the newest that it finds."""
    return feed_of(
        request,
        _actions(request),
        self_url=absolute(f"{request.path}{_query(request)}"),
        page_url=absolute(f"{reverse('portal:search')}{_query(request)}"),
        words=harmless_text(request.GET.get("q", "")),
    )


def feed_of(
    request: HttpRequest, actions: Iterable[Action], *, self_url: str, page_url: str, words: str
) -> HttpResponse:
    """These actions as Atom; `words` say what they were chosen by."""
    entries = [entry_of(action) for action in actions]
    context = {
        "entries": entries,
        "updated": max(
            (entry.updated for entry in entries), default=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        ),
        "self_url": self_url,
        "page_url": page_url,
        "words": words,
        "subtitle": _("New and changed actions"),
        "rights": _("Each text names the licence under which it may be used."),
    }
    response = render(request, "portal/feed.xml", context, content_type="application/atom+xml; charset=utf-8")
    return kept_briefly(request, response)


def _actions(request: HttpRequest) -> list[Action]:
    if not any(request.GET.get(name) for name in FILTERS):
        return list(published_actions().order_by("-changed_at", "-pk")[:ENTRIES])
    asked = SearchRequest.from_query(request.GET, current_language())
    newest = SearchRequest(asked.query, asked.language, asked.filters, "newest", 1, ENTRIES)
    return actions_by_id(hit.object_id for hit in search(newest).hits)


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in [name for name in query if name not in FILTERS]:
        del query[name]
    encoded = harmless_text(query.urlencode())
    return f"?{encoded}" if encoded else ""


def entry_of(action: Action) -> Entry:
    """Without a query when town and themes are loaded."""
    read = {name: getattr(action, name).localised(original=action.original_language) for name in ("title", "summary")}
    published = action.published_at or timezone.now()
    return Entry(
        id=api_address(action),
        author=action.organisation.label(),
        url=addresses_by_language(action.get_absolute_url),
        published=published,
        updated=max(action.changed_at, published),
        licence=licence_address(action.licence),
        themes=[(theme.slug, theme.label().text) for theme in action.themes.all()],
        **read,
    )
