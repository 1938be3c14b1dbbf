"""Joining the network: choose a town or a partner's kind, send the request, complete it, follow it."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Invalid, NotFound
from seguia.core.permissions import allowed, require
from seguia.core.text import harmless_text
from seguia.files.models import FileKind
from seguia.files.services import KeptUpload, PreparedUpload, keep_upload, prepare_upload
from seguia.membership import choosing, forms, queries
from seguia.membership.models import Membership, MembershipKind, MembershipStatus
from seguia.membership.services import lifecycle
from seguia.membership.services.asking import AskedOrganisation, require_free_town
from seguia.membership.views.answering import FormPage, answered, told
from seguia.membership.views.newcomers import for_applicants
from seguia.territories.queries import existing_territory


@require_safe
def join(request: HttpRequest) -> HttpResponseBase:
    """What joining means, and the search for one's town. Homonyms show code and region."""
    text = harmless_text(request.GET.get("q", ""))[:100].strip()
    context = {"text": text, "found": choosing.towns_to_choose(text) if text else []}
    return render(request, "membership/join.html", context)


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def join_town(request: HttpRequest, scheme: str, code: str) -> HttpResponseBase:
    """The request of a town."""
    territory = existing_territory(scheme, code)
    if not choosing.can_join(territory):
        raise NotFound(_("This territory has no council that could join."))
    if request.method != "POST":
        require_free_town(territory)
    form = forms.TownRequestForm(request.POST or None, request.FILES or None, initial=_known_of(request))
    page = FormPage(
        _("Request for membership"), _("Send the request"), reverse("membership:join"),
        template="membership/join_form.html", extra={"territory": territory},
        crumbs=[(reverse("membership:join"), _("Join the network"))],
    )  # fmt: skip

    def effect(kept: KeptUpload | None) -> str:
        asked = form.request(AskedOrganisation(territory=territory), form.cleaned_data["kind"])
        return _sent(request, lifecycle.request_membership(user=request.user, request=asked, kept=kept))

    return with_document(request, form, page, effect)


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def join_partner(request: HttpRequest) -> HttpResponseBase:
    """The request of an association, a company, a university …"""
    form = forms.PartnerRequestForm(request.POST or None, request.FILES or None, initial=_known_of(request))
    page = FormPage(
        _("Request for a partnership"), _("Send the request"), reverse("membership:join"),
        template="membership/join_form.html", crumbs=[(reverse("membership:join"), _("Join the network"))],
    )  # fmt: skip

    def effect(kept: KeptUpload | None) -> str:
        asked = form.request(form.organisation(), MembershipKind.PARTNER)
        return _sent(request, lifecycle.request_membership(user=request.user, request=asked, kept=kept))

    return with_document(request, form, page, effect)


def _known_of(request: HttpRequest) -> dict[str, str]:
    return {"name": getattr(request.user, "name", "")}


def _sent(request: HttpRequest, membership: Membership) -> str:
    message = _("Your request has arrived; a receipt is on its way by mail. The secretariat answers you.")
    return told(request, message, reverse("membership:own", args=[membership.public_id]))


def with_document(
    request: HttpRequest, form: Any, page: FormPage, effect: Callable[[KeptUpload | None], str]
) -> HttpResponseBase:
    """A form with one document, which is examined before the transaction begins."""
    require("membership.request_membership", request.user)
    upload = request.FILES.get("document") if request.method == "POST" and form.is_valid() else None
    prepared = _examined(form, upload) if isinstance(upload, UploadedFile) else None
    if prepared is None:
        return answered(request, form, page, lambda: effect(None))
    with keep_upload(prepared) as kept:
        return answered(request, form, page, lambda: effect(kept))


def _examined(form: Any, upload: "UploadedFile[bytes]") -> PreparedUpload | None:
    try:
        prepared = prepare_upload(upload, FileKind.DOCUMENT)
    except Invalid as error:
        form.add_error("document", str(error.message))
        return None
    upload.seek(0)
    return prepared


@for_signed_in
@require_safe
def own(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A membership as its people and its applicant see it: state, history, what to do."""
    membership = queries.membership_for(request.user, public_id)
    application = queries.application_of(membership)
    is_applicant = allowed("membership.complete_request", request.user, application)
    waits = membership.status in {MembershipStatus.REQUESTED, MembershipStatus.CHECKED}
    may_leave = membership.status in {MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED} and not membership.notice_on
    context = {
        "membership": membership,
        "application": application if allowed("membership.view_application", request.user, application) else None,
        "changes": membership.changes.order_by("-on", "-pk"),
        "may_complete": is_applicant and membership.status == MembershipStatus.REQUESTED,
        "may_withdraw": is_applicant and waits,
        "may_resign": may_leave and allowed("membership.resign_membership", request.user, membership),
    }
    return render(request, "membership/own.html", context)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The applicant adds what was missing."""
    membership = queries.membership_for(request.user, public_id)
    application = queries.application_of(membership)
    require("membership.complete_request", request.user, application)
    form = forms.CompleteForm(request.POST or None, request.FILES or None, initial=vars(application))
    address = reverse("membership:own", args=[public_id])
    page = FormPage(
        _("Complete the request"), _("Send the request again"), address,
        template="membership/join_form.html", crumbs=[(address, membership.organisation.name)],
        extra={"application": application},
    )  # fmt: skip

    def effect(kept: KeptUpload | None) -> str:
        lifecycle.complete_request(user=request.user, membership=membership, papers=form.papers(), kept=kept)
        return told(request, _("Sent. The secretariat checks your request again."), address)

    return with_document(request, form, page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The applicant takes the request back."""
    membership = queries.membership_for(request.user, public_id)
    require("membership.complete_request", request.user, queries.application_of(membership))
    address = reverse("membership:own", args=[public_id])
    page = FormPage(
        _("Withdraw this request?"), _("Withdraw"), address, is_danger=True,
        crumbs=[(address, membership.organisation.name)],
        lead=_("The secretariat no longer deals with it. You may send another one at any time."),
    )  # fmt: skip

    def effect() -> str:
        lifecycle.withdraw_request(user=request.user, membership=membership)
        return told(request, _("The request is withdrawn."), reverse("portal:my-town"))

    return answered(request, forms.EmptyForm(request.POST or None), page, effect)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def resign(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give notice; the page says from when one is no longer a member."""
    membership = queries.membership_for(request.user, public_id)
    require("membership.resign_membership", request.user, membership)
    address = reverse("membership:own", args=[public_id])
    form = forms.NoticeForm(request.POST or None)
    if not getattr(request.user, "is_staff", False):
        del form.fields["notice_on"]
    page = FormPage(
        _("Leave the network?"), _("Give notice"), address, is_danger=True,
        crumbs=[(address, membership.organisation.name)], notes=choosing.notice_sentences(),
    )  # fmt: skip

    def effect() -> str:
        data = form.cleaned_data
        lifecycle.resign_membership(
            user=request.user, membership=membership, notice_on=data.get("notice_on"), reason=data["reason"]
        )
        return told(request, _("The notice has arrived. A mail confirms it."), address)

    return answered(request, form, page, effect)
