"""The main navigation: the menus somebody made, else the parts of the site that are mounted; and where a page belongs."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.languages import current_language

_PLACES: list[tuple[str, Message]] = [
    ("portal:search", _("Search")),
    ("portal:map", _("Map")),
    ("vocabulary:list", _("Themes")),
    ("territories:list", _("Towns")),
    ("membership:members", _("Members")),
    ("replication:list", _("Replications")),
    ("exchange:list", _("Exchanges")),
    ("support:home", _("Help desk")),
]
MenuSource = Callable[[str, str], list[tuple[str, str]] | None]
"""(menu, language) → (address, label) of its items; None where nobody has made that menu."""
_SOURCES: list[MenuSource] = []


def register_menu_source(source: MenuSource) -> None:
    """Let an upper floor say what stands in the menus."""
    _SOURCES.append(source)


@dataclass(frozen=True)
class NavigationItem:
    """One place to go."""

    url: str
    label: Message
    is_current: bool


def navigation_items(request: HttpRequest, menu: str = "main", *, is_bare: bool = False) -> list[NavigationItem]:
    """The items of a menu; every mounted part where nobody has made one. A page below a part belongs to it.

    A bare page (a fault of ours) asks nobody: the built-in parts always work.
    """
    made = [] if is_bare else _made(menu)
    items: list[tuple[str, Message]] = [*made] or _mounted()
    return [NavigationItem(url, label, _is_current(request.path, url)) for url, label in items]


def made_items(request: HttpRequest, menu: str, *, is_bare: bool = False) -> list[NavigationItem]:
    """The items of a menu that has no built-in form: empty where nobody has made it."""
    return [] if is_bare else [NavigationItem(url, label, _is_current(request.path, url)) for url, label in _made(menu)]


def _made(menu: str) -> list[tuple[str, Message]]:
    language = current_language()
    return next(([*found] for source in _SOURCES if (found := source(menu, language))), [])


def _mounted() -> list[tuple[str, Message]]:
    items: list[tuple[str, Message]] = []
    for name, label in _PLACES:
        try:
            items.append((reverse(name), label))
        except NoReverseMatch:
            continue
    return items


def _is_current(path: str, url: str) -> bool:
    """The first page of a language holds everything, and so belongs to itself alone."""
    url = unquote(url)
    return path == url if url.count("/") <= 2 else path.startswith(url)
