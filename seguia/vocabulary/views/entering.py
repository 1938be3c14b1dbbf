"""Coming in: the secretariat's pages of the vocabulary."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Conflict, Invalid
from seguia.core.idempotency import take_effect_once
from seguia.core.permissions import require
from seguia.vocabulary.rules import EDIT
from seguia.vocabulary.services.editing import Edited

P = ParamSpec("P")


def for_secretariat(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Visitors are asked to sign in and come back; others are refused with the reason."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        require(EDIT, request.user)
        return view(request, *args, **kwargs)

    return for_signed_in(guarded)


def saved(request: HttpRequest, form: forms.Form, effect: Callable[[], str]) -> HttpResponse | None:
    """Once; None when the service found a fault, which then stands in the form."""
    try:
        return take_effect_once(request, effect)
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for name, faults in error.error_dict.items():
                form.add_error(name if name in form.fields else None, faults)
        else:
            form.add_error(None, error)
    except (Invalid, Conflict) as error:
        form.add_error(None, str(error.message))
    return None


def told(request: HttpRequest, edited: Edited, message: object) -> str:
    """Say that it is saved and what to look at twice; the address of the concept."""
    messages.success(request, str(message))
    for note in edited.notes:
        messages.warning(request, note)
    return reverse("vocabulary:detail", args=[edited.concept.slug])
