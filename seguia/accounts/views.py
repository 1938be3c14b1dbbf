"""A person's own account: name and language, how they sign in, where, what is kept about them."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.accounts import queries
from seguia.accounts.entering import for_signed_in
from seguia.accounts.forms import EraseForm, ProfileForm
from seguia.accounts.models import User
from seguia.accounts.personal_data import erasure_warnings, explanation_of
from seguia.accounts.recently import signed_in_recently
from seguia.accounts.services.erasure import erase_person
from seguia.accounts.services.export import entries_of, export_of
from seguia.accounts.services.profile import end_sessions, save_profile
from seguia.accounts.single_sign_on import sign_on_buttons


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


@never_cache
@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account_home(request: HttpRequest) -> HttpResponse:
    """Everything about the account on one page; the form is for name and language."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    user = _person(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, user=user, language=get_language() or "")
    if request.method == "POST" and form.is_valid():
        save_profile(user=user, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
            return redirect("account_home")
    shown = {
        "form": form,
        "keys": queries.keys_of(user),
        "sessions": queries.open_sessions(user),
        "sign_ons": sign_on_buttons(request),
    }
    return render(request, "account/home.html", shown, status=400 if form.errors else 200)


@for_signed_in
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out in one other place, or in all of them."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    given = request.POST.get("session", "")
    only = [int(given)] if given.isascii() and given.isdecimal() and len(given) < 19 else None
    if given and only is None:
        only = []
    number = end_sessions(user=_person(request), except_key=request.session.session_key, only=only)
    words = ngettext("You are signed out in %(n)s other place.", "You are signed out in %(n)s other places.", number)
    messages.success(request, words % {"n": number})
    return redirect(f"{reverse('account_home')}#sessions")


@never_cache
@for_signed_in
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept about the person, why, and how to take it along or have it erased."""
    kinds = [(explanation_of(kind.name), number) for kind, number in entries_of(_person(request))]
    kinds.sort(key=lambda kind: kind[1] == 0)
    return render(request, "account/own_data.html", {"kinds": kinds})


@never_cache
@signed_in_recently
def own_data_export(request: HttpRequest) -> HttpResponseBase:
    """One JSON file. A GET leads to the page with the button: no link gives it away."""
    if request.method != "POST":
        return redirect("account_data")
    user = _person(request)
    response = StreamingHttpResponse(export_of(user), content_type="application/json; charset=utf-8")
    name = f"seguia-{timezone.localdate().isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@signed_in_recently
@require_http_methods(["GET", "HEAD", "POST"])
def account_erase(request: HttpRequest) -> HttpResponseBase:
    """Says what is erased and what stays, then does it."""
    user = _person(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erase_person(user=user)
        logout(request)
        messages.success(request, _("Your account is erased. Thank you for what you did with us."))
        return redirect("portal:home")
    kinds = [explanation_of(kind.name) for kind, number in entries_of(user) if number]
    shown = {
        "form": form,
        "erased": [kind for kind in kinds if not kind.stays],
        "kept": [kind for kind in kinds if kind.stays],
        "warnings": erasure_warnings(user),
    }
    return render(request, "account/erase.html", shown, status=400 if form.errors else 200)
