"""The main navigation: the parts of the site that are mounted, and which of them a page belongs to."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message

_PLACES: list[tuple[str, Message]] = [
    ("portal:search", _("Search")),
    ("portal:map", _("Map")),
    ("vocabulary:list", _("Themes")),
    ("territories:list", _("Towns")),
]


@dataclass(frozen=True)
class NavigationItem:
    """One place to go."""

    url: str
    label: Message
    is_current: bool


def navigation_items(request: HttpRequest) -> list[NavigationItem]:
    """Every mounted part; a page below a part belongs to it."""
    items = []
    for name, label in _PLACES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        items.append(NavigationItem(url, label, request.path.startswith(url)))
    return items
