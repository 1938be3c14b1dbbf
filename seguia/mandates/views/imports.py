"""A register is sent, looked at, and applied when the numbers are right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.permissions import require
from seguia.mandates.forms import FileForm
from seguia.mandates.importers import ImportOptions, MandatesRefused
from seguia.mandates.queries.elections import staged_by_id
from seguia.mandates.services.staging import apply_staged, report_of, stage_file

SHOWN_FAULTS = 100


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send_file(request: HttpRequest) -> HttpResponseBase:
    """Choose a file; it is read and checked, and nothing is changed yet."""
    require("mandates.import", request.user)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_staged(request, form))
        except MandatesRefused as refused:
            context |= {"faults": refused.faults[:SHOWN_FAULTS], "fault_count": len(refused.faults)}
            form.add_error("file", str(refused.message))
        except Invalid as error:
            form.add_error("file", str(error.message))
    return render(request, "mandates/import.html", context, status=400 if form.errors else 200)


def _staged(request: HttpRequest, form: FileForm) -> str:
    given = dict(form.cleaned_data)
    upload = given.pop("file")
    staged, _report = stage_file(user=request.user, upload=upload, options=ImportOptions(**given))
    return reverse("mandates:staged", args=[staged.public_id])


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def staged(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """What the file would do, and the button that does it."""
    require("mandates.import", request.user)
    if request.method == "POST":
        return take_effect_once(request, lambda: _applied(request, public_id))
    waiting = staged_by_id(public_id, request.user)
    context = {"staged": waiting, "report": report_of(waiting), "form_key": new_form_key()}
    return render(request, "mandates/staged.html", context)


def _applied(request: HttpRequest, public_id: str) -> str:
    report = apply_staged(user=request.user, staged=staged_by_id(public_id, request.user))
    if not report.change_id:
        messages.info(request, _("The network knew all of this already. Nothing was changed."))
        return reverse("mandates:overview")
    messages.success(request, _("The file is imported. It can be taken back for 24 hours."))
    return reverse("mandates:change", args=[report.change_id])
