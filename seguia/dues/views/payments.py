"""Pages of payments, refunds and bank statements."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.core.errors import Invalid
from seguia.core.idempotency import new_form_key
from seguia.core.text import harmless_text
from seguia.dues.forms.papers import PaymentForm, ReasonForm, RefundForm, StatementForm, payment_defaults
from seguia.dues.queries.balances import balance_of, credit_of
from seguia.dues.queries.invoices import all_payments, payment_for, payment_parts
from seguia.dues.queries.staff import all_statements, invoice_numbered, statement_at
from seguia.dues.services import payments as services
from seguia.dues.services.statements import confirm_lines, import_statement
from seguia.dues.statement_files import MOST_BYTES
from seguia.dues.views.form_pages import button_page, for_secretariat, form_page, page_of, plain_form


@for_secretariat("dues.record_payment")
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """What came in, the newest first."""
    return render(request, "dues/payments.html", page_of(request, all_payments()))


@for_secretariat("dues.record_payment")
@require_safe
def payment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One payment and what it paid."""
    found = payment_for(request.user, public_id)
    parts = payment_parts(found)
    context = {
        "payment": found,
        "parts": parts,
        "is_reversed": any(part.entry.kind == "reversal" for part in parts),
        "credit": credit_of(found.membership, found.currency),
    }
    return render(request, "dues/payment.html", context)


@for_secretariat("dues.record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def create_payment(request: HttpRequest) -> HttpResponseBase:
    """Write down money received."""
    form = PaymentForm(request.POST or None, initial=_defaults(request))
    return plain_form(
        request,
        form,
        lambda: services.record_payment(user=request.user, **form.facts()).get_absolute_url(),
        title=_("Record a payment"),
        lead=_("What is more than the open invoices becomes credit of the member."),
        button=_("Record"),
        back=reverse("dues:payments"),
        done=_("The payment is recorded."),
    )


def _defaults(request: HttpRequest) -> dict[str, Any]:
    """From the page of an invoice: its number and what is open."""
    invoice = None
    if reference := request.GET.get("invoice", ""):
        try:
            invoice = invoice_numbered(reference)
        except Invalid:
            invoice = None
    return payment_defaults(invoice, balance_of(invoice) if invoice else None, timezone.localdate())


@for_secretariat("dues.record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def reverse_payment(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take a payment back."""
    found = payment_for(request.user, public_id)
    form = ReasonForm(request.POST or None)

    def take_back() -> str:
        services.reverse_payment(user=request.user, payment=found, reason=form.cleaned_data["reason"])
        return found.get_absolute_url()

    return plain_form(
        request,
        form,
        take_back,
        title=_("Take payment %(receipt)s back") % {"receipt": found.receipt},
        lead=_("For money that was entered wrongly or that the bank took back. What it had paid is open again."),
        button=_("Take back"),
        back=found.get_absolute_url(),
        done=_("The payment is taken back."),
        is_danger=True,
    )


@for_secretariat("dues.record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest) -> HttpResponseBase:
    """Give credit back."""
    initial = {"member": request.GET.get("member", "")[:120], "currency": request.GET.get("currency", "")[:3]}
    form = RefundForm(request.POST or None, initial=initial)

    def give_back() -> str:
        given = {**form.cleaned_data}
        services.refund_credit(user=request.user, membership=given.pop("member"), **given)
        return reverse("dues:payments")

    return plain_form(
        request,
        form,
        give_back,
        title=_("Give credit back"),
        lead=_("Enter the transfer you made to the member. It can be at most the member's credit."),
        button=_("Record the refund"),
        back=reverse("dues:payments"),
        done=_("The refund is recorded."),
    )


@for_secretariat("dues.record_payment")
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest) -> HttpResponseBase:
    """Files of the bank, and a form for one more."""
    form = StatementForm(request.POST or None, request.FILES or None)

    def imported() -> str:
        file = form.cleaned_data["file"]
        return import_statement(
            user=request.user, name=file.name, content=file.read(MOST_BYTES + 1), currency=form.cleaned_data["currency"]
        ).get_absolute_url()

    context = {"statements": all_statements()[:100]}
    return form_page(
        request,
        form,
        imported,
        "dues/statements.html",
        context,
        done=_("The statement is read. Nothing is recorded yet."),
    )


@for_secretariat("dues.record_payment")
@require_safe
def statement(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lines and what they seem to pay."""
    return render(request, "dues/statement.html", {"statement": statement_at(public_id), "form_key": new_form_key()})


@for_secretariat("dues.record_payment")
@require_POST
def confirm_statement(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Record the ticked lines, each by itself."""
    found = statement_at(public_id)

    def confirm() -> str:
        settled, refusals = confirm_lines(user=request.user, statement=found, choices=_choices(request))
        for refusal in refusals:
            messages.error(request, refusal)
        if settled:
            done = ngettext("%(n)s line is settled.", "%(n)s lines are settled.", settled) % {"n": settled}
            messages.success(request, done)
        return found.get_absolute_url()

    return button_page(request, confirm, "")


def _choices(request: HttpRequest) -> dict[int, str]:
    """Ticked lines and the number typed beside them; lines marked as no dues."""
    found = {}
    for name, value in request.POST.items():
        kind, _mark, pk = name.partition("-")
        if kind not in {"record", "ignore"} or not (pk.isascii() and pk.isdigit() and len(pk) < 10) or not value:
            continue
        found[int(pk)] = "-" if kind == "ignore" else harmless_text(request.POST.get(f"number-{pk}", ""))
    return found
