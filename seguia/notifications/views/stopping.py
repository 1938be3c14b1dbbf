"""Stopping mails: one click in the mail program (RFC 8058) or one on the page; no sign-in, the token is the right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from seguia.core.errors import NotFound
from seguia.notifications.kinds import MailKind, kind_of
from seguia.notifications.services import opt_out
from seguia.notifications.subscriptions import Subscription, subscription_from


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks (programs that follow every link of a mail stop nothing), POST stops. A mail program posts without
    cookies, so there is no protection token: nobody else knows the address."""
    subscription = subscription_from(token)
    kind = _kind_of(subscription)
    if request.method == "POST":
        opt_out(subscription)
    return render(request, "notifications/unsubscribe.html", {"kind": kind, "is_done": request.method == "POST"})


def _kind_of(subscription: Subscription) -> MailKind:
    try:
        return kind_of(subscription.kind)
    except LookupError as error:
        raise NotFound(_("These mails are no longer sent. There is nothing to stop.")) from error
