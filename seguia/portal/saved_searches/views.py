"""Pages of saved searches, for their owner only; the feed for whoever knows its address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from seguia.actions.forms import add_faults
from seguia.core.addresses import absolute
from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.languages import current_language
from seguia.portal.machines.feed import feed_of
from seguia.portal.models import SavedSearch
from seguia.portal.saved_searches import services
from seguia.portal.saved_searches.forms import SavedSearchForm
from seguia.portal.saved_searches.queries import newest_results, own_searches, search_for, search_of_token


@login_required
@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    """A person's own searches."""
    context = {"searches": own_searches(request.user), "most": services.MOST_SEARCHES}
    return render(request, "portal/saved_searches/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """Save the search in the address (or in the form, which carries it on)."""
    query = _question(request)
    parameters = services.canonical_parameters(query)
    form = SavedSearchForm(request.POST or None, initial={"name": services.suggested_name(query)})
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, lambda: _created(request, query, form))
        except ValidationError as error:
            add_faults(form, error)
    context = {
        "form": form,
        "form_key": new_form_key(),
        "parameters": parameters,
        "searched": SavedSearch(parameters=parameters),
    }
    return render(request, "portal/saved_searches/create.html", context, status=400 if form.errors else 200)


def _question(request: HttpRequest) -> QueryDict:
    """What is to be saved. Raises Invalid."""
    if request.method != "POST":
        return request.GET
    if "parameters" not in request.POST:
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    return QueryDict(request.POST["parameters"])


def _created(request: HttpRequest, query: QueryDict, form: SavedSearchForm) -> str:
    services.create_search(user=request.user, query=query, language=current_language(), **form.cleaned_data)
    messages.success(request, _("The search is saved."))
    return reverse("portal:saved-searches")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Rename it or change how often it is told."""
    saved = search_for(request.user, public_id)
    form = SavedSearchForm(request.POST or None, initial={"name": saved.name, "frequency": saved.frequency})
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, lambda: _changed(request, saved, form))
        except ValidationError as error:
            add_faults(form, error)
    context = {"search": saved, "form": form, "form_key": new_form_key()}
    return render(request, "portal/saved_searches/change.html", context, status=400 if form.errors else 200)


def _changed(request: HttpRequest, saved: SavedSearch, form: SavedSearchForm) -> str:
    services.change_search(saved, user=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return reverse("portal:saved-searches")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Ask, then delete. The same form sent again leads to the list although the search is gone."""
    if request.method == "POST":
        return take_effect_once(request, lambda: _deleted(request, search_for(request.user, public_id)))
    context = {"search": search_for(request.user, public_id), "form_key": new_form_key()}
    return render(request, "portal/saved_searches/delete.html", context)


def _deleted(request: HttpRequest, saved: SavedSearch) -> str:
    services.delete_search(saved, user=request.user)
    messages.success(request, _("The saved search is deleted."))
    return reverse("portal:saved-searches")


@require_safe
def saved_search_feed(request: HttpRequest, token: str) -> HttpResponse:
    """New results as Atom, without signing in; kept by nobody but the reader."""
    saved = search_of_token(token)
    with override(saved.language):
        response = feed_of(
            request,
            newest_results(saved),
            self_url=absolute(saved.feed_path()),
            page_url=absolute(saved.get_absolute_url()),
            words=saved.name,
        )
    patch_cache_control(response, private=True)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Language"] = saved.language
    return response
