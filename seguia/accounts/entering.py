"""Coming in: pages for people who have signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

P = ParamSpec("P")


def for_signed_in(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Visitors are asked to sign in and come back. A form that was sent meanwhile is shown again by its view."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated and request.method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded
