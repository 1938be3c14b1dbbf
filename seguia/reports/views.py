"""Pages of reports: the form for everybody, one report for the secretariat."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.reports.forms import TRAP, ReportForm
from seguia.reports.queries import report_by_id, reports_on
from seguia.reports.registry import reportable_kind, reported_thing
from seguia.reports.services import create_report
from seguia.reports.throttle import TooMany, count_report


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """Report one thing; nobody need say who they are."""
    thing = reported_thing(kind, key)
    form = ReportForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if request.POST.get(TRAP):
            return HttpResponseRedirect(reverse("reports:sent"))
        status = 400
        if form.is_valid():
            try:
                return take_effect_once(request, lambda: _created(request, kind, key, form))
            except ValidationError as error:
                form.add_error(None, error.messages)
            except TooMany as error:
                form.add_error(None, str(error.message))
                status = error.status
    context = {"thing": thing, "kind": reportable_kind(kind), "form": form, "trap": TRAP, "form_key": new_form_key()}
    return render(request, "reports/create.html", context, status=status)


def _created(request: HttpRequest, kind: str, key: str, form: ReportForm) -> str:
    count_report(request)
    create_report(user=request.user, kind=kind, key=key, language=current_language(), **form.cleaned_data)
    return reverse("reports:sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens now."""
    return render(request, "reports/sent.html")


@login_required
@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One report as the secretariat reads it, with what was reported of the same thing before."""
    require("reports.decide_report", request.user)
    report = report_by_id(public_id)
    kind = reportable_kind(report.kind)
    context = {
        "report": report,
        "kind": kind,
        "thing": kind.find(report.key),
        "others": reports_on(report.kind, report.key).exclude(pk=report.pk)[:10],
    }
    return render(request, "reports/detail.html", context)
