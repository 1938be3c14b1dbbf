"""What becomes of a method: each deed is a small page that says what will happen, and a button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.actions.forms import add_faults
from seguia.core.errors import Invalid, Message
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.library import services
from seguia.library.completeness import WHAT_IS_MISSING, missing_fields
from seguia.library.content import snapshot
from seguia.library.forms import ReasonForm
from seguia.library.models import Method
from seguia.library.queries import method_for


@dataclass(frozen=True)
class Deed:
    """One deed: its words, its service."""

    name: str
    title: Message
    explanation: Message
    done: Message
    run: Callable[..., Method]
    asks_reason: bool = False
    is_danger: bool = False


DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "submit",
            _("Submit to the secretariat"),
            _("The secretariat reads the method and publishes it, or sends it back with a reason."),
            _("The method is submitted. The secretariat will read it."),
            services.submit_method,
        ),
        Deed(
            "publish",
            _("Publish"),
            _("Everybody will be able to read this method and find it by searching."),
            _("Published."),
            services.publish_method,
        ),
        Deed(
            "return",
            _("Send back"),
            _("The method becomes a draft again. Its authors read your reason."),
            _("Sent back to its authors."),
            services.return_method,
            asks_reason=True,
        ),
        Deed(
            "archive",
            _("Archive"),
            _("The method is no longer shown to the public. Nothing is deleted; it can be taken out again."),
            _("Archived."),
            services.archive_method,
            asks_reason=True,
            is_danger=True,
        ),
        Deed(
            "restore",
            _("Take out of the archive"),
            _("The method becomes a draft again and can be edited."),
            _("The method is a draft again."),
            services.restore_method,
        ),
    ]
}


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, public_id: str, deed: str) -> HttpResponseBase:
    """One page for all deeds."""
    method = method_for(request.user, public_id)
    known = DEEDS[deed]
    require(f"library.{deed}_method", request.user, method)
    is_sent = request.method == "POST"
    form = ReasonForm(request.POST if is_sent else None) if known.asks_reason else None
    faults: list[str] = []
    if is_sent and (form is None or form.is_valid()):
        try:
            return take_effect_once(request, lambda: _done(request, method, known, form))
        except ValidationError as error:
            if form:
                add_faults(form, error)
            faults = [] if form else error.messages
    missing = missing_fields(snapshot(method)) if deed in {"submit", "publish"} else []
    context = {
        "method": method,
        "deed": known,
        "form": form,
        "faults": faults,
        "missing": [WHAT_IS_MISSING[name] for name in missing],
        "form_key": new_form_key(),
    }
    has_faults = bool(faults or (form and form.errors))
    return render(request, "library/decide.html", context, status=400 if has_faults else 200)


def _done(request: HttpRequest, method: Method, deed: Deed, form: ReasonForm | None) -> str:
    given: dict[str, Any] = {"reason": form.cleaned_data["reason"]} if form else {}
    if deed.name in {"publish", "return"}:
        given["version"] = _version_read(request)
    changed = deed.run(method, user=request.user, **given)
    messages.success(request, str(deed.done))
    return changed.get_absolute_url()


def _version_read(request: HttpRequest) -> int:
    """The version the person had before the eyes. Raises Invalid."""
    version = request.POST.get("version", "")
    if not version.isascii() or not version.isdecimal() or len(version) > 9:
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    return int(version)
