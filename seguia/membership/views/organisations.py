"""Editing an organisation: profile, official numbers, contacts; the secretariat enters new ones."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.accounts.entering import for_signed_in
from seguia.core.permissions import require
from seguia.membership import forms, queries
from seguia.membership.models import Organisation
from seguia.membership.services import organisations as services
from seguia.membership.views.answering import FormPage, answered, told

EDIT = "membership.edit_organisation"


def _crumbs(organisation: Organisation) -> list[tuple[str, object]]:
    return [(organisation.get_absolute_url(), organisation.name)]


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The profile."""
    organisation = queries.organisation_for(request.user, public_id, EDIT)
    form = forms.OrganisationForm(request.POST or None, initial=forms.OrganisationForm.initial_of(organisation))
    page = FormPage(
        _("Edit the organisation"), _("Save"), organisation.get_absolute_url(), crumbs=_crumbs(organisation),
        lead=_("Address, e-mail and telephone are shown to the secretariat only, unless you tick the box below them."),
        template="membership/edit.html", extra={"organisation": organisation},
    )  # fmt: skip

    def effect() -> str:
        services.edit_organisation(user=request.user, organisation=organisation, **form.cleaned_data)
        return told(request, _("Saved."), page.back)

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """SIRET and ICE: the list, and one more."""
    organisation = queries.organisation_for(request.user, public_id, EDIT)
    form = forms.IdentifierForm(request.POST or None)
    page = FormPage(
        _("Official numbers"), _("Add"), reverse("membership:edit", args=[public_id]), crumbs=_crumbs(organisation),
        lead=_("Invoices name the number you choose. Only your people and the secretariat see this list."),
        template="membership/numbers.html",
        extra={"organisation": organisation, "identifiers": list(organisation.identifiers.all())},
    )  # fmt: skip

    def effect() -> str:
        services.add_identifier(user=request.user, organisation=organisation, **form.cleaned_data)
        return told(request, _("The number is saved."), request.path)

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove_number(request: HttpRequest, public_id: str, pk: int) -> HttpResponseBase:
    """Ask, then take a number away."""
    organisation = queries.organisation_for(request.user, public_id, EDIT)
    identifier = queries.identifier_of(organisation, pk)
    page = FormPage(
        _("Remove this number?"), _("Remove"), reverse("membership:numbers", args=[public_id]), is_danger=True,
        crumbs=_crumbs(organisation), lead=identifier.number,
        notes=[_("Invoices that name it stay as they are.")],
    )  # fmt: skip

    def effect() -> str:
        services.remove_identifier(user=request.user, organisation=organisation, identifier_id=pk)
        return told(request, _("The number is removed."), page.back)

    return answered(request, forms.EmptyForm(request.POST or None), page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Elected liaison, staff liaison, billing contact."""
    organisation = queries.organisation_for(request.user, public_id, EDIT)
    form = forms.ContactsForm(request.POST or None, organisation=organisation)
    page = FormPage(
        _("Contacts"), _("Save"), reverse("membership:edit", args=[public_id]), crumbs=_crumbs(organisation),
        lead=_("Whom the secretariat turns to. Nobody else sees it; a contact without a name is taken away."),
    )  # fmt: skip

    def effect() -> str:
        services.save_contacts(user=request.user, organisation=organisation, contacts=form.contacts())
        return told(request, _("Saved."), page.back)

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """The secretariat enters an organisation; others come through a request for membership."""
    require("membership.create_organisation", request.user)
    form = forms.CreateOrganisationForm(request.POST or None)
    page = FormPage(_("Enter an organisation"), _("Save"), reverse("membership:desk"))

    def effect() -> str:
        organisation = services.create_organisation(user=request.user, **form.cleaned_data)
        return told(request, _("The organisation is saved."), reverse("membership:edit", args=[organisation.public_id]))

    return answered(request, form, page, effect)
