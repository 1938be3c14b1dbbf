"""What is done with a case: take it, hand it on, close, withdraw, take it up again, agree on a day."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from seguia.accounts.entering import for_signed_in
from seguia.core.idempotency import take_effect_once
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.membership.views.answering import FormPage, answered, told
from seguia.support.forms import CloseForm, DeadlineForm, HandOverForm, ReasonForm
from seguia.support.models import WORKED_ON, Case, Message
from seguia.support.queries import case_for, case_to_take, last_line, lines_for, offered_case
from seguia.support.rules import standing_of
from seguia.support.services import closing, deadlines, taking

FORM = ["GET", "HEAD", "POST"]


def _page(case: Case, title: Any, button: Any, **around: Any) -> FormPage:
    """A form about a case; leads back to its page."""
    crumbs = [(reverse("support:home"), _("Help desk")), (case.get_absolute_url(), case.label)]
    extra = {"version": case.version, **around.pop("extra", {})}
    return FormPage(title, button, case.get_absolute_url(), crumbs=crumbs, extra=extra, **around)


def _version(request: HttpRequest) -> str:
    """What the person had before them; anything else is an older one."""
    return request.POST.get("version", "")[:12]


@require_POST
def take(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Become responsible for it."""
    case = case_to_take(request.user, public_id)

    def effect() -> str:
        taking.take_case(user=request.user, case=case)
        return told(request, _("The request is yours. The town has been told."), case.get_absolute_url())

    return take_effect_once(request, effect)


@for_signed_in
@require_http_methods(FORM)
def hand_on(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Ask a colleague to take over, or give it back to the queue."""
    case = case_for(request.user, public_id)
    require("support.hand_over", request.user, case)
    form = HandOverForm(request.POST or None, present=case.adviser, may_return=case.status in WORKED_ON)
    page = _page(
        case, _("Hand over this request"), _("Hand over"),
        lead=_("Until a colleague takes it, you stay responsible. The town is told who answers from then on."),
    )  # fmt: skip

    def effect() -> str:
        to, reason = form.chosen(), form.cleaned_data["reason"]
        taking.hand_over(
            user=request.user, case=case, to=to, reason=reason, language=current_language(), version=_version(request)
        )
        keeps = standing_of(request.user, case_now(case)).sees_case
        address = case.get_absolute_url() if keeps else reverse("support:home")
        if to is None:
            return told(request, _("The request waits for a new adviser; the town has been told."), address)
        return told(request, _("Your colleague has been asked. You are told the answer."), address)

    return answered(request, form, page, effect)


def case_now(case: Case) -> Case:
    """The same case, read anew."""
    case.refresh_from_db()
    return case


@for_signed_in
@require_http_methods(FORM)
def decline(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One is asked to take over and cannot."""
    case = offered_case(request.user, public_id)
    form = ReasonForm(
        request.POST or None, is_required=False, help_text=_("Your colleague reads it; the town does not.")
    )
    page = _page(case, _("You cannot take over?"), _("I cannot take over"))

    def effect() -> str:
        taking.decline_handover(user=request.user, case=case, reason=form.cleaned_data["reason"])
        return told(request, _("Noted. Your colleague has been told."), reverse("support:home"))

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(FORM)
def close(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Say how it went."""
    case = case_for(request.user, public_id)
    require("support.close_case", request.user, case)
    form = CloseForm(request.POST or None)
    page = _page(
        case, _("Close this request"), _("Close the request"), template="support/close.html",
        lead=_("The other side is told. The town can take it up again for 30 days."), extra=_since(request, case),
    )  # fmt: skip

    def effect() -> str:
        ending = closing.Ending(
            **form.cleaned_data,
            language=current_language(),
            seen=request.POST.get("seen", "")[:8],
            version=_version(request),
        )
        closing.close_case(user=request.user, case=case, ending=ending)
        return told(request, _("The request is closed. Thank you for saying how it went."), case.get_absolute_url())

    return answered(request, form, page, effect)


def _since(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Where the person is in the thread; what came since they opened the form is shown above it."""
    standing = standing_of(request.user, case)
    seen = request.POST.get("seen", "")[:8]
    newer: list[Message] = []
    if seen:
        lines = lines_for(case, standing)
        ids = [line.public_id for line in lines]
        newer = [
            line for line in lines[ids.index(seen) + 1 if seen in ids else 0 :] if line.author_id != request.user.pk
        ]
    return {"seen": last_line(case, standing), "newer": newer, "case": case}


@for_signed_in
@require_http_methods(FORM)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The town no longer needs it."""
    case = case_for(request.user, public_id)
    require("support.withdraw_case", request.user, case)
    form = ReasonForm(request.POST or None, is_required=False, help_text=_("Optional; your adviser reads it."))
    page = _page(
        case, _("Withdraw this request?"), _("Withdraw"), is_danger=True,
        lead=_("Nobody works on it any more. It stays among your requests, and can be taken up again for 30 days."),
    )  # fmt: skip

    def effect() -> str:
        closing.withdraw_case(
            user=request.user, case=case, reason=form.cleaned_data["reason"], version=_version(request)
        )
        return told(request, _("The request is withdrawn."), case.get_absolute_url())

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(FORM)
def reopen(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The town takes it up again."""
    case = case_for(request.user, public_id)
    require("support.reopen_case", request.user, case)
    form = ReasonForm(request.POST or None, label=_("What is still missing?"))
    page = _page(
        case, _("Take this request up again"), _("Take it up again"),
        lead=_("Your adviser has it back; when that person has left, it waits for another one."),
    )  # fmt: skip

    def effect() -> str:
        closing.reopen_case(user=request.user, case=case, reason=form.cleaned_data["reason"], version=_version(request))
        return told(request, _("The request is open again."), case.get_absolute_url())

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(FORM)
def deadline(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Agree on a day."""
    case = case_for(request.user, public_id)
    require("support.set_deadline", request.user, case)
    form = DeadlineForm(request.POST or None)
    page = _page(case, _("Set a deadline"), _("Set the deadline"), lead=_("Whom it concerns is reminded in time."))

    def effect() -> str:
        new = deadlines.NewDeadline(**form.cleaned_data)
        deadlines.set_deadline(user=request.user, case=case, new=new)
        return told(request, _("The deadline is set."), f"{case.get_absolute_url()}#deadlines")

    return answered(request, form, page, effect)


@require_POST
def deadline_done(request: HttpRequest, public_id: str, deadline_id: str) -> HttpResponseBase:
    """It is done."""
    case = case_for(request.user, public_id)
    found = deadlines.deadline_of(request.user, case, deadline_id)

    def effect() -> str:
        deadlines.finish_deadline(user=request.user, deadline=found)
        return told(request, _("Done: noted, thank you."), f"{case.get_absolute_url()}#deadlines")

    return take_effect_once(request, effect)
