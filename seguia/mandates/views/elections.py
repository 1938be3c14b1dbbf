"""Elections: the calendar, towns that change hands, old mandates that end together, and taking back."""

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
from seguia.mandates.forms import ElectionForm, TermForm, add_faults
from seguia.mandates.models import Term
from seguia.mandates.queries import elections as queries
from seguia.mandates.queries.calendar import all_terms
from seguia.mandates.services.calendar import save_term
from seguia.mandates.services.elections import apply_election, undo_change
from seguia.mandates.services.handing_over import tie_accepted_invitations

FORM_METHODS = ["GET", "HEAD", "POST"]


@for_signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The calendar, the towns of a country that change hands, the last changes."""
    require("mandates.apply_election", request.user)
    countries = queries.countries_with_mandates()
    asked = request.GET.get("country", "").upper()
    country = asked if asked in countries else (countries[0] if countries else "")
    context = {
        "terms": all_terms(),
        "countries": countries,
        "country": country,
        "towns": queries.towns_that_changed(country),
        "orphans": queries.mandates_without_town(),
        "changes": queries.latest_changes(),
    }
    return render(request, "mandates/overview.html", context)


@for_signed_in
@require_http_methods(FORM_METHODS)
def election(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What ends with an election: looked at, then applied."""
    require("mandates.apply_election", request.user)
    term = queries.term_by_pk(pk)
    tie_accepted_invitations()
    preview = queries.preview_of(term)
    form = ElectionForm(request.POST or None, initial={"on": term.handover_on, "expected": preview["count"]})

    def effect() -> str:
        change = apply_election(user=request.user, term=term, **form.cleaned_data)
        messages.success(request, _("The mandates from before the election end. This can be taken back for 24 hours."))
        return reverse("mandates:change", args=[change.public_id])

    if request.method == "POST" and form.is_valid():
        return take_effect_once(request, effect)
    context = {"term": term, "preview": preview, "form": form, "form_key": new_form_key()}
    return render(request, "mandates/election.html", context, status=400 if form.errors else 200)


@for_signed_in
@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A change of many mandates, and the button that takes it back."""
    require("mandates.apply_election", request.user)
    found = queries.change_by_id(public_id)

    def effect() -> str:
        undo_change(user=request.user, change=found)
        messages.success(request, _("Taken back: the mandates are as they were before."))
        return reverse("mandates:change", args=[found.public_id])

    if request.method == "POST":
        return take_effect_once(request, effect)
    return render(request, "mandates/change.html", {"change": found, "form_key": new_form_key()})


@for_signed_in
@require_http_methods(FORM_METHODS)
def add_term(request: HttpRequest) -> HttpResponseBase:
    """An election for the calendar."""
    return _term_form(request, None)


@for_signed_in
@require_http_methods(FORM_METHODS)
def change_term(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put an election of the calendar right."""
    return _term_form(request, queries.term_by_pk(pk))


def _term_form(request: HttpRequest, term: Term | None) -> HttpResponseBase:
    require("mandates.edit_calendar", request.user)
    form = TermForm(request.POST or None, instance=term)

    def effect() -> str:
        save_term(user=request.user, term=term, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return reverse("mandates:overview")

    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, effect)
        except ValidationError as error:
            add_faults(form, error)
    context: dict[str, Any] = {"term": term, "form": form, "form_key": new_form_key()}
    return render(request, "mandates/term.html", context, status=400 if form.errors else 200)
