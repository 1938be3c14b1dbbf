"""Pages of territories: the list, and a town by its official code at a time."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seguia.core.errors import Invalid
from seguia.core.text import harmless_text
from seguia.territories import queries
from seguia.territories.forms import FilterForm
from seguia.territories.pages import territory_page
from seguia.territories.sections import sections_of
from seguia.territories.similarity import Weights
from seguia.territories.similarity.pages import SHOWN, like_places, weight_choices


@require_safe
def territory_list(request: HttpRequest) -> HttpResponse:
    """Territories of the network, by filters."""
    filters = queries.TerritoryFilters.from_query(request.GET)
    page = queries.page_of_territories(filters)
    context = {"filters": filters, "page": page, "form": FilterForm(filters)}
    return render(request, "territories/list.html", context)


@require_safe
def territory_detail(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """One territory. Other and former codes lead to its present address."""
    day = _day(request)
    territory = queries.territory_at(scheme, code, day)
    if territory.reference != f"{scheme}:{code}":
        return redirect(f"{territory.get_absolute_url()}?on={day}" if day and territory.is_current else territory)
    sections = [render_to_string(template, shown, request) for template, shown in sections_of(territory)]
    context = {**territory_page(territory, day), "sections": sections}
    return render(request, "territories/detail.html", context)


@require_safe
def like(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """The places most like one, by weights of the reader's own."""
    territory = queries.existing_territory(scheme, code)
    if territory.reference != f"{scheme}:{code}":
        return redirect("territories:like", *territory.reference.split(":", 1))
    weights, where = Weights.from_query(request.GET), request.GET.get("where", "")
    countries = queries.countries_by_name()
    chosen = [where] if where in dict(countries) else []
    context = {
        "territory": territory,
        "like_places": like_places(territory, weights, most=SHOWN, countries=chosen),
        "choices": weight_choices(weights),
        "countries": countries,
        "where": where,
    }
    return render(request, "territories/like.html", context)


def _day(request: HttpRequest) -> datetime.date | None:
    """?on=YYYY-MM-DD. Raises Invalid."""
    given = request.GET.get("on", "").strip()
    if not given:
        return None
    try:
        if len(given) != len("2026-01-31"):
            raise ValueError(given)
        return datetime.date.fromisoformat(given)
    except ValueError as error:
        words = _("“%(value)s” is not a day; write it like 2026-01-31.")
        raise Invalid(words % {"value": harmless_text(given)[:40]}) from error
