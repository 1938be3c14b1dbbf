"""The secretariat's pages about the mandates of one town: list, add, end, correct, take out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.mandates.forms import EndForm, MandateForm, add_faults
from seguia.mandates.models import Mandate
from seguia.mandates.queries.handover import people_to_tie
from seguia.mandates.queries.officials import all_mandates_of, mandate_by_id
from seguia.mandates.queries.themes import themes_by_slug
from seguia.mandates.services import writing
from seguia.territories.models import Territory
from seguia.territories.queries import territory_at

FORM_METHODS = ["GET", "HEAD", "POST"]


def _town_url(territory: Territory) -> str:
    return reverse("mandates:town", args=[territory.scheme, territory.code])


@for_signed_in
@require_safe
def mandates(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """Every mandate of a town, past ones included."""
    require("mandates.edit_mandate", request.user)
    territory = territory_at(scheme, code)
    context = {
        "territory": territory,
        "mandates": all_mandates_of(territory),
        "people": list(people_to_tie(territory)),
    }
    return render(request, "mandates/town.html", context)


@for_signed_in
@require_http_methods(FORM_METHODS)
def begin(request: HttpRequest, scheme: str, code: str) -> HttpResponseBase:
    """Write down a new mandate."""
    require("mandates.edit_mandate", request.user)
    territory = territory_at(scheme, code)
    form = MandateForm(request.POST or None)

    def effect() -> str:
        writing.begin_mandate(user=request.user, territory=territory, **_facts(form))
        messages.success(request, _("The mandate is written down."))
        return _town_url(territory)

    context = {"territory": territory, "title": _("A new mandate"), "button": _("Save")}
    return _answer(request, form, effect, context)


@for_signed_in
@require_http_methods(FORM_METHODS)
def correct(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Put right what was written down."""
    require("mandates.edit_mandate", request.user)
    mandate = mandate_by_id(public_id)
    form = MandateForm(request.POST or None, mandate=mandate, initial=_initial(mandate))

    def effect() -> str:
        writing.correct_mandate(user=request.user, mandate=mandate, **_facts(form))
        messages.success(request, _("Saved."))
        return _town_url(mandate.territory)

    context = {"territory": mandate.territory, "title": _("Correct a mandate"), "button": _("Save"), "mandate": mandate}
    return _answer(request, form, effect, context)


@for_signed_in
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """End a mandate, with its reason."""
    require("mandates.edit_mandate", request.user)
    mandate = mandate_by_id(public_id)
    form = EndForm(request.POST or None)

    def effect() -> str:
        writing.end_mandate(user=request.user, mandate=mandate, **form.cleaned_data)
        messages.success(request, _("The end of the mandate is written down. Rights that follow from it end with it."))
        return _town_url(mandate.territory)

    context = {"territory": mandate.territory, "title": _("End a mandate"), "button": _("End it"), "mandate": mandate}
    return _answer(request, form, effect, context)


@for_signed_in
@require_http_methods(FORM_METHODS)
def delete(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take out what never was true; the same form sent again leads to the list although the mandate is gone."""
    require("mandates.edit_mandate", request.user)
    if request.method == "POST":
        return take_effect_once(request, lambda: _deleted(request, mandate_by_id(public_id)))
    context = {"mandate": mandate_by_id(public_id), "form_key": new_form_key()}
    return render(request, "mandates/delete.html", context)


def _deleted(request: HttpRequest, mandate: Mandate) -> str:
    url = _town_url(mandate.territory)
    writing.delete_mandate(user=request.user, mandate=mandate)
    messages.success(request, _("The mandate is taken out."))
    return url


def _answer(request: HttpRequest, form: Any, effect: Any, context: dict[str, Any]) -> HttpResponseBase:
    """The form, or its effect; what a service refuses stands beside the fields and the typed text stays."""
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, effect)
        except ValidationError as error:
            add_faults(form, error)
    context |= {"form": form, "form_key": new_form_key()}
    return render(request, "mandates/form.html", context, status=400 if form.errors else 200)


def _facts(form: MandateForm) -> dict[str, Any]:
    return {**form.cleaned_data, "themes": themes_by_slug(form.cleaned_data["themes"])}


def _initial(mandate: Mandate) -> dict[str, Any]:
    names = ("function", "since", "until", "end_reason", "rank", "delegation", "source", "source_url")
    official = {"latin_name": mandate.official.latin_name, "arabic_name": mandate.official.arabic_name}
    slugs = [theme.slug for theme in mandate.themes.all()]
    return {**official, "themes": slugs, **{name: getattr(mandate, name) for name in names}}
