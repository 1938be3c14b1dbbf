"""Hand-over of a town: who left, who came, what waits; inviting who came; tying an account to a mandate."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import NotFound
from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.languages import current_language
from seguia.core.permissions import allowed, require
from seguia.mandates.forms import InviteForm, add_faults
from seguia.mandates.queries.handover import handover_of, representation_in
from seguia.mandates.queries.officials import mandate_by_id
from seguia.mandates.services import handing_over
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_by_id


def _organisation(request: HttpRequest, public_id: str) -> Organisation:
    """An organisation with a territory, for its people and the secretariat. Raises Refused, NotFound."""
    organisation = organisation_by_id(public_id)
    require("mandates.see_to_handover", request.user, organisation)
    if organisation.territory is None:
        raise NotFound(_("Only towns and other territories have elected officials."))
    return organisation


@for_signed_in
@require_safe
def handover(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything a town must see to after an election."""
    organisation = _organisation(request, public_id)
    handing_over.tie_accepted_invitations()
    context = {
        "organisation": organisation,
        "handover": handover_of(organisation),
        "is_staff": allowed("mandates.edit_mandate", request.user),
        "form_key": new_form_key(),
    }
    return render(request, "mandates/handover.html", context)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, public_id: str, mandate_id: str) -> HttpResponseBase:
    """Send an official the invitation to act for the town."""
    organisation, mandate = _organisation(request, public_id), mandate_by_id(mandate_id)
    if mandate.territory_id != organisation.territory_id:
        raise NotFound(_("This mandate is not one of this town."))
    form = InviteForm(request.POST or None)

    def effect() -> str:
        handing_over.invite_official(
            user=request.user, organisation=organisation, mandate=mandate, language=current_language(),
            **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, _("The invitation is on its way. Nothing changes until it is accepted."))
        return reverse("mandates:handover", args=[organisation.public_id])

    if request.method == "POST" and form.is_valid():
        try:
            return take_effect_once(request, effect)
        except ValidationError as error:
            add_faults(form, error)
    context = {"organisation": organisation, "mandate": mandate, "form": form, "form_key": new_form_key()}
    return render(request, "mandates/invite.html", context, status=400 if form.errors else 200)


@for_signed_in
@require_POST
def tie(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Say that somebody who acts for the town is this official."""
    mandate = mandate_by_id(public_id)
    held = representation_in(mandate.territory_id, request.POST.get("representation", ""))
    handing_over.tie_to_account(user=request.user, mandate=mandate, representation=held)
    messages.success(request, _("From now on these rights end with the mandate."))
    return HttpResponseRedirect(reverse("mandates:handover", args=[held.organisation.public_id]))


@for_signed_in
@require_POST
def untie(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The rights no longer follow the mandate."""
    mandate = mandate_by_id(public_id)
    handing_over.untie_from_account(user=request.user, mandate=mandate)
    messages.success(request, _("These rights no longer end with the mandate."))
    return HttpResponseRedirect(reverse("mandates:town", args=[mandate.territory.scheme, mandate.territory.code]))
