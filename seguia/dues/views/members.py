"""Pages for members: their invoices, how to pay, routing, receipts. The secretariat reads the same pages."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seguia.core.idempotency import new_form_key
from seguia.core.permissions import allowed
from seguia.dues.documents.content import invoice_pdf, receipt_pdf
from seguia.dues.explanation import told_lines
from seguia.dues.forms.papers import ReasonForm, RoutingForm
from seguia.dues.queries.balances import balance_of, credit_of, credits_for, with_balance
from seguia.dues.queries.invoices import invoice_for, payment_for, payments_on
from seguia.dues.queries.members import organisations_for, papers_of
from seguia.dues.services.invoices import route_invoice, set_dispute
from seguia.dues.views.form_pages import pdf_response, plain_form


@login_required
@require_safe
def own_dues(request: HttpRequest) -> HttpResponseBase:
    """Invoices and payments of the organisations a person acts for."""
    organisations = list(organisations_for(request.user))
    if not organisations and allowed("dues.export", request.user):
        return HttpResponseRedirect(reverse("dues:desk"))
    ids = {organisation.pk for organisation in organisations}
    invoices, payments = papers_of(ids)
    context = {
        "organisations": organisations,
        "invoices": with_balance(invoices).select_related("follow_up").order_by("-issued_on", "-pk"),
        "payments": payments.order_by("-received_on", "-pk"),
        "credits": credits_for(ids),
    }
    return render(request, "dues/own.html", context)


@login_required
@require_safe
def invoice(request: HttpRequest, public_id: str) -> HttpResponse:
    """One paper: how it was computed, what was paid, how to pay."""
    found = invoice_for(request.user, public_id)
    is_staff = allowed("dues.issue_invoice", request.user)
    balance = balance_of(found)
    context: dict[str, Any] = {
        "invoice": found,
        "is_credit": found.kind == "credit",
        "balance": balance,
        "lines": told_lines(found.lines, found.currency),
        "deeds": payments_on(found),
        "routing": getattr(found, "routing", None),
        "follow_up": getattr(found, "follow_up", None),
        "credit_notes": list(found.credit_notes.order_by("pk")),
        "is_staff": is_staff,
        "form_key": new_form_key(),
        "credit": credit_of(found.membership, found.currency) if is_staff else 0,
        "reminders": list(found.reminders.select_related("level").order_by("pk")) if is_staff else [],
    }
    return render(request, "dues/invoice.html", context)


@login_required
@require_safe
def invoice_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The paper as PDF, in the language of the member."""
    found = invoice_for(request.user, public_id)
    return pdf_response(invoice_pdf(found), found.reference)


@login_required
@require_safe
def receipt_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The receipt of a payment as PDF."""
    payment = payment_for(request.user, public_id)
    return pdf_response(receipt_pdf(payment), payment.receipt)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def routing(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """SIRET, service code, commitment number, ICE, own reference."""
    found = invoice_for(request.user, public_id)
    known = getattr(found, "routing", None)
    names = ("siret", "service_code", "commitment", "ice", "purchase_reference")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = RoutingForm(request.POST or None, initial=initial, organisation=found.membership.organisation)
    return plain_form(
        request,
        form,
        lambda: route_invoice(user=request.user, invoice=found, fields=form.facts()).invoice.get_absolute_url(),
        title=_("Routing of invoice %(number)s") % {"number": found.reference},
        lead=_("All fields may stay empty. The amount does not change; the PDF carries what you enter."),
        button=_("Save"),
        back=found.get_absolute_url(),
        done=_("Saved. The PDF now carries these numbers."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A member does not agree with an invoice."""
    found = invoice_for(request.user, public_id)
    form = ReasonForm(request.POST or None)
    return plain_form(
        request,
        form,
        lambda: set_dispute(
            user=request.user, invoice=found, reason=form.cleaned_data["reason"]
        ).invoice.get_absolute_url(),
        title=_("You do not agree with invoice %(number)s") % {"number": found.reference},
        lead=_(
            "Say what is wrong: the number of inhabitants, the bracket, the name … No reminders are sent until the secretariat has answered."
        ),
        button=_("Send to the secretariat"),
        back=found.get_absolute_url(),
        done=_("The secretariat has your objection. No reminders are sent meanwhile."),
    )
