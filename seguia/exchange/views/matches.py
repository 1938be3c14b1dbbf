"""The page two towns share: why they fit, what they answer, how they reach one another, what came of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.actions.forms import add_faults
from seguia.actions.models import Action
from seguia.core.errors import Conflict
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import allowed, require
from seguia.exchange import queries
from seguia.exchange.forms import AnswerForm, FeedbackForm, HeldForm, ReasonForm, feedback_initial
from seguia.exchange.models import HOLDING, Answer, Match, MatchState
from seguia.exchange.services.answering import answer_match, cancel_match, hold_match, side_of
from seguia.exchange.services.following import begin_draft, write_feedback
from seguia.exchange.wording import postings_told, reasons_of, why_not_others
from seguia.membership.queries import organisation_ids_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@for_signed_in
@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything of one match that this person may see."""
    match = queries.match_for(request.user, public_id)
    sides = match.sides_of(organisation_ids_of(request.user))
    told = queries.postings_by_id(postings_told([match])) if request.user.is_staff else {}
    feedbacks = queries.feedback_of(match) if match.state == MatchState.HELD else []
    own = {match.posting_of(side).organisation_id for side in sides}
    context = {
        "match": match,
        "reasons": reasons_of(match),
        "others": why_not_others(match, told) if request.user.is_staff else [],
        "sides": sides,
        "to_answer": [side for side in sides if match.state == MatchState.CONFIRMED and not match.answer_of(side)],
        "sees_contacts": match.state in {MatchState.AGREED, MatchState.HELD} or request.user.is_staff,
        "may_cancel": match.state in HOLDING,
        "may_hold": match.state == MatchState.AGREED and bool(sides),
        "may_feed_back": match.state == MatchState.HELD and bool(sides),
        "feedbacks": [(one, one.organisation_id in own) for one in feedbacks],
        "has_own_feedback": any(one.organisation_id in own for one in feedbacks),
        "may_decide": match.state == MatchState.PROPOSED and allowed("exchange.run_matching", request.user),
        "form_key": new_form_key(),
    }
    return render(request, "exchange/match.html", context)


def asked(
    request: HttpRequest, match: Match, form: forms.Form, effect: Callable[[], Any], done: str, words: dict[str, Any]
) -> HttpResponseBase:
    """A page with one form about a match: shown, or carried out once."""

    def carried_out() -> str:
        effect()
        messages.success(request, done)
        return match.get_absolute_url()

    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, carried_out)
        except ValidationError as error:
            add_faults(form, error)
        except Conflict as error:
            form.add_error(None, str(error.message))
            status = error.status
    context = {
        "match": match,
        "form": form,
        "form_key": new_form_key(),
        "version": request.POST.get("version") or words.pop("version", match.version),
        "side": request.POST.get("side") or request.GET.get("side", ""),
        **words,
    }
    return render(request, "exchange/ask.html", context, status=400 if form.errors and status == 200 else status)


def _sent(request: HttpRequest) -> dict[str, str]:
    return {"side": request.POST.get("side", ""), "version": request.POST.get("version", "")}


@for_signed_in
@require_http_methods(FORM_METHODS)
def answer(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Accept or decline for one's town."""
    match = queries.match_for(request.user, public_id)
    require("exchange.answer_match", request.user, match)
    form = AnswerForm(request.POST or None, initial={"answer": Answer.ACCEPTED})
    words = {
        "title": _("Do you want this exchange?"),
        "lead": _("When it has taken place, the page of the action tells that your towns have met."),
        "button": _("Send the answer"),
    }

    def effect() -> None:
        answer_match(user=request.user, public_id=public_id, **form.cleaned_data, **_sent(request))

    return asked(request, match, form, effect, _("Your answer is saved. The other town is told."), words)


@for_signed_in
@require_http_methods(FORM_METHODS)
def cancel(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """It will not take place."""
    match = queries.match_for(request.user, public_id)
    form = ReasonForm(request.POST or None)
    words = {
        "title": _("Cancel this exchange"),
        "lead": _("The other town reads the reason. Both can be matched with others again."),
        "button": _("Cancel the exchange"),
        "is_danger": True,
    }

    def effect() -> None:
        cancel_match(user=request.user, public_id=public_id, **form.cleaned_data, **_sent(request))

    return asked(request, match, form, effect, _("The exchange is cancelled. The towns are told."), words)


@for_signed_in
@require_http_methods(FORM_METHODS)
def held(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """It took place."""
    match = queries.match_for(request.user, public_id)
    require("exchange.answer_match", request.user, match)
    form = HeldForm(request.POST or None)
    words = {
        "title": _("The exchange took place"),
        "lead": _("The page of the action tells it, and both towns can write what they bring home."),
        "button": _("Save"),
    }

    def effect() -> None:
        version = request.POST.get("version", "")
        hold_match(user=request.user, public_id=public_id, on=form.cleaned_data["on"], version=version)

    return asked(request, match, form, effect, _("Saved. Now tell what you bring home."), words)


@for_signed_in
@require_http_methods(FORM_METHODS)
def feedback(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """What one's town brings home."""
    match = queries.match_for(request.user, public_id)
    require("exchange.answer_match", request.user, match)
    side = side_of(request.user, match, request.POST.get("side") or request.GET.get("side", ""))
    kept = queries.feedback_for(match, match.posting_of(side).organisation)
    form = FeedbackForm(request.POST or None, initial=feedback_initial(kept))
    words = {
        "title": _("What do you bring home?"),
        "lead": _("Afterwards it can become the draft of an action or of a method."),
        "button": _("Save"),
        "version": kept.version if kept else 0,
    }

    def effect() -> None:
        texts = {name: form.cleaned_data[name] for name in ("seen", "learnt", "following")}
        language = form.cleaned_data["language"]
        sent = {"side": side.value, "version": request.POST.get("version", "")}
        write_feedback(user=request.user, public_id=public_id, texts=texts, language=language, **sent)

    return asked(request, match, form, effect, _("Saved. The other town can read it."), words)


@for_signed_in
@require_POST
def draft(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Begin an action or a method from one's feedback."""

    def effect() -> str:
        kind = request.POST.get("kind", "")
        made = begin_draft(user=request.user, public_id=public_id, kind=kind, side=request.POST.get("side", ""))
        messages.success(request, _("The draft is begun. Only your colleagues see it until you submit it."))
        space = "actions" if isinstance(made, Action) else "library"
        return reverse(f"{space}:edit", args=[made.public_id])

    queries.match_for(request.user, public_id)
    return take_effect_once(request, effect)
