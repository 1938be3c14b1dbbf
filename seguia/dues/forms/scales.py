"""Forms of scales and discounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.forms import TranslatedFormField
from seguia.dues.forms.fields import AmountField, CountriesField, DayField, LineField, MemberField
from seguia.dues.models import Discount, KindAmount, Scale, ScaleBracket, ScaleMethod
from seguia.dues.models.scales import GROUPS
from seguia.dues.money import CURRENCIES
from seguia.membership.models import OrganisationKind

KINDS = [(value, label) for value, label in OrganisationKind.choices if value != OrganisationKind.LOCAL_GOVERNMENT]


class ScaleForm(forms.Form):
    """A scale without its brackets."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    name = TranslatedFormField(label=gettext_lazy("Name"), max_length=120)
    note = TranslatedFormField(
        label=gettext_lazy("Explanation for members"), max_length=1000, multiline=True, rows=3, required=False
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)
    countries = CountriesField(
        label=gettext_lazy("For members in these countries"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Codes of two letters, such as MA, TN. Leave it empty for all countries no other scale names."
        ),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("Dues of towns"), choices=ScaleMethod.choices, widget=forms.RadioSelect, initial="brackets"
    )
    rate = AmountField(label=gettext_lazy("Amount per inhabitant"), required=False)
    floor = AmountField(label=gettext_lazy("At least"), required=False)
    cap = AmountField(label=gettext_lazy("At most"), required=False)
    is_pro_rata = forms.BooleanField(
        label=gettext_lazy("Who joins within the year pays for the remaining months, the month of joining included"),
        required=False,
    )

    def __init__(self, *args: Any, scale: Scale | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {**_initial(scale), **kwargs.get("initial", {})}})
        for code, label in GROUPS:
            self.fields[f"group_{code}"] = CountriesField(label=label, required=False, max_length=1000)
        for kind, label in KINDS:
            self.fields[f"kind_{kind}"] = AmountField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """A country belongs to one group."""
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for code, _label in GROUPS:
            for country in cleaned.get(f"group_{code}") or []:
                if country in seen:
                    self.add_error(f"group_{code}", _("%(country)s is in two groups.") % {"country": country})
                seen.add(country)
        return cleaned

    def group_fields(self) -> list[Any]:
        """For the template."""
        return [self[f"group_{code}"] for code, _label in GROUPS]

    def kind_fields(self) -> list[Any]:
        """For the template."""
        return [self[f"kind_{kind}"] for kind, _label in KINDS]

    def apply(self, scale: Scale) -> Scale:
        """Write the figures into a scale."""
        for name in ("year", "name", "note", "currency", "countries", "method", "rate", "floor", "cap", "is_pro_rata"):
            setattr(scale, name, self.cleaned_data[name])
        scale.groups = {country: code for code, _label in GROUPS for country in self.cleaned_data[f"group_{code}"]}
        return scale

    def kinds(self) -> list[KindAmount]:
        """Amounts that are given."""
        given = {kind: self.cleaned_data[f"kind_{kind}"] for kind, _label in KINDS}
        return [KindAmount(kind=kind, amount=amount) for kind, amount in given.items() if amount is not None]


def _initial(scale: Scale | None) -> dict[str, Any]:
    if scale is None:
        return {}
    names = ("year", "name", "note", "currency", "countries", "method", "rate", "floor", "cap", "is_pro_rata")
    initial = {name: getattr(scale, name) for name in names}
    for code, _label in GROUPS:
        initial[f"group_{code}"] = sorted(country for country, group in scale.groups.items() if group == code)
    return {**initial, **{f"kind_{row.kind}": row.amount for row in scale.kinds.all()}}


class BracketForm(forms.Form):
    """One line of the table."""

    group = forms.ChoiceField(
        label=gettext_lazy("Income group"), required=False, choices=[("", gettext_lazy("all")), *GROUPS]
    )
    population_from = forms.IntegerField(
        label=gettext_lazy("Inhabitants from"), min_value=0, max_value=10**9, required=False
    )
    population_to = forms.IntegerField(label=gettext_lazy("to"), min_value=0, max_value=10**9, required=False)
    amount = AmountField(label=gettext_lazy("Amount"), required=False)

    def clean(self) -> dict[str, Any]:
        """A line that is begun must be whole."""
        cleaned = super().clean() or {}
        if (
            cleaned.get("amount") is not None
            and cleaned.get("population_from") is None
            and "population_from" not in self.errors
        ):
            self.add_error("population_from", _("Say from how many inhabitants on this amount is due."))
        if cleaned.get("population_from") is not None and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount of this bracket."))
        return cleaned

    def row(self) -> ScaleBracket | None:
        """The bracket; None for an empty line."""
        if self.cleaned_data.get("amount") is None:
            return None
        return ScaleBracket(**{name: self.cleaned_data[name] for name in self.fields})


BracketTable = forms.formset_factory(BracketForm, extra=5, max_num=200, absolute_max=250)


class ForceForm(forms.Form):
    """Who decided, so that a scale comes into force."""

    decided_on = DayField(label=gettext_lazy("Decided on"))
    reference = LineField(label=gettext_lazy("Reference of the decision"), max_length=80, required=False)


class CopyForm(forms.Form):
    """For which year."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)


class DiscountForm(forms.Form):
    """Less for one member in one year."""

    member = MemberField(
        label=gettext_lazy("Member"), max_length=120, help_text=gettext_lazy("A part of its name is enough.")
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    percent = AmountField(label=gettext_lazy("Percentage"), required=False)
    amount = AmountField(label=gettext_lazy("or amount"), required=False)
    reason = LineField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("The member reads it on the invoice.")
    )
    decided_by = LineField(label=gettext_lazy("Decided by"), max_length=120)
    decided_on = DayField(label=gettext_lazy("Decided on"))

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if (cleaned.get("percent") is None) == (cleaned.get("amount") is None) and not self.errors:
            raise forms.ValidationError(_("Enter either a percentage or an amount."))
        return cleaned

    def discount(self) -> Discount:
        """Not saved yet."""
        names = ("year", "percent", "amount", "reason", "decided_by", "decided_on")
        return Discount(membership=self.cleaned_data["member"], **{name: self.cleaned_data[name] for name in names})
