"""The record of deeds, for the secretariat."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from seguia.accounts.entering import for_signed_in
from seguia.audit import queries
from seguia.audit.forms import FilterForm
from seguia.audit.services import record_export
from seguia.audit.table import csv_lines
from seguia.core.permissions import require


@never_cache
@for_signed_in
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Deeds by filters, the latest first."""
    require("audit.read_record", request.user)
    form = FilterForm(request.GET)
    if not form.is_valid():
        return render(request, "audit/record.html", {"form": form, "rows": []}, status=400)
    rows, page, pages = queries.page_of_events(form.filters(), request.GET.get("page", "1"))
    shown = {"form": form, "rows": rows, "page": page, "pages": pages, "has_filters": any(form.cleaned_data.values())}
    return render(request, "audit/record.html", shown)


@never_cache
@for_signed_in
@require_safe
def record_table(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV, all pages of it; that it was taken is a deed itself."""
    require("audit.read_record", request.user)
    form = FilterForm(request.GET)
    if not form.is_valid():
        return render(request, "audit/record.html", {"form": form, "rows": []}, status=400)
    if request.method == "GET":
        record_export(user=request.user)
    response = StreamingHttpResponse(
        csv_lines(queries.all_rows(form.filters())), content_type="text/csv; charset=utf-8"
    )
    name = f"deeds-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
