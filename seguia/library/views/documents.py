"""The files that go with a method."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.actions.forms import add_faults
from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.files.models import FileKind
from seguia.files.services import KeptUpload, keep_upload, prepare_upload
from seguia.library import services
from seguia.library.forms import DocumentForm
from seguia.library.models import Method
from seguia.library.queries import document_of, method_for


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Add one file. It is examined before the transaction begins."""
    method = method_for(request.user, public_id)
    require("library.edit_method", request.user, method)
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST if is_sent else None, request.FILES if is_sent else None, method=method)
    if is_sent and form.is_valid():
        try:
            prepared = prepare_upload(form.cleaned_data["file"], FileKind.DOCUMENT)
            form.cleaned_data["file"].seek(0)
            with keep_upload(prepared) as kept:
                return take_effect_once(request, lambda: _added(request, method, kept, form))
        except ValidationError as error:
            add_faults(form, error)
        except Invalid as error:
            form.add_error("file", str(error.message))
    context = {"method": method, "form": form, "form_key": new_form_key()}
    return render(request, "library/document_add.html", context, status=400 if form.errors else 200)


def _added(request: HttpRequest, method: Method, kept: KeptUpload, form: DocumentForm) -> str:
    answers = form.cleaned_data
    services.add_document(method, user=request.user, kept=kept, label=answers["label"], language=answers["language"])
    messages.success(request, _("“%(name)s” is added.") % {"name": answers["label"]})
    return reverse("library:edit", args=[method.public_id]) + "#documents"


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, public_id: str, key: str) -> HttpResponseBase:
    """Ask, then take the file out."""
    method = method_for(request.user, public_id)
    require("library.edit_method", request.user, method)
    if request.method == "POST":
        return take_effect_once(request, lambda: _removed(request, method, key))
    context = {"method": method, "document": document_of(method, key), "form_key": new_form_key()}
    return render(request, "library/document_remove.html", context)


def _removed(request: HttpRequest, method: Method, key: str) -> str:
    services.remove_document(method, user=request.user, key=key)
    messages.success(request, _("The document is deleted."))
    return reverse("library:edit", args=[method.public_id]) + "#documents"
