"""Beginning and editing a method. Whatever happens, typed text stays on the screen."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.actions.forms import add_faults
from seguia.core.errors import Conflict, Invalid, NotFound, Refused, SeguiaError
from seguia.core.idempotency import SentDifferently, new_form_key, take_effect_once
from seguia.core.languages import direction
from seguia.core.permissions import require
from seguia.core.word_diff import word_pieces
from seguia.library import services
from seguia.library.content import Content, Disagreement, marks, snapshot
from seguia.library.forms import BeginForm, MethodForm, initial_of
from seguia.library.models import Method
from seguia.library.queries import method_for
from seguia.membership.queries import organisations_of

_TECHNICAL = {
    "csrfmiddlewaretoken",
    "form_key",
    "seen",
    "do",
    "themes",
    "goals",
    "kind",
    "original_language",
    "licence",
}


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """Four questions, then the editor."""
    require("library.write_methods", request.user)
    is_staff = bool(getattr(request.user, "is_staff", False))
    data = request.POST if request.method == "POST" else None
    form = BeginForm(data, organisations=list(organisations_of(request.user)), is_staff=is_staff)
    if data is not None and form.is_valid():
        try:
            return take_effect_once(request, lambda: _begun(request.user, form.answers()))
        except ValidationError as error:
            add_faults(form, error)
    context = {"form": form, "form_key": new_form_key()}
    return render(request, "library/create.html", context, status=400 if form.errors else 200)


def _begun(user: Any, answers: dict[str, Any]) -> str:
    method = services.create_method(user=user, **answers)
    return reverse("library:edit", args=[method.public_id])


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The editor. Raises NotFound, Refused when nothing was typed; otherwise the typed text comes back to be copied."""
    try:
        method = method_for(request.user, public_id)
        require("library.edit_method", request.user, method)
        if request.method != "POST":
            return _begin_editing(request, method)
        seen = _seen(request)
    except (Refused, NotFound, Invalid) as error:
        return _kept(request, error)
    form = MethodForm(request.POST, method=method)
    return _save(request, method, form, seen) if form.is_valid() else _editor(request, method, form, seen, 400)


def _begin_editing(request: HttpRequest, method: Method) -> HttpResponse:
    content = snapshot(method)
    return _editor(request, method, MethodForm(method=method, initial=initial_of(content)), marks(content))


def _save(request: HttpRequest, method: Method, form: MethodForm, seen: dict[str, str]) -> HttpResponseBase:
    try:
        return take_effect_once(request, lambda: _saved(request, method, form.content(), seen))
    except ValidationError as error:
        add_faults(form, error)
    except SentDifferently as error:
        form.add_error(None, str(error.message))
    except Conflict as error:
        if error.code == "same_field":
            return _two_texts(request, method, error)
        form.add_error(None, str(error.message))
    except (Refused, NotFound, Invalid) as error:
        return _kept(request, error)
    return _editor(request, method, form, seen, 400)


def _saved(request: HttpRequest, method: Method, content: Content, seen: dict[str, str]) -> str:
    saved = services.save_method(method, user=request.user, content=content, seen=seen)
    if not saved.changed:
        messages.info(request, _("Nothing had changed; nothing was saved."))
    elif saved.merged:
        messages.success(request, _("Saved, beside what a colleague changed meanwhile."))
    else:
        messages.success(request, _("Saved."))
    stay = request.POST.get("do") == "save-stay"
    return reverse("library:edit", args=[method.public_id]) if stay else method.get_absolute_url()


def _editor(
    request: HttpRequest,
    method: Method,
    form: MethodForm,
    seen: dict[str, str],
    status: int = 200,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "method": method,
        "form": form,
        "seen": json.dumps(seen),
        "form_key": new_form_key(),
        "documents": list(method.documents.select_related("file")),
        **(extra or {}),
    }
    return render(request, "library/edit.html", context, status=status)


def _two_texts(request: HttpRequest, method: Method, conflict: Conflict) -> HttpResponse:
    """The editor with mine in it, and theirs above; saving again is a decision."""
    form = MethodForm(method=method, initial=initial_of(conflict.details["content"]))
    sides = [_side(item) for item in conflict.details["disagreements"]]
    extra = {"conflict": str(conflict.message), "sides": sides}
    return _editor(request, method, form, marks(conflict.details["present"]), conflict.status, extra)


def _side(item: Disagreement) -> dict[str, Any]:
    shown = {"mine": _shown(item.mine), "theirs": _shown(item.theirs)}
    return {
        "label": item.label,
        "language": item.language,
        "direction": direction(item.language) if item.language else "auto",
        "pieces": word_pieces(shown["theirs"], shown["mine"]) if item.language else [],
        **shown,
    }


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _seen(request: HttpRequest) -> dict[str, str]:
    """What the form was made from. Raises Invalid."""
    try:
        seen = json.loads(request.POST.get("seen", "")[:20_000])
    except (ValueError, RecursionError) as error:
        raise _incomplete() from error
    if not isinstance(seen, dict):
        raise _incomplete()
    return {str(path): str(mark) for path, mark in seen.items()}


def _incomplete() -> Invalid:
    return Invalid(_("This form is incomplete. Nothing was saved; copy your text and reload the page."))


def _kept(request: HttpRequest, error: SeguiaError) -> HttpResponse:
    """The form cannot be used any more, but what was typed is there to be copied."""
    typed = [(name, str(text)) for name, text in request.POST.items() if name not in _TECHNICAL and str(text).strip()]
    if not typed:
        raise error
    context = {"message": error.message, "typed": typed, "is_signed_in": request.user.is_authenticated}
    return render(request, "actions/kept.html", context, status=error.status)
