"""Pages of calls for dues: preview, start, progress."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key
from seguia.dues.explanation import reason_sentence, told_lines
from seguia.dues.forms.papers import CallForm, ReasonForm
from seguia.dues.models import Call, CallItem
from seguia.dues.queries.invoices import call_for_staff, default_issuer, items_of
from seguia.dues.queries.staff import all_calls, call_reasons, call_totals
from seguia.dues.services import calls as services
from seguia.dues.views.form_pages import button_page, for_secretariat, page_of, plain_form


@for_secretariat("dues.run_call")
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """All calls, the newest first."""
    return render(request, "dues/calls.html", {"calls": all_calls()[:100]})


@for_secretariat("dues.run_call")
@require_http_methods(["GET", "HEAD", "POST"])
def create_call(request: HttpRequest) -> HttpResponseBase:
    """Prepare a call: nothing is sent."""
    today = timezone.localdate()
    form = CallForm(request.POST or None, initial={"year": today.year, "issued_on": today})

    def prepare() -> str:
        if (issuer := default_issuer()) is None:
            raise Invalid(_("Enter the issuer of the invoices first. Nothing was prepared."))
        return services.prepare_call(user=request.user, issuer=issuer, **form.cleaned_data).get_absolute_url()

    return plain_form(
        request,
        form,
        prepare,
        title=_("New call for dues"),
        lead=_("First you see what every member owes and who is left out. Nothing is sent before you start the call."),
        button=_("Compute the preview"),
        back=reverse("dues:calls"),
        done=_("The preview is computed. Nothing was sent."),
    )


@for_secretariat("dues.run_call")
@require_safe
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    """Preview and progress, member by member."""
    found = call_for_staff(public_id)
    shown = page_of(request, _items_shown(request, found))
    rows = [(item, told_lines(item.lines, item.currency), _why(item)) for item in shown["rows"]]
    totals = call_totals(found)
    context = {
        **shown,
        "call": found,
        "rows": rows,
        "totals": totals,
        "reasons": [(reason_sentence(row["reason"], row["figures"]), row["n"]) for row in call_reasons(found)],
        "planned": sum(row["n"] - row["done"] for row in totals),
        "done": sum(row["done"] for row in totals),
        "only": request.GET.get("only", ""),
        "form_key": new_form_key(),
        "cancel_key": new_form_key(),
    }
    return render(request, "dues/call.html", context)


def _items_shown(request: HttpRequest, found: Call) -> "QuerySet[CallItem]":
    items = items_of(found)
    return items.filter(state="excluded") if request.GET.get("only") == "excluded" else items


def _why(item: CallItem) -> str:
    return reason_sentence(item.reason, item.figures) if item.reason else ""


@for_secretariat("dues.run_call")
@require_POST
def start_call(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """From now on the worker issues."""
    found = call_for_staff(public_id)
    return button_page(
        request,
        lambda: services.start_call(user=request.user, call=found).get_absolute_url(),
        _("The call is started. Invoices are issued one after the other; you can close this page."),
    )


@for_secretariat("dues.run_call")
@require_POST
def cancel_call(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give a preview up."""
    found = call_for_staff(public_id)
    return button_page(
        request,
        lambda: services.cancel_call(user=request.user, call=found).get_absolute_url(),
        _("The call is given up. Nothing was sent."),
    )


@for_secretariat("dues.run_call")
@require_http_methods(["GET", "HEAD", "POST"])
def exclude(request: HttpRequest, public_id: str, membership_id: int) -> HttpResponseBase:
    """Leave one member out, with the reason."""
    found = call_for_staff(public_id)
    form = ReasonForm(request.POST or None)

    def leave_out() -> str:
        note = form.cleaned_data["reason"]
        services.exclude_item(user=request.user, call=found, membership_id=membership_id, note=note)
        return found.get_absolute_url()

    return plain_form(
        request,
        form,
        leave_out,
        title=_("Leave a member out of this call"),
        button=_("Leave out"),
        back=found.get_absolute_url(),
        done=_("The member is left out."),
    )


@for_secretariat("dues.run_call")
@require_POST
def include(request: HttpRequest, public_id: str, membership_id: int) -> HttpResponseBase:
    """Take one in again."""
    found = call_for_staff(public_id)

    def take_in() -> str:
        services.include_item(user=request.user, call=found, membership_id=membership_id)
        return found.get_absolute_url()

    return button_page(request, take_in, _("The member is taken in again."))
