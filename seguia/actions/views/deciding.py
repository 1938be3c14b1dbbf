"""What becomes of a sheet: each deed is a small page that says what will happen, and a button."""

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
from seguia.actions import services
from seguia.actions.content import missing_for_submission, snapshot
from seguia.actions.forms import ReasonForm, add_faults
from seguia.actions.models import Action
from seguia.actions.queries import action_for
from seguia.core.errors import Invalid, Message
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require


@dataclass(frozen=True)
class Deed:
    """One deed: its permission, its words, its service."""

    name: str
    title: Message
    explanation: Message
    button: Message
    done: Message
    run: Callable[..., Action]
    asks_reason: bool = False
    is_danger: bool = False


DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "submit",
            _("Submit to the secretariat"),
            _("The secretariat reads the sheet and publishes it, or sends it back with a reason."),
            _("Submit"),
            _("Submitted. The secretariat will read it."),
            services.submit_action,
        ),
        Deed(
            "publish",
            _("Publish"),
            _("Everybody will be able to read this sheet and find it by searching."),
            _("Publish"),
            _("Published."),
            services.publish_action,
        ),
        Deed(
            "return",
            _("Send back"),
            _("The sheet becomes a draft again. Its authors read your reason."),
            _("Send back"),
            _("Sent back to its authors."),
            services.return_action,
            asks_reason=True,
        ),
        Deed(
            "archive",
            _("Archive"),
            _("The sheet is no longer shown to the public. Nothing is deleted; it can be taken out again."),
            _("Archive"),
            _("Archived."),
            services.archive_action,
            asks_reason=True,
            is_danger=True,
        ),
        Deed(
            "restore",
            _("Take out of the archive"),
            _("The sheet becomes a draft again and can be edited and submitted."),
            _("Take out of the archive"),
            _("The sheet is a draft again."),
            services.restore_action,
        ),
    ]
}


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, public_id: str, deed: str) -> HttpResponseBase:
    """One page for all deeds."""
    action = action_for(request.user, public_id)
    known = DEEDS[deed]
    require(f"actions.{deed}_action", request.user, action)
    form = ReasonForm(request.POST or None) if known.asks_reason else None
    faults: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return take_effect_once(request, lambda: _done(request, action, known, form))
        except ValidationError as error:
            if form:
                add_faults(form, error)
            faults = [] if form else error.messages
    context = {
        "action": action,
        "deed": known,
        "form": form,
        "faults": faults,
        "missing": missing_for_submission(snapshot(action)) if deed in {"submit", "publish"} else [],
        "form_key": new_form_key(),
    }
    has_faults = bool(faults or (form and form.errors))
    return render(request, "actions/decide.html", context, status=400 if has_faults else 200)


def _done(request: HttpRequest, action: Action, deed: Deed, form: ReasonForm | None) -> str:
    given: dict[str, Any] = {"reason": form.cleaned_data["reason"]} if form else {}
    if deed.name == "publish":
        given["version"] = _version_read(request)
    changed = deed.run(action, user=request.user, **given)
    messages.success(request, str(deed.done))
    return changed.get_absolute_url()


def _version_read(request: HttpRequest) -> int | None:
    """The version the person had before the eyes."""
    version = request.POST.get("version", "")
    if not version.isascii() or not version.isdecimal() or len(version) > 9:
        raise Invalid(_("This form is incomplete. Nothing was saved; reload the page and send it again."))
    return int(version)
