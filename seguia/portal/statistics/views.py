"""Pages of figures, and each table to take away."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seguia.portal.queries import network_figures
from seguia.portal.statistics.queries import as_csv, public_tables, table_for, work_tables


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures of the network, for everybody."""
    context = {"tables": public_tables(), "figures": network_figures()}
    return render(request, "portal/statistics/public.html", context)


@login_required
@require_safe
def work_statistics(request: HttpRequest) -> HttpResponse:
    """Figures of the work, for the secretariat."""
    return render(request, "portal/statistics/work.html", {"tables": work_tables(request.user)})


@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """One table as CSV."""
    response = HttpResponse(as_csv(table_for(request.user, code)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    return response
