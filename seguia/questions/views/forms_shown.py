"""The forms of a conversation as a page shows them, and what becomes of a text that could not be saved."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seguia.core.errors import SeguiaError
from seguia.core.idempotency import new_form_key
from seguia.membership.acting import acting_organisation
from seguia.membership.models import Organisation
from seguia.membership.queries import organisations_of
from seguia.questions.forms import AnswerForm, QuestionForm, speakers_of
from seguia.questions.models import Post, is_secretariat
from seguia.questions.queries import last_answer_number, own_published_actions


def own_towns(request: HttpRequest, *, without: int | None = None) -> list[Organisation]:
    """The towns somebody writes for, the one they act for first."""
    acting = acting_organisation(request)
    found = [town for town in organisations_of(request.user).order_by("pk") if town.pk != without]
    return sorted(found, key=lambda town: acting is None or town.pk != acting.pk)


def question_form(request: HttpRequest, source: int) -> QuestionForm:
    """On behalf of any own town but the one that did the action."""
    return QuestionForm(request.POST or None, speakers=speakers_of(own_towns(request, without=source)))


def answer_form(request: HttpRequest, question: Post) -> AnswerForm:
    """The town that did it first; examples only where another town may have some."""
    towns = sorted(own_towns(request), key=lambda town: town.pk != question.action.organisation_id)
    others = [town for town in towns if town.pk not in {question.action.organisation_id, question.organisation_id}]
    return AnswerForm(
        request.POST or None,
        speakers=speakers_of(towns, is_staff=is_secretariat(request.user)),
        examples=own_published_actions(others)[:50] if others else (),
    )


def form_context(form: Form, question: Post | None = None) -> dict[str, Any]:
    """A form with its one-time key and, for an answer, the last answer its writer can have read."""
    seen = last_answer_number(question) if question else 0
    return {"form": form, "form_key": new_form_key(), "seen": seen}


def kept_page(request: HttpRequest, error: SeguiaError) -> HttpResponse:
    """What was typed is given back, whatever happened."""
    context = {
        "message": error.message,
        "text": request.POST.get("text", ""),
        "is_signed_in": request.user.is_authenticated,
    }
    return render(request, "questions/kept.html", context, status=error.status)


def posted_number(request: HttpRequest, name: str) -> int | None:
    """A number of the form; None for what no form of ours sends."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 18 else None
