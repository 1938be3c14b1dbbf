"""The page behind the link of an invitation: who invites for what; accept or decline.

The link reaches no other host: every page says `Referrer-Policy: same-origin`. A stricter word must not be used here,
because browsers then send the answer with `Origin: null`, which the protection against forged forms refuses.
"""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from seguia.core.errors import Invalid, Refused
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.languages import current_language
from seguia.membership.models import Invitation, InvitationState
from seguia.membership.queries import invitation_by_token
from seguia.membership.services.invitations import require_addressee, state_said
from seguia.membership.services.newcomers import account_with_invitation
from seguia.membership.services.people import accept_invitation, decline_invitation
from seguia.membership.views.answering import told
from seguia.membership.views.newcomers import code_address


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Shown to whoever has the link; answered once. Accepting asks for the invited address."""
    found = invitation_by_token(token)
    if request.method == "POST":
        return _answer(request, found)
    response = render(request, "membership/invitation.html", _context(request, found))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _context(request: HttpRequest, found: Invitation) -> dict[str, Any]:
    is_open = found.state == InvitationState.OPEN and not found.is_expired
    fault = "" if is_open else state_said(found)
    if is_open and request.user.is_authenticated:
        try:
            require_addressee(request.user, found)
        except Refused as error:
            fault = str(error.message)
    return {
        "invitation": found,
        "is_open": is_open,
        "fault": fault,
        "is_mine": found.accepted_by_id is not None and found.accepted_by_id == request.user.pk,
        "form_key": new_form_key(),
        "other_form_key": new_form_key(),
    }


def _answer(request: HttpRequest, found: Invitation) -> HttpResponseBase:
    answer = request.POST.get("answer", "")
    if answer == "accept" and not request.user.is_authenticated:
        return redirect_to_login(request.path)
    effects = {"accept": _accepted, "decline": _declined, "account": _account_made}
    if answer not in effects:
        raise Invalid(_("Choose whether you accept or decline. Nothing was changed."))
    return take_effect_once(request, lambda: effects[answer](request, found))


def _accepted(request: HttpRequest, found: Invitation) -> str:
    accept_invitation(user=request.user, invitation=found)
    facts = {"organisation": found.organisation.label().text}
    return told(request, _("Welcome! You act for %(organisation)s from now on.") % facts, reverse("portal:my-town"))


def _declined(request: HttpRequest, found: Invitation) -> str:
    decline_invitation(user=request.user, invitation=found)
    return told(request, _("You declined. The person who invited you is told; nothing else happens."), request.path)


def _account_made(request: HttpRequest, found: Invitation) -> str:
    """Whoever has the link has the address: an account is made where there is none, and signed in to by a code."""
    account_with_invitation(invitation=found, name=request.POST.get("name", "")[:120], language=current_language())
    message = _("Your account is ready. Ask for a code with the address that got the mail; then accept the invitation.")
    return told(request, message, code_address(request.path))
