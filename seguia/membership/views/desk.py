"""The secretariat's pages of memberships: the list, one membership, and each deed as a small page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Message, NotFound
from seguia.core.permissions import require
from seguia.membership import forms, queries
from seguia.membership.directory.filters import page_number
from seguia.membership.models import COUNTED, OPEN, Membership, MembershipKind, MembershipStatus
from seguia.membership.services import lifecycle
from seguia.membership.services.mergers import continue_in_new_town
from seguia.membership.services.organisations import enter_membership
from seguia.membership.views.answering import FormPage, answered, told

PAGE_SIZE = 50
S = MembershipStatus


@dataclass(frozen=True)
class Deed:
    """One thing the secretariat does with a membership: in which states, with which form, by which service."""

    code: str
    title: Message
    states: tuple[str, ...]
    form: type[django_forms.Form]
    run: Callable[..., object]
    is_danger: bool = False


def _decided(*, user: Any, membership: Membership, version: str, **data: Any) -> Membership:
    data["is_accepted"] = data.pop("decision") == "yes"
    return lifecycle.decide_request(user=user, membership=membership, version=version, **data)


def _activated(*, user: Any, membership: Membership, version: str) -> Membership:
    return lifecycle.activate_membership(user=user, membership=membership, on=timezone.localdate())


def _resigned(*, user: Any, membership: Membership, version: str, **data: Any) -> Membership:
    return lifecycle.resign_membership(user=user, membership=membership, **data)


DEEDS = {
    deed.code: deed
    for deed in [
        Deed("check", gettext_lazy("Complete: pass on to the board"), (S.REQUESTED,), forms.EmptyForm,
             lifecycle.check_request),
        Deed("return", gettext_lazy("Give back to be completed"), (S.REQUESTED, S.CHECKED), forms.ReasonForm,
             lifecycle.return_request),
        Deed("decide", gettext_lazy("Write down the board’s decision"), (S.CHECKED,), forms.BoardForm, _decided),
        Deed("activate", gettext_lazy("Begin the membership without a payment"), (S.ACCEPTED,), forms.EmptyForm,
             _activated),
        Deed("suspend", gettext_lazy("Suspend"), (S.ACTIVE, S.RESIGNED), forms.ReasonForm,
             lifecycle.suspend_membership, is_danger=True),
        Deed("resume", gettext_lazy("End the suspension"), (S.SUSPENDED,), forms.EmptyForm, lifecycle.resume_membership),
        Deed("resign", gettext_lazy("Enter a written notice"), (S.ACTIVE, S.SUSPENDED), forms.NoticeForm, _resigned),
        Deed("continue", gettext_lazy("Go on in the new town"), (S.ACCEPTED, *COUNTED), forms.EmptyForm,
             continue_in_new_town),
        Deed("end", gettext_lazy("End the membership"), OPEN, forms.DatedReasonForm, lifecycle.end_membership,
             is_danger=True),
    ]
}  # fmt: skip


def possible_deeds(membership: Membership) -> list[Deed]:
    """What makes sense now."""
    territory = membership.organisation.territory
    has_merged = territory is not None and not territory.is_current
    return [
        deed
        for deed in DEEDS.values()
        if membership.status in deed.states
        and not (deed.code == "continue" and not has_merged)
        and not (deed.code == "resign" and membership.notice_on)
    ]


@for_signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """All memberships by state."""
    require("membership.manage_membership", request.user)
    status = request.GET.get("state", "")
    if status and status not in MembershipStatus.values:
        raise NotFound(_("There is no such state of a membership."))
    pages = Paginator(queries.memberships_by_state(status), PAGE_SIZE)
    shown = pages.get_page(page_number(request.GET.get("page") or "1"))
    counts = queries.membership_counts()
    states = [(state, counts.get(state, 0)) for state in MembershipStatus if counts.get(state)]
    context = {"page": shown, "pages": pages.num_pages, "states": states, "chosen": status}
    return render(request, "membership/desk/list.html", context)


@for_signed_in
@require_safe
def membership(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One membership with papers, contacts, history and what can be done."""
    require("membership.manage_membership", request.user)
    found = queries.membership_for(request.user, public_id)
    context = {
        "membership": found,
        "application": queries.application_of(found),
        "contacts": list(found.organisation.contacts.all()),
        "identifiers": list(found.organisation.identifiers.all()),
        "changes": found.changes.select_related("actor").order_by("-on", "-pk"),
        "deeds": possible_deeds(found),
    }
    return render(request, "membership/desk/membership.html", context)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, public_id: str, code: str) -> HttpResponseBase:
    """Do one thing. The version that was read goes along: who decides on an older one is told who was first."""
    require("membership.manage_membership", request.user)
    found = queries.membership_for(request.user, public_id)
    done = DEEDS.get(code)
    if done is None:
        raise NotFound(_("There is no such decision."))
    address = reverse("membership:desk-membership", args=[public_id])
    form = done.form(request.POST or None)
    version = request.POST.get("version", "")[:10] if request.method == "POST" else str(found.version)
    page = FormPage(
        done.title, done.title, address, lead=found.organisation.label().text, is_danger=done.is_danger,
        crumbs=[(reverse("membership:desk"), _("Memberships")), (address, found.organisation.name)],
        extra={"version": version},
    )  # fmt: skip

    def effect() -> str:
        done.run(user=request.user, membership=found, version=version, **form.cleaned_data)
        return told(request, _("Done. Those concerned are told by mail."), address)

    return answered(request, form, page, effect)


class _EntryForm(django_forms.Form):
    """A membership that was decided elsewhere."""

    kind = django_forms.ChoiceField(label=gettext_lazy("Kind of member"), choices=MembershipKind.choices)
    reference = django_forms.CharField(label=gettext_lazy("Reference of the decision"), max_length=80)


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Write down a membership of an organisation that sent no request here."""
    require("membership.manage_membership", request.user)
    organisation = queries.organisation_by_id(public_id)
    form = _EntryForm(request.POST or None)
    page = FormPage(
        _("Enter a membership"), _("Save"), reverse("membership:desk"), lead=organisation.label().text,
        notes=[_("It is accepted then and begins with the first payment, or when you begin it without one.")],
    )  # fmt: skip

    def effect() -> str:
        found = enter_membership(user=request.user, organisation=organisation, **form.cleaned_data)
        return told(request, _("Saved."), reverse("membership:desk-membership", args=[found.public_id]))

    return answered(request, form, page, effect)
