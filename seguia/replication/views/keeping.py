"""Whatever happens to a form, what was typed comes back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from seguia.core.errors import Invalid, NotFound, Refused
from seguia.core.idempotency import SentDifferently
from seguia.replication.editor import typed_texts

P = ParamSpec("P")


def keeps_typed(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A form that cannot be used any more (mandate ended, session lost, plan gone) is answered with its texts, to be
    copied; without texts the error is an error as everywhere."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (Refused, NotFound, Invalid, SentDifferently) as error:
            typed = typed_texts(request.POST)
            if not typed:
                raise
            context = {"message": error.message, "typed": typed, "is_signed_in": request.user.is_authenticated}
            return render(request, "actions/kept.html", context, status=error.status)

    return guarded
