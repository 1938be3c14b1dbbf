"""A page with one form: it says what will happen, keeps what was typed, takes effect once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from seguia.core.errors import Conflict, Invalid, Message, Refused
from seguia.core.idempotency import new_form_key, take_effect_once


@dataclass(frozen=True)
class FormPage:
    """What stands around the form."""

    title: Message
    button: Message
    back: str
    """Where one goes instead."""
    lead: Message = ""
    notes: Sequence[Message] = ()
    crumbs: Sequence[tuple[str, Any]] = ()
    """(address, label) of the pages above."""
    is_danger: bool = False
    template: str = "membership/form.html"
    extra: dict[str, Any] = field(default_factory=dict)


def answered(
    request: HttpRequest, form: forms.Form, page: FormPage, effect: Callable[[], str | None]
) -> HttpResponseBase:
    """Show the form, or let it take effect. `effect` returns the address to go to (`page.back` when None).

    What the service refuses stands above the form, with everything that was typed still in it.
    """
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return take_effect_once(request, lambda: effect() or page.back)
            except ValidationError as error:
                add_faults(form, error)
            except (Conflict, Refused, Invalid) as error:
                form.add_error(None, str(error.message))
                status = error.status
    context = {"form": form, "page": page, "form_key": new_form_key(), **page.extra}
    return render(request, page.template, context, status=status)


def add_faults(form: forms.Form, error: ValidationError) -> None:
    """Faults of the service at the fields they are about, the rest above the form."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, faults in by_field.items():
        for fault in faults:
            form.add_error(name if name in form.fields else None, fault)


def told(request: HttpRequest, message: Message, address: str) -> str:
    """The receipt, and where to go."""
    messages.success(request, str(message))
    return address
