"""Pictures and documents of a sheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.actions import services
from seguia.actions.forms import MediaForm, add_faults
from seguia.actions.models import Action
from seguia.actions.queries import action_for, media_of
from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.files.services import KeptUpload, keep_upload, prepare_upload


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Add one file. It is examined before the transaction begins."""
    action = action_for(request.user, public_id)
    require("actions.edit_action", request.user, action)
    form = MediaForm(request.POST or None, request.FILES or None, action=action)
    if request.method == "POST" and form.is_valid():
        try:
            prepared = prepare_upload(form.cleaned_data["file"], form.cleaned_data["kind"])
            form.cleaned_data["file"].seek(0)
            with keep_upload(prepared) as kept:
                return take_effect_once(request, lambda: _added(request, action, kept, form))
        except ValidationError as error:
            add_faults(form, error)
        except Invalid as error:
            form.add_error("file", str(error.message))
    context = {"action": action, "form": form, "form_key": new_form_key()}
    return render(request, "actions/media_add.html", context, status=400 if form.errors else 200)


def _added(request: HttpRequest, action: Action, kept: KeptUpload, form: MediaForm) -> str:
    answers = form.cleaned_data
    services.add_media(action, user=request.user, kept=kept, caption=answers["caption"], credit=answers["credit"])
    messages.success(request, _("“%(name)s” is in the sheet.") % {"name": kept.prepared.name})
    return reverse("actions:edit", args=[action.public_id]) + "#media"


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, public_id: str, key: str) -> HttpResponseBase:
    """Ask, then take the file out."""
    action = action_for(request.user, public_id)
    require("actions.edit_action", request.user, action)
    if request.method == "POST":
        return take_effect_once(request, lambda: _removed(request, action, key))
    media = media_of(action, key)
    return render(request, "actions/media_remove.html", {"action": action, "media": media, "form_key": new_form_key()})


def _removed(request: HttpRequest, action: Action, key: str) -> str:
    services.remove_media(action, user=request.user, key=key)
    messages.success(request, _("The file is no longer in the sheet."))
    return reverse("actions:edit", args=[action.public_id]) + "#media"
