"""Asking, answering, mending. Nothing that was typed is ever lost: whatever happens, the page comes back with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.actions.models import Action
from seguia.actions.queries import action_for
from seguia.core.errors import Conflict, Invalid, NotFound, Refused, SeguiaError
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.questions import services
from seguia.questions.forms import WordsForm
from seguia.questions.models import QUIET, Post
from seguia.questions.queries import post_for, question_for
from seguia.questions.standing import standing_of
from seguia.questions.views.forms_shown import (
    answer_form,
    form_context,
    kept_page,
    posted_number,
    question_form,
)
from seguia.questions.views.threads import thread_page


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A question on a published action; those who may not are told how they can."""
    try:
        action = action_for(AnonymousUser(), public_id)
        require("questions.ask_question", request.user, action)
    except (NotFound, Refused) as error:
        if request.method != "POST":
            raise
        return kept_page(request, error)
    form, status = question_form(request, action.organisation_id), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return take_effect_once(request, lambda: _asked(request, action, form))
            except ValidationError as error:
                add_faults(form, error)
            except SeguiaError as error:
                form.add_error(None, str(error.message))
                status = error.status
    return render(request, "questions/ask.html", {"action": action, **form_context(form)}, status=status)


def _asked(request: HttpRequest, action: Action, form: Form) -> str:
    post = services.ask_question(user=request.user, action=action, **form.cleaned_data)
    messages.success(request, _("Your question is public. The people of the town that did this have been told."))
    return post.get_absolute_url()


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The page of the question with the form. Who answered meanwhile is read before one's own is sent."""
    try:
        question = question_for(request.user, public_id)
        require("questions.answer_question", request.user, question)
    except (NotFound, Refused) as error:
        if request.method != "POST":
            raise
        return kept_page(request, error)
    form, status, newer = answer_form(request, question), 200, []
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return take_effect_once(request, lambda: _answered(request, question, form))
            except ValidationError as error:
                add_faults(form, error)
            except Conflict as error:
                newer, status = error.details.get("newer", []), error.status
            except SeguiaError as error:
                form.add_error(None, str(error.message))
                status = error.status
    more = {**form_context(form, question), "newer": [post.public_id for post in newer]}
    return thread_page(request, question, standing_of(request.user), more, status)


def _answered(request: HttpRequest, question: Post, form: Form) -> str:
    seen = posted_number(request, "seen")
    if seen is None:
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    post = services.answer_question(user=request.user, question=question, seen=seen, **form.cleaned_data)
    messages.success(request, _("Your answer is public. Who asked has been told."))
    return post.get_absolute_url()


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Own words only; after half an hour the change is marked."""
    try:
        post = post_for(request.user, public_id)
        require("questions.edit_post", request.user, post)
    except (NotFound, Refused) as error:
        if request.method != "POST":
            raise
        return kept_page(request, error)
    form = WordsForm(request.POST or None, initial={"text": post.text})
    status, theirs = 200, ""
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return take_effect_once(request, lambda: _edited(request, post, form))
            except ValidationError as error:
                add_faults(form, error)
            except Conflict as error:
                post = post_for(request.user, public_id)
                theirs, status = post.text, error.status
                form.add_error(None, str(error.message))
            except SeguiaError as error:
                form.add_error(None, str(error.message))
                status = error.status
    return _edit_page(request, post, form, theirs, status)


def _edit_page(request: HttpRequest, post: Post, form: Form, theirs: str, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "post": post,
        "action": post.action,
        "form": form,
        "theirs": theirs,
        "form_key": new_form_key(),
        "minutes": int(QUIET.total_seconds() // 60),
    }
    return render(request, "questions/edit.html", context, status=status)


def _edited(request: HttpRequest, post: Post, form: Form) -> str:
    start = request.POST.get("start", "")[:16]
    changed = services.edit_post(user=request.user, post=post, text=form.cleaned_data["text"], start=start)
    messages.success(request, _("Saved."))
    return changed.get_absolute_url()


def add_faults(form: Form, error: ValidationError) -> None:
    """Faults of the table below the boxes they belong to; what has no box stands above the form."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, sentences in by_field.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
