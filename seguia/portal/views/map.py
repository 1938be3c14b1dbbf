"""The map of towns that have told of something."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from seguia.core.languages import current_language
from seguia.portal.queries import map_towns

KEPT_SECONDS = 60


def map_page(request: HttpRequest) -> HttpResponse:
    """Map and list; the list alone is enough."""
    context = {"towns": map_towns(current_language()), "tile_url": settings.TILE_URL}
    return render(request, "portal/map.html", context)


def map_data(request: HttpRequest) -> JsonResponse:
    """Markers: `[{"name", "lat", "lon", "count", "url"}]`, in the language of the address."""
    language = current_language()
    towns = cache.get_or_set(f"map-towns:{language}", lambda: _markers(language), KEPT_SECONDS)
    response = JsonResponse({"towns": towns})
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _markers(language: str) -> list[dict[str, Any]]:
    return [
        {
            "name": town.name.text,
            "lang": town.name.language,
            "lat": town.latitude,
            "lon": town.longitude,
            "count": town.count,
            "url": reverse("territories:detail", args=[town.scheme, town.code]),
        }
        for town in map_towns(language)
        if town.latitude is not None and town.longitude is not None
    ]
