"""Pages of recommendations: prepare, send, answer."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import NotFound, Refused
from seguia.core.idempotency import take_effect_once
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.membership.views.answering import FormPage, answered, told
from seguia.support.models import Case, Recommendation, RecommendationKind, RecommendationStatus
from seguia.support.queries import case_for
from seguia.support.recommendations.forms import DeclineForm, RecommendationForm, SendForm
from seguia.support.recommendations.pages import recommendations_of
from seguia.support.recommendations.queries import recommendation_for
from seguia.support.recommendations.services import (
    Advice,
    answer_recommendation,
    draft_recommendation,
    propose_recommendations,
    remove_draft,
)
from seguia.support.suggesting import words_for
from seguia.support.targets import search_targets, target_kinds
from seguia.support.views.kept import kept_page

FOUND = 8
FORM = ["GET", "HEAD", "POST"]
TYPED = ("why", "label", "message", "reason")


def _part(case: Case) -> str:
    return f"{case.get_absolute_url()}#recommendations"


def _page(case: Case, title: Any, button: Any, template: str, **extra: Any) -> FormPage:
    crumbs = [(reverse("support:home"), _("Help desk")), (case.get_absolute_url(), case.label)]
    return FormPage(
        title,
        button,
        _part(case),
        crumbs=crumbs,
        template=f"support/advice/{template}.html",
        extra={"case": case, **extra},
    )


def _case_to_advise(request: HttpRequest, public_id: str) -> Case:
    case = case_for(request.user, public_id)
    require("support.recommend", request.user, case)
    return case


@for_signed_in
@require_http_methods(FORM)
def recommend(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Choose something and say why; it stays a draft until it is sent."""
    try:
        case = _case_to_advise(request, public_id)
    except (NotFound, Refused) as error:
        return _kept(request, error)
    kind = _kind(request)
    has_targets = bool(target_kinds(kind))
    form = RecommendationForm(request.POST or None, is_free=not has_targets or kind == RecommendationKind.EXPERT)
    page = _page(
        case, _("Recommend something"), _("Prepare"), "recommend",
        kind=kind, kinds=RecommendationKind.choices, has_targets=has_targets, chosen=request.POST.get("target", ""),
        **(_found(request, case, kind) if has_targets else {}),
    )  # fmt: skip

    def effect() -> str:
        target_kind, _colon, target_id = request.POST.get("target", "").partition(":")
        advice = Advice(kind, target_kind, target_id, language=current_language(), **form.cleaned_data)
        draft_recommendation(user=request.user, case=case, advice=advice)
        return told(request, _("Prepared. The town sees it when you send it."), page.back)

    return answered(request, form, page, effect)


def _kind(request: HttpRequest) -> str:
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    return asked if asked in RecommendationKind.values else RecommendationKind.ACTION.value


def _found(request: HttpRequest, case: Case, kind: str) -> dict[str, Any]:
    """What can be recommended: by the words that were typed, at first by those of the request that tell most."""
    asked = request.GET.get("q", request.POST.get("q"))
    words = words_for(f"{case.title}\n{case.need}", case.language) if asked is None else asked
    found = search_targets(kind, words, current_language(), FOUND) if words.strip() else []
    return {"query_text": words, "found": found}


def _kept(request: HttpRequest, error: NotFound | Refused) -> HttpResponseBase:
    """The right ended while somebody typed: the text is shown, to be copied."""
    if request.method != "POST":
        raise error
    return kept_page(request, error.message, [request.POST.get(name, "") for name in TYPED], error.status)


@for_signed_in
@require_http_methods(FORM)
def send(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Send what is prepared, with a message."""
    try:
        case = _case_to_advise(request, public_id)
    except (NotFound, Refused) as error:
        return _kept(request, error)
    form = SendForm(request.POST or None)
    chosen = request.POST.getlist("chosen")
    recommended = recommendations_of(case, request.user)
    page = _page(case, _("Send recommendations"), _("Send to the town"), "send", recommended=recommended, chosen=chosen)

    def effect() -> str:
        words = form.cleaned_data["message"]
        propose_recommendations(user=request.user, case=case, message=words, language=current_language(), chosen=chosen)
        return told(request, _("Sent. The town has been told."), page.back)

    return answered(request, form, page, effect)


@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take a draft back."""
    recommendation = recommendation_for(request.user, public_id)

    def effect() -> str:
        remove_draft(user=request.user, recommendation=recommendation)
        return told(request, _("Removed. The town never saw it."), _part(recommendation.case))

    return take_effect_once(request, effect)


@require_POST
def answer(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The town says with one click how far it has come."""
    recommendation = recommendation_for(request.user, public_id)

    def effect() -> str:
        said, was = request.POST.get("answer", "")[:20], request.POST.get("was", "")[:20]
        answer_recommendation(user=request.user, recommendation=recommendation, answer=said, was=was)
        return _noted(request, recommendation)

    return take_effect_once(request, effect)


@for_signed_in
@require_http_methods(FORM)
def decline(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The town says that it is not for it, and why."""
    try:
        recommendation = recommendation_for(request.user, public_id)
        require("support.answer_recommendation", request.user, recommendation.case)
    except (NotFound, Refused) as error:
        return _kept(request, error)
    form = DeclineForm(request.POST or None)
    page = _page(recommendation.case, _("Not for us"), _("Tell the adviser"), "decline", recommendation=recommendation)

    def effect() -> str:
        answer_recommendation(
            user=request.user,
            recommendation=recommendation,
            answer=RecommendationStatus.DECLINED,
            language=current_language(),
            **form.cleaned_data,
        )
        return _noted(request, recommendation)

    return answered(request, form, page, effect)


def _noted(request: HttpRequest, recommendation: Recommendation) -> str:
    return told(request, _("Noted, thank you. Your adviser has been told."), _part(recommendation.case))
