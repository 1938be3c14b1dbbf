"""The page of mails that did not arrive and of addresses that do not work."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.notifications.models import OutboxMessage, State
from seguia.notifications.queries import bounced_addresses, failed_messages
from seguia.notifications.services import clear_bounce
from seguia.portal.desk.mail import SEE, fault_in_words, half_hidden, label_of_kind, try_all_again

PER_PAGE, MOST_ADDRESSES = 30, 100


@dataclass(frozen=True)
class Lost:
    """A mail as the page shows it."""

    message: OutboxMessage
    label: str
    recipient: str
    fault: str
    waits: bool


def _lost(message: OutboxMessage) -> Lost:
    came_back = message.bounced_at is not None and message.state == State.SENT
    fault = _("It came back: the address does not work.") if came_back else fault_in_words(message.last_error)
    return Lost(message, label_of_kind(message), half_hidden(message), fault, message.state == State.FAILED)


@login_required
@require_safe
def failed_mail(request: HttpRequest) -> HttpResponse:
    """The latest first; decisions are those of the desk."""
    require(SEE, request.user)
    page = Paginator(failed_messages(), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    context = {
        "page": page,
        "rows": [_lost(message) for message in page],
        "addresses": bounced_addresses()[:MOST_ADDRESSES],
        "form_key": new_form_key(),
    }
    return render(request, "portal/desk/mail.html", context)


@for_signed_in
@require_POST
def try_again(request: HttpRequest) -> HttpResponseBase:
    """Everything that was given up."""
    require(SEE, request.user)
    return take_effect_once(request, lambda: _tried_again(request))


def _tried_again(request: HttpRequest) -> str:
    done, left = try_all_again(user=request.user)
    told = ngettext("%(n)s mail is sent again within a minute.", "%(n)s mails are sent again within minutes.", done)
    messages.success(request, told % {"n": done})
    if left:
        told = ngettext(
            "%(n)s mail cannot be sent again as it is.", "%(n)s mails cannot be sent again as they are.", left
        )
        messages.warning(request, told % {"n": left})
    return reverse("portal:desk-mail")


@for_signed_in
@require_POST
def address_works(request: HttpRequest) -> HttpResponseBase:
    """The secretariat has heard that an address works: mails may go there again."""
    require(SEE, request.user)
    return take_effect_once(request, lambda: _let_through(request))


def _let_through(request: HttpRequest) -> str:
    clear_bounce(user=request.user, address=request.POST.get("address", "")[:254].replace("\0", ""))
    messages.success(request, _("Mails may go to this address again."))
    return reverse("portal:desk-mail")
