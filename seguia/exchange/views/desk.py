"""The secretariat's page of the matching: run it, read why, confirm, refuse, keep."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.exchange import queries
from seguia.exchange.forms import ReasonForm
from seguia.exchange.services.deciding import confirm_match, lock_match, refuse_match
from seguia.exchange.services.runs import run_matching
from seguia.exchange.views.matches import asked
from seguia.exchange.wording import good_reasons, labels_of, postings_told, why_alone, why_not_others

SHOWN = 100
"""Proposals, running matches and lonely requests shown at once; the desk's pile has them all."""


@for_signed_in
@require_safe
def matching(request: HttpRequest) -> HttpResponse:
    """Proposals with their reasons, requests that stayed alone, what is under way."""
    require("exchange.run_matching", request.user)
    last = queries.last_run()
    proposals = list(queries.proposals()[:SHOWN])
    alone = list(last.alone[:SHOWN]) if last else []
    told = queries.postings_by_id(postings_told(proposals, alone))
    labels = labels_of(proposals)
    context = {
        "last": last,
        "counts": queries.open_counts(),
        "proposals": [(one, good_reasons(one, labels), why_not_others(one, told)) for one in proposals],
        "alone": [
            (told[one["request"]], told.get(one["nearest"] or 0), why_alone(one, told.get(one.get("with") or 0)))
            for one in alone
            if one["request"] in told
        ],
        "running": queries.running_matches()[:SHOWN],
        "form_key": new_form_key(),
    }
    return render(request, "exchange/matching.html", context)


@for_signed_in
@require_POST
def run(request: HttpRequest) -> HttpResponseBase:
    """Match anew, around what is kept."""
    require("exchange.run_matching", request.user)

    def effect() -> str:
        found = run_matching(user=request.user).match_count
        words = ngettext("%(n)s exchange is proposed.", "%(n)s exchanges are proposed.", found)
        messages.success(request, words % {"n": found})
        return reverse("exchange:matching")

    return take_effect_once(request, effect)


@for_signed_in
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Tell both towns."""
    require("exchange.run_matching", request.user)

    def effect() -> str:
        confirm_match(user=request.user, public_id=public_id, version=request.POST.get("version", ""))
        messages.success(request, _("Confirmed. Both towns are told, and answer."))
        return reverse("exchange:matching")

    return take_effect_once(request, effect)


@for_signed_in
@require_POST
def keep(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Keep a proposal while others are matched anew, or let it go."""
    require("exchange.run_matching", request.user)

    def effect() -> str:
        is_locked = request.POST.get("is_locked") == "1"
        version = request.POST.get("version", "")
        lock_match(user=request.user, public_id=public_id, is_locked=is_locked, version=version)
        messages.success(request, _("Kept.") if is_locked else _("The next run decides anew."))
        return reverse("exchange:matching")

    return take_effect_once(request, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Not these two; with a reason only the secretariat reads."""
    require("exchange.run_matching", request.user)
    match = queries.match_for(request.user, public_id)
    form = ReasonForm(request.POST or None)
    words = {
        "title": _("Refuse this proposal"),
        "lead": _("The towns are not told. These two are not proposed to one another again."),
        "button": _("Refuse"),
        "is_danger": True,
    }

    def effect() -> None:
        version = request.POST.get("version", "")
        refuse_match(user=request.user, public_id=public_id, version=version, **form.cleaned_data)

    return asked(request, match, form, effect, _("Refused."), words)
