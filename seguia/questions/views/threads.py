"""Conversations to read: all questions on one action, one question with its answers."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seguia.actions.queries import action_for
from seguia.questions.models import Post
from seguia.questions.queries import question_for, questions_on
from seguia.questions.showing import shown_thread
from seguia.questions.standing import Standing, standing_of
from seguia.questions.views.forms_shown import answer_form, form_context

PER_PAGE = 10


@require_safe
def of_action(request: HttpRequest, public_id: str) -> HttpResponse:
    """All questions on a published action; a page number that makes no sense shows the nearest page."""
    action = action_for(AnonymousUser(), public_id)
    is_newest = request.GET.get("sort") == "newest"
    standing = standing_of(request.user)
    found = questions_on(action, request.user, newest=is_newest)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    context = {
        "action": action,
        "page": page,
        "count": page.paginator.count,
        "threads": [shown_thread(question, standing) for question in page],
        "is_newest": is_newest,
        "standing": standing,
        "may_ask": standing.may_ask(action),
    }
    return render(request, "questions/list.html", context)


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One question, its answers, and the form for those who may answer."""
    question = question_for(request.user, public_id)
    standing = standing_of(request.user)
    shown: dict[str, Any] = {}
    if standing.may_answer(question):
        shown = form_context(answer_form(request, question), question)
    return thread_page(request, question, standing, shown)


def thread_page(
    request: HttpRequest, question: Post, standing: Standing, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page of one question; `more` holds the form and what is to be said above it."""
    if standing.is_staff:
        prefetch_related_objects([question, *getattr(question, "shown_answers", [])], "earlier")
    context = {
        "action": question.action,
        "thread": shown_thread(question, standing),
        "standing": standing,
        "may_answer": standing.may_answer(question),
        "earlier": list(question.earlier.all()) if standing.is_staff and question.edited_at else [],
        **more,
    }
    return render(request, "questions/detail.html", context, status=status)
