"""The first page: one question, and what the network holds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from seguia.actions.queries import published_actions
from seguia.portal.queries import network_figures, themes_with_counts

NEWEST = 6


def home(request: HttpRequest) -> HttpResponse:
    """Search field, themes, newest actions, figures."""
    context = {
        "examples": search_examples(),
        "figures": network_figures(),
        "themes": themes_with_counts(),
        "newest": published_actions()[:NEWEST],
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
    """What this is and by which rules."""
    return render(request, "portal/about.html", {"figures": network_figures()})
