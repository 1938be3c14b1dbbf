"""Forms of calls, invoices, payments and what surrounds them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.fr import siret as french
from stdnum.ma import ice as moroccan

from seguia.dues.forms.fields import AmountField, DayField, InvoiceField, LineField, MemberField
from seguia.dues.models import Invoice, Issuer, Method, ReminderLevel
from seguia.dues.money import CURRENCIES
from seguia.membership.models import IdentifierScheme, Organisation


class CallForm(forms.Form):
    """A new call."""

    year = forms.IntegerField(label=gettext_lazy("Year of the dues"), min_value=2000, max_value=2100)
    issued_on = DayField(label=gettext_lazy("Date of the invoices"))
    due_on = DayField(label=gettext_lazy("To be paid until"))

    def clean(self) -> dict[str, Any]:
        """Nobody can pay before being asked."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned["due_on"] < cleaned["issued_on"]:
            self.add_error("due_on", _("The day of payment cannot be before the date of the invoice."))
        return cleaned


class ReasonForm(forms.Form):
    """Why."""

    reason = LineField(label=gettext_lazy("Reason"), max_length=300)


class InvoiceForm(forms.Form):
    """An invoice by hand."""

    member = MemberField(
        label=gettext_lazy("Member"), max_length=120, help_text=gettext_lazy("A part of its name is enough.")
    )
    year = forms.IntegerField(label=gettext_lazy("Year of the dues"), min_value=2000, max_value=2100)
    text = LineField(
        label=gettext_lazy("What for"), max_length=200, help_text=gettext_lazy("In the language of the member.")
    )
    total = AmountField(label=gettext_lazy("Amount"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)
    due_on = DayField(label=gettext_lazy("To be paid until"))


class CreditForm(forms.Form):
    """A credit note."""

    amount = AmountField(label=gettext_lazy("Amount to take off"))
    reason = LineField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("The member reads it on the credit note.")
    )


class PaymentForm(forms.Form):
    """Money received."""

    invoice = InvoiceField(
        label=gettext_lazy("Number of the invoice"),
        required=False,
        max_length=24,
        help_text=gettext_lazy("It is paid first. Leave it empty to pay the oldest open invoices of the member."),
    )
    member = MemberField(
        label=gettext_lazy("Member"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Only needed without the number of an invoice. A part of its name is enough."),
    )
    received_on = DayField(label=gettext_lazy("Received on"))
    amount = AmountField(label=gettext_lazy("Amount"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)
    method = forms.ChoiceField(label=gettext_lazy("Way of payment"), choices=Method.choices)
    reference = LineField(
        label=gettext_lazy("Reference"),
        max_length=80,
        help_text=gettext_lazy(
            "Of the bank, the cheque or the payment order. The same reference is never counted twice."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Whose money it is."""
        cleaned = super().clean() or {}
        invoice, member = cleaned.get("invoice"), cleaned.get("member")
        if not self.errors and not invoice and not member:
            self.add_error("member", _("Enter the number of an invoice or a member."))
        if invoice and member and invoice.membership_id != member.pk:
            self.add_error("member", _("The invoice is one of another member. Leave this field empty."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """For the service."""
        facts = {k: v for k, v in self.cleaned_data.items() if k not in {"member"}}
        invoice = facts["invoice"]
        return {**facts, "membership": invoice.membership if invoice else self.cleaned_data["member"]}


class RefundForm(forms.Form):
    """Money given back."""

    member = MemberField(label=gettext_lazy("Member"), max_length=120)
    amount = AmountField(label=gettext_lazy("Amount"))
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)
    reference = LineField(label=gettext_lazy("Reference of the transfer"), max_length=80)


class StatementForm(forms.Form):
    """A file of the bank."""

    file = forms.FileField(
        label=gettext_lazy("Bank statement (CSV)"),
        help_text=gettext_lazy("With headings: a date, an amount, a wording. Only what came in is read."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency of the account"), choices=CURRENCIES)


class RoutingForm(forms.Form):
    """What a public body needs to find its invoice."""

    siret = forms.CharField(
        label="SIRET", required=False, max_length=20, help_text=gettext_lazy("Of the budget that pays. 14 digits.")
    )
    service_code = LineField(label=gettext_lazy("Service code"), required=False, max_length=100)
    commitment = LineField(label=gettext_lazy("Commitment number"), required=False, max_length=50)
    ice = forms.CharField(
        label="ICE", required=False, max_length=20, help_text=gettext_lazy("15 digits, for a body in Morocco.")
    )
    purchase_reference = LineField(label=gettext_lazy("Your purchase reference"), required=False, max_length=80)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [row for row in organisation.identifiers.all() if row.scheme == IdentifierScheme.SIRET]
        self.labels = {row.number: row.label for row in known}
        if known:
            choices = [(row.number, f"{row.number} {row.label}".strip()) for row in known]
            typed = self.initial.get("siret")
            if typed and typed not in self.labels:
                choices.append((typed, typed))
            self.fields["siret"] = forms.ChoiceField(
                label="SIRET", required=False, choices=[("", _("not chosen")), *choices],
                help_text=_("Choose the budget that pays. Others are entered on the page of your organisation."),
            )  # fmt: skip
            self.order_fields(["siret", "service_code", "commitment", "ice", "purchase_reference"])

    def clean_siret(self) -> str:
        """By its check digits."""
        return _checked(french, self.cleaned_data["siret"], "SIRET")

    def clean_ice(self) -> str:
        """By its check digits."""
        return _checked(moroccan, self.cleaned_data["ice"], "ICE")

    def facts(self) -> dict[str, str]:
        """For the service."""
        return {**self.cleaned_data, "siret_label": self.labels.get(self.cleaned_data["siret"], "")}


def _checked(register: Any, number: str, name: str) -> str:
    if not number:
        return ""
    try:
        return str(register.validate(number))
    except WrongNumber as error:
        facts = {"number": number[:30], "register": name}
        raise forms.ValidationError(
            _("“%(number)s” is not a valid %(register)s: please compare it with the official document.") % facts
        ) from error


class IssuerForm(forms.ModelForm):  # type: ignore[type-arg]
    """The network as it stands on its papers."""

    class Meta:
        model = Issuer
        fields = (
            "code", "name", "address", "email", "phone", "siret", "ice", "bank", "iban", "rib", "bic", "vat_note",
            "payment_note", "is_default",
        )  # fmt: skip

    def clean_siret(self) -> str:
        """By its check digits."""
        return _checked(french, self.cleaned_data["siret"], "SIRET")

    def clean_ice(self) -> str:
        """By its check digits."""
        return _checked(moroccan, self.cleaned_data["ice"], "ICE")

    def clean_iban(self) -> str:
        """By its check digits."""
        from stdnum import iban  # noqa: PLC0415 -- only needed here; it loads its table of countries

        return _checked(iban, self.cleaned_data["iban"], "IBAN")


class LevelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A level of reminder."""

    class Meta:
        model = ReminderLevel
        fields = ("days", "name", "text", "is_active")


class InvoiceFilterForm(forms.Form):
    """The list of the secretariat."""

    q = forms.CharField(label=gettext_lazy("Number or member"), required=False, max_length=100)
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("open", gettext_lazy("to be paid")),
            ("overdue", gettext_lazy("overdue")),
            ("disputed", gettext_lazy("disputed")),
            ("paid", gettext_lazy("settled")),
            ("credit", gettext_lazy("credit notes")),
        ],
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *((year, str(year)) for year in years)]


class DelayForm(forms.Form):
    """More time."""

    until = DayField(label=gettext_lazy("New day of payment"))
    reason = LineField(label=gettext_lazy("Reason"), max_length=300)


def payment_defaults(invoice: Invoice | None, balance: Any, today: Any) -> dict[str, Any]:
    """What the form of a payment begins with."""
    initial: dict[str, Any] = {"received_on": today}
    if invoice:
        initial |= {"invoice": invoice.reference, "amount": balance, "currency": invoice.currency}
    return initial
