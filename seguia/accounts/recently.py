"""For what cannot be undone: the person at the machine has shown a moment ago that they are who signed in."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

View = Callable[[HttpRequest], HttpResponseBase]


def signed_in_recently(view: View) -> View:
    """Whoever has a password or a second factor gives it again; whoever signs in by codes must have done so within
    the last ten minutes, and is asked to sign in again otherwise."""
    again = reauthentication_required(view)

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if get_reauthentication_flows(request.user):
            answer: HttpResponseBase = again(request)
            return answer
        if time.time() - _signed_in_at(request) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return render(request, "account/sign_in_again.html", {"back": request.path})
        return view(request)

    return guarded


def _signed_in_at(request: HttpRequest) -> float:
    """Seconds since 1970: as this session remembers, else the account's last time."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    if records:
        return float(records[-1]["at"])
    last = getattr(request.user, "last_login", None)
    return last.timestamp() if last else 0.0
