"""The first pages of the help desk: what it is and one's own requests; asking, with what is known at once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Conflict, Invalid, Refused
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.languages import current_language
from seguia.core.permissions import allowed
from seguia.files.services import KeptUpload
from seguia.membership.acting import acting_organisation, own_organisations
from seguia.membership.models import Organisation
from seguia.membership.queries import writes_for
from seguia.membership.views.answering import add_faults, told
from seguia.support.attachments import kept_files, prepare_files
from seguia.support.forms import AskForm, NeedForm
from seguia.support.queries import cases_of
from seguia.support.rules import active_adviser
from seguia.support.services.asking import Need, note_found, open_case, title_from
from seguia.support.services.changing import language_of
from seguia.support.suggesting import suggest
from seguia.support.views.kept import kept_page

SHOWN = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the help desk is; below it the requests of one's own towns."""
    organisations = _own(request)
    context = {
        "may_ask": bool(organisations),
        "cases": list(cases_of({one.pk for one in organisations})[:SHOWN]) if organisations else [],
        "advises": allowed("support.see_queue", request.user),
        "adviser": active_adviser(request.user),
    }
    return render(request, "support/home.html", context)


def _own(request: HttpRequest) -> list[Organisation]:
    """The organisations the person may ask for; the one they act for at the moment first."""
    if not request.user.is_authenticated:
        return []
    acting = acting_organisation(request)
    found = [one for one in own_organisations(request) if writes_for(one)]
    return sorted(found, key=lambda one: one != acting)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """First the need alone; then what may help at once, with everything else; then it is sent, or has helped already."""
    organisations = _own(request)
    if not organisations:
        return _not_for_you(request)
    if request.method != "POST":
        form: NeedForm = NeedForm(organisations=organisations)
        return render(request, "support/ask.html", {"form": form, "form_key": new_form_key()})
    if request.POST.get("do") in {"send", "found"}:
        return _sent(request, organisations)
    form = NeedForm(request.POST, organisations=organisations)
    if not form.is_valid():
        return render(request, "support/ask.html", {"form": form, "form_key": new_form_key()}, status=400)
    return _suggested(request, _completed(request, form, organisations), form.chosen(), form.cleaned_data["need"])


def _not_for_you(request: HttpRequest) -> HttpResponseBase:
    if request.POST.get("need", "").strip():
        message = _("Only people who act for an organisation may ask for help in its name. Nothing was sent.")
        return kept_page(request, message, [request.POST["need"]])
    raise Refused(_("Only people who act for an organisation may ask for help in its name. Nothing was sent."))


def _completed(request: HttpRequest, form: NeedForm, organisations: list[Organisation]) -> AskForm:
    """The second form, filled with what is known from the first."""
    need = form.cleaned_data["need"]
    initial = {"need": need, "organisation": form.chosen().public_id, "title": title_from(need)}
    return AskForm(initial=initial, organisations=organisations)


def _suggested(
    request: HttpRequest, form: AskForm, organisation: Organisation, need: str, status: int = 200
) -> HttpResponse:
    """What may help at once, and the form to send it."""
    language = language_of(need, current_language(), otherwise=getattr(request.user, "language", ""))
    context = {
        "form": form,
        "form_key": new_form_key(),
        "suggestions": suggest(need, language, organisation),
        "organisation": organisation,
        "has_faults": bool(form.is_bound and form.errors),
    }
    return render(request, "support/ask_details.html", context, status=status)


def _sent(request: HttpRequest, organisations: list[Organisation]) -> HttpResponseBase:
    form = AskForm(request.POST, request.FILES, organisations=organisations)
    status = 400
    if form.is_valid():
        try:
            prepared = prepare_files(form.cleaned_data["attached"])
            with kept_files(prepared) as kept:
                return take_effect_once(request, lambda: _effect(request, form, kept))
        except ValidationError as error:
            add_faults(form, error)
        except (Conflict, Refused, Invalid) as error:
            form.add_error("attached" if request.FILES and isinstance(error, Invalid) else None, str(error.message))
            status = error.status
    organisation = form.cleaned_data.get("organisation") or organisations[0].public_id
    found = next((one for one in organisations if one.public_id == organisation), organisations[0])
    return _suggested(request, form, found, form.cleaned_data.get("need", ""), status)


def _effect(request: HttpRequest, form: AskForm, kept: list[KeptUpload]) -> str:
    facts: dict[str, Any] = {"user": request.user, "organisation": form.chosen(), "need": _need(form)}
    if request.POST.get("do") == "found":
        note_found(**facts)
        message = _("We are glad that it helped. Your question is kept among your requests, closed.")
        return told(request, message, reverse("support:home"))
    case = open_case(**facts, kept=kept)
    message = _("Sent. A receipt is on its way by mail; an adviser answers you here and by mail.")
    return told(request, message, case.get_absolute_url())


def _need(form: AskForm) -> Need:
    data = form.cleaned_data
    return Need(
        need=data["need"],
        title=data["title"],
        kind=data["kind"],
        matter=data["matter"],
        themes=list(data["themes"]),
        wished_by=data["wished_by"],
        language=current_language(),
    )
