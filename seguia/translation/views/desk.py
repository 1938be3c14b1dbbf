"""The desk: what is to translate, the most useful first, and the languages a person wants to see."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Invalid
from seguia.core.permissions import require
from seguia.translation.forms import DeskFilter, LanguagesForm
from seguia.translation.machine import provider
from seguia.translation.models import Standing
from seguia.translation.queries import (
    by_priority,
    chosen_languages,
    countries_of,
    counts_by_language,
    item_for,
    rows_of,
    things_to_do,
)
from seguia.translation.services.machine import order_proposals
from seguia.translation.services.people import choose_languages

PER_PAGE = 25


@for_signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything this person may translate, filtered, by priority."""
    require("translation.open_desk", request.user)
    everything, mine = things_to_do(request.user), chosen_languages(request.user)
    asked = request.GET.copy()
    if "to" not in asked and mine:
        asked["to"] = "mine"
    form = DeskFilter(asked, countries=countries_of(everything))
    form.is_valid()
    found = by_priority(_filtered(everything, form.cleaned_data, mine))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(list(page)),
        "count": page.paginator.count,
        "counts": counts_by_language(everything),
        "languages_form": LanguagesForm(initial={"languages": mine}),
        "has_machine": provider() is not None,
    }
    return render(request, "translation/desk.html", context, status=400 if form.errors else 200)


def _filtered(found: "QuerySet[Standing]", asked: dict[str, Any], mine: list[str]) -> "QuerySet[Standing]":
    if language := asked.get("to"):
        found = found.filter(language__in=mine) if language == "mine" and mine else found
        found = found.filter(language=language) if language != "mine" else found
    for name, column in [("source", "original_language"), ("kind", "kind"), ("country", "country")]:
        if value := asked.get(name):
            found = found.filter(**{column: value})
    state = asked.get("state")
    special = {"machine": Q(is_machine=True), "figures": Q(figures_differ=True)}
    return found.filter(special.get(state, Q(state=state))) if state else found


@for_signed_in
@require_POST
def languages(request: HttpRequest) -> HttpResponseBase:
    """Remember "my languages"."""
    choose_languages(user=request.user, languages=request.POST.getlist("languages"))
    messages.success(request, _("Your languages are remembered."))
    return HttpResponseRedirect(reverse("translation:desk"))


@for_signed_in
@require_POST
def order(request: HttpRequest) -> HttpResponseBase:
    """Have the machine propose texts for the ticked lines."""
    wanted = [line.split("|") for line in request.POST.getlist("line")]
    if not wanted or any(len(parts) != 3 for parts in wanted) or len(wanted) > PER_PAGE:
        raise Invalid(_("Tick at least one line. Nothing was ordered."))
    items = [item_for(request.user, *parts) for parts in wanted]
    number = order_proposals(user=request.user, items=items)
    told = ngettext(
        "%(n)s proposal is ordered from the machine; it appears in the editor in a moment.",
        "%(n)s proposals are ordered from the machine; they appear in the editor in a moment.",
        number,
    )
    messages.success(request, told % {"n": number})
    if len(items) == 1:
        return HttpResponseRedirect(reverse("translation:edit", args=wanted[0]))
    return HttpResponseRedirect(reverse("translation:desk"))
