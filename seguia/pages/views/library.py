"""The picture library: look, add, describe, delete what is not used."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.files.models import FileKind
from seguia.files.services import KeptUpload, keep_upload, prepare_upload
from seguia.pages import queries, services
from seguia.pages.forms import ImageForm, UploadForm, add_faults
from seguia.pages.models import Image
from seguia.pages.pictures import picture_shown

PER_PAGE = 24


@for_signed_in
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Every picture, with the line that puts it into a text."""
    require("pages.edit_page", request.user)
    page = Paginator(queries.library(), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    context = {"page": page, "images": [(image, picture_shown(image)) for image in page]}
    return render(request, "pages/office/library.html", context)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponseBase:
    """Add a picture. It is examined before the transaction begins."""
    require("pages.edit_page", request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            prepared = prepare_upload(form.cleaned_data["file"], FileKind.PICTURE)
            form.cleaned_data["file"].seek(0)
            with keep_upload(prepared) as kept:
                return take_effect_once(request, lambda: _added(request, kept, form))
        except ValidationError as error:
            add_faults(form, error)
        except Invalid as error:
            form.add_error("file", str(error.message))
    context = {"form": form, "form_key": new_form_key()}
    return render(request, "pages/office/image_add.html", context, status=400 if form.errors else 200)


def _added(request: HttpRequest, kept: KeptUpload, form: UploadForm) -> str:
    answers = form.cleaned_data
    image = services.add_image(
        user=request.user, kept=kept, alt=answers["alt"], credit=answers["credit"], licence=answers["licence"]
    )
    messages.success(request, _("The picture is in the library."))
    return reverse("pages:image", args=[image.public_id])


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def image(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One picture: where it is used, what it shows."""
    require("pages.edit_page", request.user)
    found = queries.image_for(public_id)
    form = ImageForm(request.POST) if request.method == "POST" else ImageForm.of(found)
    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, lambda: _changed(request, found, form))
        except ValidationError as error:
            add_faults(form, error)
    context = {
        "image": found,
        "picture": picture_shown(found),
        "uses": queries.pages_showing(found),
        "form": form,
        "form_key": new_form_key(),
    }
    return render(request, "pages/office/image.html", context, status=400 if form.errors else 200)


def _changed(request: HttpRequest, found: Image, form: ImageForm) -> str:
    answers = form.cleaned_data
    services.change_image(
        found, user=request.user, alt=answers["alt"], credit=answers["credit"], licence=answers["licence"]
    )
    messages.success(request, _("Saved."))
    return reverse("pages:image", args=[found.public_id])


@for_signed_in
@require_http_methods(["POST"])
def delete(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Delete a picture that nothing shows."""
    require("pages.edit_page", request.user)

    def effect() -> str:
        services.delete_image(queries.image_for(public_id), user=request.user)
        messages.success(request, _("The picture is deleted."))
        return reverse("pages:library")

    return take_effect_once(request, effect)
