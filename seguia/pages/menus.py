"""Menus as readers get them: kept in the cache for a minute in all languages, and evaluated by the clock at every read."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.languages import language_codes
from seguia.core.translated import TranslatedText
from seguia.pages.models import Kind, Menu, MenuItem, Page, Status

CACHE_KEY = "pages.menus"
SECONDS = 60
"""After a change, other processes show the old menu at most this long."""
FLAGGED = "flagged"
"""Pages with the mark “show in the footer”, beside the footer's own items."""
_PLACES: dict[str, Message] = {
    "portal:home": _("Home"),
    "portal:search": _("Search"),
    "portal:map": _("Map"),
    "vocabulary:list": _("Themes"),
    "vocabulary:goal-list": _("Sustainable Development Goals"),
    "territories:list": _("Towns"),
    "actions:list": _("Actions"),
    "replication:list": _("Replications"),
    "exchange:list": _("Exchanges"),
    "support:home": _("Help desk"),
    "library:list": _("Library"),
    "pages:news-list": _("News"),
    "portal:about": _("About this platform"),
}


@dataclass(frozen=True)
class Entry:
    """One line of a menu in every language."""

    label: dict[str, str]
    url: dict[str, str]
    original: str = ""
    starts: datetime.datetime | None = None
    """From when on it is shown: the moment its page is published."""


@dataclass(frozen=True)
class Menus:
    """All menus by name."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)


def places() -> dict[str, Message]:
    """The parts of the site that are mounted here, by the name of their route."""
    found = {}
    for name, label in _PLACES.items():
        try:
            reverse(name)
        except NoReverseMatch:
            continue
        found[name] = label
    return found


def menu_entries(menu: str, language: str) -> list[tuple[str, str]] | None:
    """(address, label) of what stands in a menu now; None when nobody has made that menu."""
    kept: Menus | None = cache.get(CACHE_KEY)
    if kept is None:
        kept = read_menus()
        cache.set(CACHE_KEY, kept, SECONDS)
    now = timezone.now()
    shown = [entry for entry in kept.entries.get(menu, []) if entry.starts is None or entry.starts <= now]
    if not shown:
        return None
    return [
        (entry.url[language], TranslatedText(entry.label).localised(language, entry.original or None).text)
        for entry in shown
        if entry.url.get(language)
    ]


def forget_menus() -> None:
    """Read them anew, once what was written is visible."""
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))


def read_menus() -> Menus:
    """From the tables, in four queries at most. What is scheduled is there already, with its moment."""
    entries: dict[str, list[Entry]] = {menu.value: [] for menu in Menu}
    known = places()
    for item in MenuItem.objects.select_related("page").prefetch_related("page__slugs"):
        if entry := _entry(item, known):
            entries[item.menu].append(entry)
    flagged = Page.objects.filter(kind=Kind.PAGE, in_menu=True, status=Status.PUBLISHED).prefetch_related("slugs")
    entries[FLAGGED] = [_page_entry(page, page.title) for page in flagged]
    return Menus(entries)


def _entry(item: MenuItem, known: dict[str, Message]) -> Entry | None:
    if item.page:
        return _page_entry(item.page, item.label or item.page.title) if item.page.status == Status.PUBLISHED else None
    if item.place:
        return _place_entry(item, known[item.place]) if item.place in known else None
    return Entry(dict(item.label) or {language_codes()[0]: item.url}, dict.fromkeys(language_codes(), item.url))


def _page_entry(page: Page, label: TranslatedText) -> Entry:
    return Entry(dict(label), _by_language(page.get_absolute_url), page.original_language, page.published_at)


def _place_entry(item: MenuItem, name: Message) -> Entry:
    label = dict(item.label)
    for language in language_codes():
        with translation.override(language):
            label.setdefault(language, str(name))
    return Entry(label, _by_language(lambda: reverse(item.place)))


def _by_language(path: Callable[[], str]) -> dict[str, str]:
    found = {}
    for language in language_codes():
        with translation.override(language):
            found[language] = path()
    return found
