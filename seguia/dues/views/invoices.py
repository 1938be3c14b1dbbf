"""Pages of the secretariat about invoices: the desk of dues, the list, deeds on one paper."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.core.errors import Invalid
from seguia.dues.computation import Line
from seguia.dues.forms.papers import CreditForm, DelayForm, InvoiceFilterForm, InvoiceForm, ReasonForm
from seguia.dues.queries.invoices import InvoiceFilters, all_invoices, default_issuer, invoice_for
from seguia.dues.queries.staff import all_calls, open_figures, years_with_invoices
from seguia.dues.services import invoices as services
from seguia.dues.services.payments import use_credit_for
from seguia.dues.services.reminders import grant_delay
from seguia.dues.views.form_pages import button_page, for_secretariat, page_of, plain_form


@for_secretariat("dues.export")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Where the secretariat begins: figures and ways onward."""
    context = {
        "figures": open_figures(),
        "overdue": all_invoices(InvoiceFilters(state="overdue")).count(),
        "calls": all_calls()[:3],
    }
    return render(request, "dues/desk.html", {**context, "has_issuer": default_issuer() is not None})


@for_secretariat("dues.issue_invoice")
@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """All papers, with filters."""
    form = InvoiceFilterForm(request.GET, years=years_with_invoices())
    filters = InvoiceFilters()
    if form.is_valid():
        given = form.cleaned_data
        filters = InvoiceFilters(text=given["q"], year=given["year"], state=given["state"])
    return render(request, "dues/invoices.html", {"form": form, **page_of(request, all_invoices(filters))})


@for_secretariat("dues.issue_invoice")
@require_http_methods(["GET", "HEAD", "POST"])
def create_invoice(request: HttpRequest) -> HttpResponseBase:
    """One invoice outside a call."""
    form = InvoiceForm(request.POST or None, initial={"year": timezone.localdate().year})

    def issue() -> str:
        if (issuer := default_issuer()) is None:
            raise Invalid(_("Enter the issuer of the invoices first. Nothing was issued."))
        given = form.cleaned_data
        line = Line("by_hand", {"text": given["text"]}, Decimal(given["total"]))
        return services.issue_invoice(
            user=request.user, issuer=issuer, membership=given["member"], year=given["year"], due_on=given["due_on"],
            total=given["total"], currency=given["currency"], lines=[line.kept()],
        ).get_absolute_url()  # fmt: skip

    return plain_form(
        request,
        form,
        issue,
        title=_("Invoice for one member"),
        lead=_("For what no call covers. The invoice is numbered and sent to the billing contacts at once."),
        button=_("Issue the invoice"),
        back=reverse("dues:invoices"),
        done=_("The invoice is issued."),
    )


@for_secretariat("dues.issue_invoice")
@require_http_methods(["GET", "HEAD", "POST"])
def credit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Correct an invoice."""
    found = invoice_for(request.user, public_id)
    left = found.total - services.credited_amount(found)
    form = CreditForm(request.POST or None, initial={"amount": left})
    return plain_form(
        request,
        form,
        lambda: services.issue_credit_note(user=request.user, invoice=found, **form.cleaned_data).get_absolute_url(),
        title=_("Credit note on invoice %(number)s") % {"number": found.reference},
        lead=_("An invoice is never changed. What was paid on the part you take off becomes credit of the member."),
        button=_("Issue the credit note"),
        back=found.get_absolute_url(),
        done=_("The credit note is issued."),
        is_danger=True,
    )


@for_secretariat("dues.issue_invoice")
@require_http_methods(["GET", "HEAD", "POST"])
def write_off(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give up what is unpaid."""
    found = invoice_for(request.user, public_id)
    form = ReasonForm(request.POST or None)

    def give_up() -> str:
        services.write_off(user=request.user, invoice=found, reason=form.cleaned_data["reason"])
        return found.get_absolute_url()

    return plain_form(
        request,
        form,
        give_up,
        title=_("Write invoice %(number)s off") % {"number": found.reference},
        lead=_("What is unpaid is given up and stands in the ledger as a loss."),
        button=_("Write off"),
        back=found.get_absolute_url(),
        done=_("What was unpaid is written off."),
        is_danger=True,
    )


@for_secretariat("dues.remind")
@require_http_methods(["GET", "HEAD", "POST"])
def delay(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Grant more time."""
    found = invoice_for(request.user, public_id)
    form = DelayForm(request.POST or None)
    return plain_form(
        request,
        form,
        lambda: grant_delay(user=request.user, invoice=found, **form.cleaned_data).invoice.get_absolute_url(),
        title=_("More time for invoice %(number)s") % {"number": found.reference},
        lead=_("No reminders are sent until that day. The billing contacts are told; the reason stays with you."),
        button=_("Grant"),
        back=found.get_absolute_url(),
        done=_("More time is granted. The billing contacts are told."),
    )


@for_secretariat("dues.remind")
@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A dispute is answered."""
    found = invoice_for(request.user, public_id)

    def settled() -> str:
        services.settle_dispute(user=request.user, invoice=found)
        return found.get_absolute_url()

    return button_page(request, settled, _("The dispute is settled. Reminders go on."))


@for_secretariat("dues.record_payment")
@require_POST
def use_credit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Pay from credit."""
    found = invoice_for(request.user, public_id)

    def paid() -> str:
        use_credit_for(user=request.user, invoice=found)
        return found.get_absolute_url()

    return button_page(request, paid, _("The credit is used for this invoice."))
