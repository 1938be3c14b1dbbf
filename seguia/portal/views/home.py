"""The first page: one question, and what the network holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from seguia.actions.queries import published_actions
from seguia.pages.pictures import picture_shown
from seguia.pages.queries import live_news, page_of_place
from seguia.pages.showing import page_context
from seguia.portal.queries import network_figures, themes_with_counts

NEWEST = 6
NEWS = 3


def home(request: HttpRequest) -> HttpResponse:
    """Search field, themes, newest actions, figures."""
    context = {
        "examples": search_examples(),
        "figures": network_figures(),
        "themes": themes_with_counts(),
        "newest": published_actions()[:NEWEST],
        "latest_news": [(item, picture_shown(item.picture) if item.picture else None) for item in live_news()[:NEWS]],
    }
    return render(request, "portal/home.html", context)


def search_examples() -> list[str]:
    """Things people look for, each language its own: translators choose examples, they do not translate them."""
    return [
        pgettext("example of a search", "collecting rainwater"),
        pgettext("example of a search", "street lighting"),
        pgettext("example of a search", "school canteen"),
        pgettext("example of a search", "compost"),
    ]


def about(request: HttpRequest) -> HttpResponse:
    """What this is and by which rules: in the words of the page that provides them, else in built-in ones."""
    context = {"figures": network_figures()}
    if page := page_of_place("about"):
        context |= page_context(page)
    return render(request, "portal/about.html", context)
