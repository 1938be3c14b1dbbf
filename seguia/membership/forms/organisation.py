"""What an organisation says of itself, its official numbers, its contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.core.forms import TranslatedFormField
from seguia.membership.forms.fields import CountryField, LineField
from seguia.membership.models import ContactKind, IdentifierScheme, Organisation, OrganisationKind

PROFILE = (
    "name",
    "description",
    "website",
    "address",
    "address_is_public",
    "email",
    "email_is_public",
    "phone",
    "phone_is_public",
)


class OrganisationForm(forms.Form):
    """The profile; what is public is decided field by field."""

    name = TranslatedFormField(label=_("Name"), max_length=200)
    description = TranslatedFormField(label=_("What it does"), max_length=1000, multiline=True, rows=3, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    address = LineField(label=_("Postal address"), max_length=500, rows=3, required=False)
    address_is_public = forms.BooleanField(label=_("Show the postal address to everybody"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    email_is_public = forms.BooleanField(label=_("Show the e-mail address to everybody"), required=False)
    phone = LineField(label=_("Telephone"), max_length=40, required=False)
    phone_is_public = forms.BooleanField(label=_("Show the telephone number to everybody"), required=False)

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """What stands there now."""
        return {name: getattr(organisation, name) for name in PROFILE}


class CreateOrganisationForm(OrganisationForm):
    """The secretariat enters an organisation."""

    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=OrganisationKind.choices)
    territory = LineField(
        label=_("Code of the territory"),
        max_length=60,
        required=False,
        help_text=_("Register and code, for example insee-com:62528 or hcp:0115101. Needed for local governments."),
    )
    country = CountryField(
        label=_("Country"), max_length=2, required=False, help_text=_("Two letters, where there is no territory.")
    )
    field_order = ("kind", "territory", "country")


class IdentifierForm(forms.Form):
    """One more official number."""

    scheme = forms.ChoiceField(label=_("Register"), choices=IdentifierScheme.choices)
    number = LineField(
        label=_("Number"), max_length=30, help_text=_("SIRET: 14 digits. ICE: 15 digits. Blanks do not matter.")
    )
    label = LineField(
        label=_("What it is for"),
        max_length=80,
        required=False,
        help_text=_("A town with several budgets has several SIRET: main budget, water, social centre."),
    )


class ContactsForm(forms.Form):
    """Whom the network turns to; a contact without a name is taken away."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        known = {contact.kind: contact for contact in organisation.contacts.all()}
        initial = {
            f"{kind}_{part}": getattr(known[kind], part)
            for kind in ContactKind.values
            if kind in known
            for part in ("name", "function", "email", "phone")
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for kind in ContactKind:
            self.fields[f"{kind}_name"] = LineField(label=_TITLES[kind]["name"], max_length=120, required=False)
            self.fields[f"{kind}_function"] = LineField(label=_TITLES[kind]["function"], max_length=120, required=False)
            self.fields[f"{kind}_email"] = forms.EmailField(label=_TITLES[kind]["email"], required=False)
            self.fields[f"{kind}_phone"] = LineField(label=_TITLES[kind]["phone"], max_length=40, required=False)

    def contacts(self) -> dict[str, dict[str, str]]:
        """By kind, of a valid form."""
        parts = ("name", "function", "email", "phone")
        return {kind: {part: self.cleaned_data[f"{kind}_{part}"] for part in parts} for kind in ContactKind.values}


_TITLES = {
    ContactKind.ELECTED: {
        "name": _("Elected liaison: name"),
        "function": _("Elected liaison: function"),
        "email": _("Elected liaison: e-mail address"),
        "phone": _("Elected liaison: telephone"),
    },
    ContactKind.STAFF: {
        "name": _("Staff liaison: name"),
        "function": _("Staff liaison: function"),
        "email": _("Staff liaison: e-mail address"),
        "phone": _("Staff liaison: telephone"),
    },
    ContactKind.BILLING: {
        "name": _("Billing contact: name"),
        "function": _("Billing contact: function"),
        "email": _("Billing contact: e-mail address"),
        "phone": _("Billing contact: telephone"),
    },
}
