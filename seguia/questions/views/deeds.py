"""What becomes of a text: each deed is a small page that says what will happen, or one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Message
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.questions import services
from seguia.questions.forms import ReasonForm
from seguia.questions.models import Post, PostTranslation
from seguia.questions.queries import any_post, place_of, post_for
from seguia.questions.views.writing import add_faults


@dataclass(frozen=True)
class Deed:
    """One deed: its permission, its words, its service."""

    permission: str
    title: Message
    explanation: Message
    button: Message
    done: Message
    run: Callable[..., Post]
    asks_reason: bool = False
    is_danger: bool = False


DEEDS = {
    "withdraw": Deed(
        "questions.withdraw_post",
        gettext_lazy("Withdraw"),
        gettext_lazy("Nobody but the secretariat will read this text any more. Answers to a question stay."),
        gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn."),
        services.withdraw_post,
        is_danger=True,
    ),
    "offline": Deed(
        "questions.moderate_posts",
        gettext_lazy("Take offline"),
        gettext_lazy("Readers no longer see this text. Its author is told why. It can be put back."),
        gettext_lazy("Take offline"),
        gettext_lazy("Taken offline. Its author has been told why."),
        services.take_offline,
        asks_reason=True,
        is_danger=True,
    ),
    "restore": Deed(
        "questions.moderate_posts",
        gettext_lazy("Put back online"),
        gettext_lazy("Everybody reads this text again. Its author is told."),
        gettext_lazy("Put back online"),
        gettext_lazy("The text is public again."),
        services.restore_post,
    ),
}


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, public_id: str, deed: str) -> HttpResponseBase:
    """One page for all deeds."""
    known, post = DEEDS[deed], any_post(public_id)
    form = ReasonForm(request.POST or None) if known.asks_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return take_effect_once(request, lambda: _done(request, post, known, form))
        except ValidationError as error:
            if form is None:
                raise
            add_faults(form, error)
    require(known.permission, request.user, post)
    context = {"post": post, "action": post.action, "deed": known, "form": form, "form_key": new_form_key()}
    return render(request, "questions/decide.html", context, status=400 if form and form.errors else 200)


def _done(request: HttpRequest, post: Post, deed: Deed, form: ReasonForm | None) -> str:
    given: dict[str, Any] = {"reason": form.cleaned_data["reason"]} if form else {}
    deed.run(user=request.user, post=post, **given)
    messages.success(request, str(deed.done))
    return place_of(request.user, post)


@for_signed_in
@require_POST
def helped(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The asking town says that an answer helped, or takes that back. Sent twice it is the same."""
    answer = post_for(request.user, public_id)
    services.accept_answer(user=request.user, answer=answer, helped=request.POST.get("helped") != "0")
    return HttpResponseRedirect(answer.get_absolute_url())


@for_signed_in
@require_POST
def translate(request: HttpRequest, public_id: str, language: str) -> HttpResponseBase:
    """A reader wants to read a text in the language of the page. Asked twice it is made once."""
    post = post_for(request.user, public_id)
    made = services.request_post_translation(user=request.user, post=post, language=language)
    if made.state == PostTranslation.State.ORDERED:
        messages.info(request, _("The machine is translating. Reload the page in a moment."))
    elif made.state == PostTranslation.State.WANTED:
        messages.info(request, _("No machine translates here. Your wish has gone to the translators of the network."))
    return HttpResponseRedirect(post.get_absolute_url())
