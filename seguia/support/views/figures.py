"""Figures of the help desk: all for the secretariat, a few for everybody; each drawn, listed, to take away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seguia.accounts.entering import for_signed_in
from seguia.support.figures import ShownTable, as_csv, desk_tables, public_tables, table_for


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """For everybody: nothing that could point at a town."""
    return render(request, "support/advice/figures.html", {"tables": public_tables(), "csv": "support:figures-csv"})


@require_safe
def figures_csv(request: HttpRequest, code: str) -> HttpResponse:
    """One of the tables for everybody."""
    return _csv(table_for(request.user, code, is_whole=False))


@for_signed_in
@require_safe
def desk_figures(request: HttpRequest) -> HttpResponse:
    """For the secretariat."""
    tables = desk_tables(request.user)
    context = {"tables": tables, "csv": "support:desk-figures-csv", "is_desk": True}
    return render(request, "support/advice/figures.html", context)


@for_signed_in
@require_safe
def desk_figures_csv(request: HttpRequest, code: str) -> HttpResponse:
    """One table, whole."""
    return _csv(table_for(request.user, code, is_whole=True))


def _csv(shown: ShownTable) -> HttpResponse:
    response = HttpResponse(as_csv(shown), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="support-{shown.table.code}.csv"'
    return response
