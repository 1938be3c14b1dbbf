"""The request for membership: a town's, a partner's, and what is added later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seguia.core.forms import TranslatedFormField
from seguia.core.languages import current_language
from seguia.membership.forms.fields import CountryField, DayField, LineField
from seguia.membership.models import ContactKind, MembershipKind, OrganisationKind
from seguia.membership.services.asking import AskedOrganisation
from seguia.membership.services.requests import NewRequest, Papers


class CompleteForm(forms.Form):
    """Who asks, and what the council decided."""

    name = LineField(label=_("Your name"), max_length=120)
    function = LineField(
        label=_("Your function"), max_length=120, help_text=_("For example: mayor, deputy mayor, director of services.")
    )
    phone = LineField(label=_("Your telephone number"), max_length=40, required=False)
    deliberation_number = LineField(
        label=_("Number of the council’s deliberation"),
        max_length=80,
        required=False,
        help_text=_("You may send the request before the council has met and add this later."),
    )
    deliberation_on = DayField(label=_("Day of the deliberation"), required=False)
    document = forms.FileField(
        label=_("The deliberation as a document"),
        required=False,
        help_text=_("PDF or office document, 20 MB at most. Only you and the secretariat can read it."),
    )
    message = LineField(label=_("Message to the secretariat"), max_length=2000, rows=4, required=False)

    def papers(self) -> Papers:
        """Of a valid form."""
        names = ("name", "function", "phone", "deliberation_number", "deliberation_on", "message")
        return Papers(language=current_language(), **{name: self.cleaned_data[name] for name in names})


class _RequestForm(CompleteForm):
    """What towns and partners both say."""

    staff_name = LineField(label=_("Staff liaison: name"), max_length=120, required=False)
    staff_email = forms.EmailField(label=_("Staff liaison: e-mail address"), required=False)
    billing_name = LineField(label=_("Billing contact: name"), max_length=120, required=False)
    billing_email = forms.EmailField(label=_("Billing contact: e-mail address"), required=False)
    consent = forms.BooleanField(
        label=_(
            "I am entitled to send this request, and I agree that the network keeps these data to deal with it. They are "
            "read by the secretariat only."
        )
    )

    def contacts(self) -> dict[str, dict[str, str]]:
        """By kind; the person who asks is the elected liaison of a town."""
        data = self.cleaned_data
        return {
            ContactKind.STAFF: {"name": data["staff_name"], "email": data["staff_email"]},
            ContactKind.BILLING: {"name": data["billing_name"], "email": data["billing_email"]},
        }

    def request(self, organisation: AskedOrganisation, kind: str) -> NewRequest:
        """Of a valid form."""
        return NewRequest(
            organisation, self.papers(), kind, contacts=self.contacts(), has_consented=self.cleaned_data["consent"]
        )


class TownRequestForm(_RequestForm):
    """A town asks."""

    kind = forms.ChoiceField(
        label=_("Kind of membership"),
        choices=[(one.value, one.label) for one in (MembershipKind.FULL, MembershipKind.ASSOCIATE)],
        help_text=_("Full members vote in the network’s assembly; associate members take part without a vote."),
    )
    field_order = ("kind",)


class PartnerRequestForm(_RequestForm):
    """An association, a company, a university … asks."""

    organisation_kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[one for one in OrganisationKind.choices if one[0] != OrganisationKind.LOCAL_GOVERNMENT],
    )
    organisation_name = TranslatedFormField(label=_("Name of the organisation"), max_length=200)
    country = CountryField(
        label=_("Country"), min_length=2, max_length=2, help_text=_("Two letters: MA for Morocco, FR for France.")
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    field_order = ("organisation_kind", "organisation_name", "country", "website")

    def organisation(self) -> AskedOrganisation:
        """Of a valid form."""
        data: dict[str, Any] = self.cleaned_data
        return AskedOrganisation(
            kind=data["organisation_kind"],
            name=data["organisation_name"],
            country=data["country"],
            website=data["website"],
        )


class NewcomerForm(forms.Form):
    """An address to which the link is sent."""

    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("We send a link there, by which you go on."))


class NameForm(forms.Form):
    """Enough to make an account."""

    name = LineField(label=_("Your name"), max_length=120)
