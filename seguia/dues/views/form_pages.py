"""How every form of dues is shown, takes effect once, and keeps what was typed when it is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from seguia.core.errors import Conflict, Invalid, Message
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require

View = Callable[..., HttpResponseBase]


def for_secretariat(permission: str) -> Callable[[View], View]:
    """Only for people who have a permission of the secretariat; visitors sign in first. Raises Refused."""

    def decorated(view: View) -> View:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(permission, request.user)
            return view(request, *args, **kwargs)

        return checked

    return decorated


def add_faults(form: forms.BaseForm, error: ValidationError) -> None:
    """Put what a service refused beside the fields it concerns, or on top."""
    if hasattr(error, "error_dict"):
        for name, faults in error.error_dict.items():
            form.add_error(name if name in form.fields else None, faults)
    else:
        form.add_error(None, error)


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    effect: Callable[[], str],
    template: str,
    context: dict[str, Any],
    *,
    done: Message = "",
    is_valid: bool | None = None,
) -> HttpResponseBase:
    """Show a form, or let it take effect once; `effect` returns where to go. What a service refuses stands on top of
    the form, with everything that was typed."""
    status = 200
    if request.method == "POST":
        try:
            if is_valid if is_valid is not None else form.is_valid():
                return take_effect_once(request, lambda: _effective(request, effect, done))
            status = 400
        except ValidationError as error:
            add_faults(form, error)
            status = 400
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error.message))
            status = error.status
    return render(request, template, {"form": form, "form_key": new_form_key(), **context}, status=status)


def _effective(request: HttpRequest, effect: Callable[[], str], done: Message) -> str:
    address = effect()
    if done:
        messages.success(request, str(done))
    return address


def button_page(request: HttpRequest, effect: Callable[[], str], done: Message) -> HttpResponseBase:
    """A button without fields: its effect, once."""
    return take_effect_once(request, lambda: _effective(request, effect, done))


def plain_form(
    request: HttpRequest,
    form: forms.BaseForm,
    effect: Callable[[], str],
    *,
    title: Message,
    button: Message,
    back: str,
    done: Message,
    lead: Message = "",
    is_danger: bool = False,
) -> HttpResponseBase:
    """A page that is nothing but a form."""
    context = {"title": title, "button": button, "back": back, "lead": lead, "is_danger": is_danger}
    return form_page(request, form, effect, "dues/form.html", context, done=done)


def page_of(request: HttpRequest, rows: Any, size: int = 50) -> dict[str, Any]:
    """One page of a list and what the pagination needs; nonsense as a number is the first page."""
    text = request.GET.get("page", "1")
    total = rows.count()
    pages = max(1, -(-total // size))
    page = min(max(1, int(text)), pages) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return {"rows": rows[(page - 1) * size : page * size], "page": page, "pages": pages, "total": total}


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A paper, kept by nobody in between."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
