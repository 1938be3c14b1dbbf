"""What becomes of a plan: shown, moved on, tied to a sheet; and what the town of origin answers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.actions.forms import add_faults
from seguia.core.errors import Conflict, Invalid
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.replication import services
from seguia.replication.forms import ResultForm, SheetForm, StageForm
from seguia.replication.models import Consent, Replication
from seguia.replication.queries.plans import attachable_sheets, own_plan_for, plan_for
from seguia.replication.services.linking import ANSWERS
from seguia.replication.views.keeping import keeps_typed

METHODS = ["GET", "HEAD", "POST"]


@for_signed_in
@require_http_methods(METHODS)
def show(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show the plan to everybody; says first who will be told."""
    plan = own_plan_for(request.user, public_id)
    require("replication.show_plan", request.user, plan)
    if request.method == "POST":
        done = _("Everybody can read your plan now. The town of origin has been told.")
        return take_effect_once(request, lambda: _after(request, services.show_plan(plan, user=request.user), done))
    return _page(request, "replication/show.html", plan)


@for_signed_in
@require_http_methods(METHODS)
def hide(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show it no longer."""
    plan = plan_for(request.user, public_id)
    require("replication.hide_plan", request.user, plan)
    if request.method == "POST":
        done = _("Only your colleagues and the secretariat see the plan now.")
        return take_effect_once(request, lambda: _after(request, services.hide_plan(plan, user=request.user), done))
    return _page(request, "replication/hide.html", plan)


@for_signed_in
@require_http_methods(METHODS)
@keeps_typed
def stage(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """How far the town is, and what it learnt."""
    plan = own_plan_for(request.user, public_id)
    initial = {"stage": plan.stage, "reason": plan.reason, "lessons": plan.lessons}
    form = StageForm(request.POST or None, plan=plan, initial=initial)
    return _answered(request, "replication/stage.html", plan, form, lambda: _moved(request, plan, form))


def _moved(request: HttpRequest, plan: Replication, form: forms.Form) -> str:
    given, version = form.cleaned_data, _version_read(request)
    saved = services.save_lessons(plan, user=request.user, lessons=given["lessons"], version=version)
    version = saved.version if saved.version == version + 1 else version
    moved = services.move_plan(plan, user=request.user, stage=given["stage"], reason=given["reason"], version=version)
    return _after(request, moved, _("Saved."))


@for_signed_in
@require_http_methods(METHODS)
@keeps_typed
def results(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The figures of the plan, and one more."""
    plan = own_plan_for(request.user, public_id)
    form = ResultForm(request.POST or None)
    return _answered(request, "replication/results.html", plan, form, lambda: _added(request, plan, form))


def _added(request: HttpRequest, plan: Replication, form: forms.Form) -> str:
    services.add_result(plan, user=request.user, **form.cleaned_data)
    messages.success(request, _("The figure is in the plan."))
    return reverse("replication:results", args=[plan.public_id])


@for_signed_in
@require_http_methods(METHODS)
def remove_result(request: HttpRequest, public_id: str, key: str) -> HttpResponseBase:
    """Take a figure out; the page asks first."""
    plan = own_plan_for(request.user, public_id)
    if request.method == "POST":
        return take_effect_once(request, lambda: _removed(request, plan, key))
    return _page(request, "replication/remove_result.html", plan, key=key, result=plan.results.filter(key=key).first())


def _removed(request: HttpRequest, plan: Replication, key: str) -> str:
    services.remove_result(plan, user=request.user, key=key)
    messages.success(request, _("The figure is no longer in the plan."))
    return reverse("replication:results", args=[plan.public_id])


@for_signed_in
@require_http_methods(METHODS)
def sheet(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The town's own sheet: a draft from the plan, or one that is there."""
    plan = own_plan_for(request.user, public_id)
    form = SheetForm(request.POST if request.method == "POST" else None, sheets=attachable_sheets(plan))
    return _answered(request, "replication/sheet.html", plan, form, lambda: _told(request, plan, form))


def _told(request: HttpRequest, plan: Replication, form: forms.Form) -> str:
    chosen = form.cleaned_data["action"]
    if chosen is not None:
        services.tie_sheet(plan, user=request.user, action=chosen)
        return _after(request, plan, _("Your sheet and this plan belong together now."))
    action = services.make_sheet(plan, user=request.user)
    messages.success(request, _("The draft is there: complete it, then submit it."))
    return reverse("actions:edit", args=[action.public_id])


@for_signed_in
@require_http_methods(METHODS)
def link(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The town of origin says whether it agrees to be named."""
    plan = plan_for(request.user, public_id)
    require("replication.answer_link", request.user, plan)
    faults: list[str] = []
    if request.method == "POST":
        try:
            return take_effect_once(request, lambda: _answered_link(request, plan))
        except ValidationError as error:
            faults = error.messages
        except Conflict as error:
            faults = [str(error.message)]
    choices = [(answer.value, _WORDS[answer]()) for answer in ANSWERS[plan.consent]]
    return _page(request, "replication/link.html", plan, status=400 if faults else 200, faults=faults, choices=choices)


_WORDS: dict[Consent, Callable[[], str]] = {
    Consent.CONFIRMED: lambda: _("Yes, we know them and agree to be named as the town of origin."),
    Consent.REFUSED: lambda: _("No, we do not wish to be named."),
    Consent.WITHDRAWN: lambda: _("We no longer wish to be named."),
}


def _answered_link(request: HttpRequest, plan: Replication) -> str:
    answer = request.POST.get("answer", "")[:20]
    return _after(
        request,
        services.answer_link(plan, user=request.user, answer=answer),
        _("Thank you. The other town has been told."),
    )


def _answered(
    request: HttpRequest, template: str, plan: Replication, form: forms.Form, effect: Callable[[], str]
) -> HttpResponseBase:
    """A page with a form: what was typed stays there until it is saved."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return take_effect_once(request, effect)
            except ValidationError as error:
                add_faults(form, error)
            except Conflict as error:
                form.add_error(None, str(error.message))
                status = error.status
    fresh = own_plan_for(request.user, plan.public_id)
    return _page(request, template, fresh, status=status, form=form)


def _page(request: HttpRequest, template: str, plan: Replication, status: int = 200, **more: Any) -> HttpResponse:
    context = {"plan": plan, "form_key": new_form_key(), **more}
    return render(request, template, context, status=status)


def _after(request: HttpRequest, plan: Replication, sentence: str) -> str:
    messages.success(request, sentence)
    return plan.get_absolute_url()


def _version_read(request: HttpRequest) -> int:
    """The version the person had before the eyes."""
    version = request.POST.get("version", "")
    if not version.isascii() or not version.isdecimal() or len(version) > 9:
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    return int(version)
