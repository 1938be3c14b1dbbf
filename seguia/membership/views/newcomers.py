"""The door for people without an account who want to ask for membership: an address, a link by mail, a name."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from seguia.core.languages import current_language
from seguia.membership import forms
from seguia.membership.services import newcomers as services
from seguia.membership.views.answering import FormPage, answered, told

P = ParamSpec("P")


def for_applicants(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Visitors are led to the door for newcomers, from where those who have an account sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated and request.method in {"GET", "HEAD"}:
            return redirect(f"{reverse('membership:newcomer-start')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return guarded


def code_address(to: str) -> str:
    """Where one signs in with a code and then goes on."""
    return f"{reverse('account_request_login_code')}?{urlencode({'next': to})}"


def _on_from_here(request: HttpRequest, wanted: str) -> str:
    """Only addresses of this house, and short ones."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and len(wanted) <= 300 else reverse("membership:join")


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Ask for the address; the answer is the same whether it is known or not."""
    to = _on_from_here(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(to)
    form = forms.NewcomerForm(request.POST or None)
    page = FormPage(
        _("First, your address"), _("Send me the link"), reverse("membership:join"),
        lead=_("A request for membership needs an address at which we can answer you."),
        crumbs=[(reverse("membership:join"), _("Join the network"))],
        template="membership/newcomer.html", extra={"to": to},
    )  # fmt: skip

    def effect() -> str:
        services.send_link(email=form.cleaned_data["email"], language=current_language(), to=to)
        message = _("If this address is right, a mail with a link is on its way. The link is valid for a day.")
        return told(request, message, reverse("membership:join"))

    return answered(request, form, page, effect)


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def newcomer(request: HttpRequest, token: str) -> HttpResponseBase:
    """Behind the link: a name makes the account; those who have one sign in and go on."""
    _email, wanted = services.content_of(token)
    to = _on_from_here(request, wanted)
    if request.user.is_authenticated:
        return redirect(to)
    form = forms.NameForm(request.POST or None)
    page = FormPage(
        _("Make your account"), _("Make an account"), reverse("membership:join"),
        lead=_("You sign in with a code that comes by mail; no password is needed."),
    )  # fmt: skip

    def effect() -> str:
        services.account_with_link(token=token, name=form.cleaned_data["name"], language=current_language())
        message = _("Your account is ready. Ask for a code with your address, and go on with your request.")
        return told(request, message, code_address(to))

    return answered(request, form, page, effect)
