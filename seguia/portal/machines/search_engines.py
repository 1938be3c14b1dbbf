"""For search engines and browsers: what to read, and how to search here."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from seguia.core.addresses import absolute
from seguia.core.conditional import kept_briefly
from seguia.core.languages import current_language, language_codes

DAY = 86_400
SHORT_NAME = 16
"""Characters a browser shows (OpenSearch 1.1)."""


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; not the pages for signing in, nor every combination of filters."""
    lines = ["User-agent: *"]
    for code in language_codes():
        lines += [f"Disallow: /{code}/account/", f"Disallow: /{code}/search/?"]
    lines += ["Allow: /", "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return kept_briefly(request, HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"), seconds=DAY)


def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search here from its address bar."""
    name = settings.NETWORK_NAME.get(current_language(), "Seguia")
    context = {
        "short_name": name if len(name) <= SHORT_NAME else "Seguia",
        "long_name": name,
        "description": _("Actions of ecological towns, in Arabic, French and English"),
        "search_url": absolute(reverse("portal:search")),
        "feed_url": absolute(reverse("feed")),
        "self_url": absolute(request.path),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return kept_briefly(request, render(request, "portal/opensearch.xml", context, content_type=kind), seconds=DAY)
