"""The list, one offer or request, writing and ending one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.actions.forms import add_faults
from seguia.actions.models import Action
from seguia.actions.queries import action_for
from seguia.core.errors import Conflict, NotFound
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.exchange import queries
from seguia.exchange.filters import PAGE_SIZE, PostingFilters, filtered_postings
from seguia.exchange.forms import FilterForm, PostingForm, initial_of
from seguia.exchange.models import RUNNING, Posting, PostingStatus, Side
from seguia.exchange.models.posting import is_of_network
from seguia.exchange.services.postings import change_status, create_posting, save_posting
from seguia.membership.queries import organisation_ids_of, organisations_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Open and matched ones, by filters."""
    filters = PostingFilters.from_query(request.GET)
    shown = queries.listed_postings(request.user)
    found = filtered_postings(shown, filters)
    count = found.count()
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(filters.page, pages)
    context = {
        "filters": filters,
        "form": FilterForm(filters, queries.countries_of(shown)),
        "postings": found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "count": count,
        "page": page,
        "pages": pages,
        "may_post": bool(organisation_ids_of(request.user)),
    }
    return render(request, "exchange/list.html", context)


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One offer or request: whole for the people of the network, in short for visitors."""
    posting = queries.posting_for(request.user, public_id)
    is_own = posting.organisation_id in organisation_ids_of(request.user)
    is_whole = is_own or request.user.is_staff or is_of_network(request.user)
    context = {
        "posting": posting,
        "is_own": is_own,
        "is_whole": is_whole,
        "is_running": posting.status in RUNNING,
        "sees_contact": is_own or request.user.is_staff,
        "matches": queries.matches_of_posting(posting, request.user) if request.user.is_authenticated else [],
        "may_answer": posting.is_offer and posting.status == PostingStatus.OPEN and not is_own,
        "form_key": new_form_key(),
    }
    return render(request, "exchange/detail.html", context)


@for_signed_in
@require_http_methods(FORM_METHODS)
def create(request: HttpRequest, side: str) -> HttpResponseBase:
    """Write an offer or a request; `?offer=` answers an offer, `?action=` is about an action."""
    if side not in Side.values:
        raise Http404
    organisations = organisations_of(request.user)
    if not organisations:
        require("exchange.create_posting", request.user, None)
    offer = queries.offer_to_answer(request.user, request.GET.get("offer", "")) if side == Side.REQUEST else None
    action = _action(request)
    initial = {"contact_email": getattr(request.user, "email", ""), **_initial(offer, action)}
    form = PostingForm(request.POST or None, side=side, organisations=organisations, initial=initial)

    def effect() -> str:
        facts = {"action": action or (offer.action if offer else None), "answers": offer}
        organisation = form.cleaned_data["organisation"]
        made = create_posting(user=request.user, organisation=organisation, side=side, content=form.content(), **facts)
        messages.success(request, _created_words(side))
        return made.get_absolute_url()

    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, effect)
        except ValidationError as error:
            add_faults(form, error)
    context = {"form": form, "side": side, "offer": offer, "action": action, "form_key": new_form_key()}
    return render(request, "exchange/edit.html", context, status=400 if form.errors else 200)


def _created_words(side: str) -> str:
    if side == Side.OFFER:
        return _("The offer is public. You are told when a town fits.")
    return _("The request is saved. You are told when an offer fits.")


def _action(request: HttpRequest) -> Action | None:
    """The published action an exchange is about; nothing for what is not there."""
    public_id = request.GET.get("action", "")
    if not public_id:
        return None
    try:
        return action_for(request.user, public_id)
    except NotFound:
        return None


def _initial(offer: Posting | None, action: Action | None) -> dict[str, Any]:
    """What can be known before anybody writes."""
    if offer is not None:
        names = ("kind", "title", "themes", "goals", "date_from", "date_to", "is_online", "payment")
        known = initial_of(offer)
        return {name: known[name] for name in names}
    if action is not None:
        families = {theme.theme.slug if theme.theme else theme.slug for theme in action.themes.select_related("theme")}
        goals = sorted({str(goal.number) for goal in action.goals.all()})
        return {"title": action.label().text[:160], "themes": sorted(families), "goals": goals}
    return {}


@for_signed_in
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change one of one's own town."""
    posting = queries.own_posting(request.user, public_id)
    form = PostingForm(request.POST or None, side=posting.side, initial=initial_of(posting))

    def effect() -> str:
        version = request.POST.get("version", "")
        save_posting(user=request.user, posting=posting, content=_content(form, posting), version=version)
        messages.success(request, _("Saved."))
        return posting.get_absolute_url()

    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, effect)
        except ValidationError as error:
            add_faults(form, error)
        except Conflict as error:
            form.add_error(None, str(error.message))
            status = error.status
    context = {
        "form": form,
        "side": posting.side,
        "posting": posting,
        "form_key": new_form_key(),
        "version": request.POST.get("version") or posting.version,
    }
    return render(request, "exchange/edit.html", context, status=400 if form.errors and status == 200 else status)


def _content(form: PostingForm, posting: Posting) -> dict[str, Any]:
    """What the form shows by its theme keeps the narrower concept it was tagged with."""
    content = form.content()
    chosen = {theme.slug for theme in content["themes"]}
    kept = [one for one in posting.themes.all() if one.theme and one.theme != one and one.theme.slug in chosen]
    named = {one.theme.slug for one in kept if one.theme}
    content["themes"] = [*kept, *(theme for theme in content["themes"] if theme.slug not in named)]
    return content


@for_signed_in
@require_POST
def state(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Pause, open again, close, withdraw: a button each."""
    posting = queries.posting_for(request.user, public_id)

    def effect() -> str:
        wanted = request.POST.get("status", "")
        changed = change_status(
            user=request.user, posting=posting, status=wanted, version=request.POST.get("version", "")
        )
        messages.success(request, _("It is now: %(state)s.") % {"state": changed.get_status_display()})
        is_gone = changed.status not in RUNNING and posting.organisation_id not in organisation_ids_of(request.user)
        return reverse("exchange:list") if is_gone else posting.get_absolute_url()

    return take_effect_once(request, effect)
