"""What is set up once: the issuer, the levels of reminder; and the exports for the accountant."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seguia.core.errors import NotFound
from seguia.dues.exports import KINDS, csv_of, workbook_of
from seguia.dues.forms.papers import IssuerForm, LevelForm
from seguia.dues.models import Issuer
from seguia.dues.queries.balances import totals_by_account
from seguia.dues.queries.staff import all_issuers, all_levels, issuer_at, level_at, years_with_entries
from seguia.dues.services.reminders import save_issuer, save_level
from seguia.dues.views.form_pages import for_secretariat, plain_form

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@for_secretariat("dues.edit_issuer")
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Issuers and levels of reminder."""
    return render(request, "dues/office.html", {"issuers": all_issuers(), "levels": all_levels()})


@for_secretariat("dues.edit_issuer")
@require_http_methods(["GET", "HEAD", "POST"])
def create_issuer(request: HttpRequest) -> HttpResponseBase:
    """A new issuer."""
    form = IssuerForm(request.POST or None, instance=Issuer(is_default=not all_issuers().exists()))
    return _issuer_page(request, form, _("New issuer"))


@for_secretariat("dues.edit_issuer")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_issuer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change an issuer; papers that are out stay as they were."""
    form = IssuerForm(request.POST or None, instance=issuer_at(pk))
    return _issuer_page(request, form, _("Issuer"))


def _issuer_page(request: HttpRequest, form: IssuerForm, title: str) -> HttpResponseBase:
    def save() -> str:
        save_issuer(user=request.user, issuer=form.save(commit=False))
        return reverse("dues:office")

    return plain_form(
        request,
        form,
        save,
        title=title,
        lead=_("As it stands on invoices from now on. Papers that are out stay as they were."),
        button=_("Save"),
        back=reverse("dues:office"),
        done=_("Saved."),
    )


@for_secretariat("dues.remind")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_level(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a level of reminder."""
    return _level_page(request, LevelForm(request.POST or None, instance=level_at(pk)))


@for_secretariat("dues.remind")
@require_http_methods(["GET", "HEAD", "POST"])
def create_level(request: HttpRequest) -> HttpResponseBase:
    """One more level."""
    return _level_page(request, LevelForm(request.POST or None))


def _level_page(request: HttpRequest, form: LevelForm) -> HttpResponseBase:
    def save() -> str:
        save_level(user=request.user, level=form.save(commit=False))
        return reverse("dues:office")

    return plain_form(
        request,
        form,
        save,
        title=_("Level of reminder"),
        lead=_(
            "Days before the day of payment are negative. Each level is sent once for an invoice, in the language of the billing contact."
        ),
        button=_("Save"),
        back=reverse("dues:office"),
        done=_("Saved."),
    )


@for_secretariat("dues.export")
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Downloads by year."""
    years = years_with_entries()
    found = [(year, totals_by_account(year)) for year in years]
    return render(request, "dues/exports.html", {"years": found, "kinds": KINDS})


@for_secretariat("dues.export")
@require_safe
def export_file(request: HttpRequest, kind: str, year: int, form: str) -> HttpResponse:
    """One download. Raises NotFound."""
    if kind not in KINDS or form not in _TYPES or not 1990 <= year <= 2200:
        raise NotFound(_("There is no such download."))
    make = csv_of if form == "csv" else workbook_of
    response = HttpResponse(make(user=request.user, kind=kind, year=year), content_type=_TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="dues-{kind}-{year}.{form}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
