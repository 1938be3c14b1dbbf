"""The colleagues of an organisation: listed, invited, given another role, removed, replaced."""

from django import forms as django_forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.permissions import allowed, require
from seguia.membership import forms, queries
from seguia.membership.models import Organisation, Representation, Role
from seguia.membership.services import people as services
from seguia.membership.views.answering import FormPage, answered, told


def _address(organisation: Organisation) -> str:
    return reverse("membership:people", args=[organisation.public_id])


def _page(organisation: Organisation, title: str, button: str, **more: object) -> FormPage:
    address = _address(organisation)
    crumbs = [(organisation.get_absolute_url(), organisation.name), (address, _("Colleagues"))]
    return FormPage(title, button, address, crumbs=crumbs, **more)  # type: ignore[arg-type]


@for_signed_in
@require_safe
def people(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Who acts for the organisation, and who was invited."""
    organisation = queries.organisation_for(request.user, public_id, "membership.view_people")
    found = list(queries.people_of(organisation))
    context = {
        "organisation": organisation,
        "people": found,
        "invitations": list(queries.unanswered_invitations(organisation)),
        "heads": sum(one.role == Role.REPRESENTATIVE for one in found),
        "may_invite": allowed("membership.invite_person", request.user, organisation),
        "may_manage": allowed("membership.manage_people", request.user, organisation),
        "may_edit": allowed("membership.edit_organisation", request.user, organisation),
    }
    return render(request, "membership/people.html", context)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Invite somebody by e-mail."""
    organisation = queries.organisation_for(request.user, public_id, "membership.invite_person")
    role = request.GET.get("role", "")
    form = forms.InviteForm(request.POST or None, initial={"role": role} if role in Role.values else {})
    page = _page(
        organisation, _("Invite a colleague"), _("Send the invitation"),
        lead=_("The person gets a mail with a link that is valid for 14 days, and acts for you only after accepting."),
    )  # fmt: skip

    def effect() -> str:
        invitation = services.invite_person(user=request.user, organisation=organisation, **form.cleaned_data)
        return told(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email}, page.back)

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_invitation(request: HttpRequest, public_id: str, invitation_id: str) -> HttpResponseBase:
    """Take an invitation back."""
    organisation = queries.organisation_for(request.user, public_id, "membership.invite_person")
    invitation = queries.invitation_of(organisation, invitation_id)
    page = _page(
        organisation, _("Withdraw this invitation?"), _("Withdraw"), is_danger=True, lead=invitation.email,
        notes=[_("The link in the mail no longer works then.")],
    )  # fmt: skip

    def effect() -> str:
        services.withdraw_invitation(user=request.user, invitation=invitation)
        return told(request, _("The invitation is withdrawn."), page.back)

    return answered(request, forms.EmptyForm(request.POST or None), page, effect)


def _colleague(request: HttpRequest, public_id: str, pk: int) -> Representation:
    """For those who manage people, and for the person themself. Raises NotFound, Refused."""
    organisation = queries.organisation_for(request.user, public_id, "membership.view_people")
    colleague = queries.colleague_of(organisation, pk)
    if colleague.user_id != request.user.pk:
        require("membership.manage_people", request.user, organisation)
    return colleague


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: HttpRequest, public_id: str, pk: int) -> HttpResponseBase:
    """Give a colleague another role."""
    colleague = _colleague(request, public_id, pk)
    form = forms.RoleForm(request.POST or None, initial={"role": colleague.role})
    page = _page(colleague.organisation, _("Change a role"), _("Save"), lead=str(colleague.user))

    def effect() -> str:
        services.change_role(user=request.user, representation=colleague, role=form.cleaned_data["role"])
        return told(request, _("Saved. The new role is valid at once."), page.back)

    return answered(request, form, page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, public_id: str, pk: int) -> HttpResponseBase:
    """End somebody's role, or one's own."""
    colleague = _colleague(request, public_id, pk)
    is_own = colleague.user_id == request.user.pk
    page = _page(
        colleague.organisation, _("Leave this organisation?") if is_own else _("End this role?"),
        _("Leave") if is_own else _("End the role"), is_danger=True, lead=str(colleague.user),
        notes=[
            _("The rights end at once. Drafts and published sheets stay with the organisation."),
            _("To come back, a new invitation is needed."),
        ],
    )  # fmt: skip

    def effect() -> str:
        services.remove_person(user=request.user, representation=colleague)
        message = _("You no longer act for this organisation.") if is_own else _("The role has ended.")
        return told(request, message, reverse("portal:my-town") if is_own else page.back)

    return answered(request, forms.EmptyForm(request.POST or None), page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, public_id: str, pk: int) -> HttpResponseBase:
    """Invite a successor, whose acceptance ends this role."""
    colleague = _colleague(request, public_id, pk)
    form: django_forms.Form = forms.HandOverForm(request.POST or None)
    page = _page(
        colleague.organisation, _("Hand over"), _("Invite the successor"), lead=str(colleague.user),
        notes=[
            _("The successor gets the same role on accepting; the role of the person above ends that day."),
            _("Drafts and published sheets stay with the organisation."),
        ],
    )  # fmt: skip

    def effect() -> str:
        services.hand_over(user=request.user, representation=colleague, **form.cleaned_data)
        return told(request, _("The successor is invited. Until the acceptance nothing changes."), page.back)

    return answered(request, form, page, effect)
