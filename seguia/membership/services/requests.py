"""Asking to join: the request is saved, completed, checked by the secretariat and decided by the board."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import Conflict, Refused
from seguia.core.permissions import require
from seguia.files.services import KeptUpload, record_upload
from seguia.membership.mails import tell_applicant
from seguia.membership.models import (
    Application,
    Contact,
    Membership,
    MembershipKind,
    MembershipStatus,
    Representation,
    Role,
)
from seguia.membership.services.asking import AskedOrganisation, organisation_that_asks
from seguia.membership.services.changing import change, checked_day, cleaned_reason, locked

OWNER_KIND = "membership.application"
MOST_OPEN = 5
"""Requests one person may have waiting."""
WAITING = (MembershipStatus.REQUESTED, MembershipStatus.CHECKED)


@dataclass(frozen=True)
class Papers:
    """What the applicant says; `complete_request` takes the same again."""

    name: str
    function: str
    phone: str = ""
    deliberation_number: str = ""
    deliberation_on: datetime.date | None = None
    message: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class NewRequest:
    """A request for membership."""

    organisation: AskedOrganisation
    papers: Papers
    kind: str = MembershipKind.FULL
    contacts: dict[str, dict[str, str]] = field(default_factory=dict)
    """By `ContactKind`: name, function, email, phone."""
    has_consented: bool = False


def request_membership(*, user: Any, request: NewRequest, kept: KeptUpload | None = None) -> Membership:
    """Save a request; the applicant gets a receipt by mail, the secretariat finds it on its desk.

    Raises Refused for visitors and for strangers to an organisation that has people, Conflict when the organisation
    is a member or has asked already, ValidationError for what cannot be saved.
    """
    with transaction.atomic():
        require("membership.request_membership", user)
        _require_consent_and_room(user, request)
        organisation = organisation_that_asks(user, request.organisation)
        membership = Membership(organisation=organisation, kind=request.kind)
        membership.full_clean()
        membership.save()
        application = Application(membership=membership, applicant=user, consented_at=timezone.now())
        _store_papers(application, request.papers, kept, user)
        _store_contacts(membership, request.contacts)
        membership.version = 0
        change(membership, MembershipStatus.REQUESTED, user=user)
        tell_applicant(application, "received")
    return membership


def _require_consent_and_room(user: Any, request: NewRequest) -> None:
    if not request.has_consented:
        raise ValidationError(_("Please confirm that the data of the request may be kept."), code="consent")
    if Membership.objects.filter(application__applicant=user, status__in=WAITING).count() >= MOST_OPEN:
        raise Conflict(_("%(most)s of your requests are waiting already. Nothing was saved.") % {"most": MOST_OPEN})


def _store_papers(application: Application, papers: Papers, kept: KeptUpload | None, user: Any) -> None:
    for name in ("name", "function", "phone", "deliberation_number", "deliberation_on", "message", "language"):
        setattr(application, name, getattr(papers, name))
    if kept is not None:
        owner_id = application.membership.public_id
        application.document = record_upload(kept, owner_kind=OWNER_KIND, owner_id=owner_id, user=user)
    application.full_clean()
    application.save()


def _store_contacts(membership: Membership, contacts: dict[str, dict[str, str]]) -> None:
    """Contacts that the organisation has already are kept."""
    known = set(membership.organisation.contacts.values_list("kind", flat=True))
    for kind, facts in contacts.items():
        if facts.get("name") and kind not in known:
            contact = Contact(organisation=membership.organisation, kind=kind, **facts)
            contact.full_clean()
            contact.save()


def complete_request(
    *, user: Any, membership: Membership, papers: Papers, kept: KeptUpload | None = None
) -> Membership:
    """The applicant adds what was missing; it waits for the secretariat again. Raises Refused, Conflict."""
    with transaction.atomic():
        fresh = locked(membership, [MembershipStatus.REQUESTED])
        application = _application_of(fresh)
        require("membership.complete_request", user, application)
        application.returned_at = None
        _store_papers(application, papers, kept, user)
        change(fresh, MembershipStatus.REQUESTED, user=user, code="completed")
        tell_applicant(application, "completed")
    return fresh


def check_request(*, user: Any, membership: Membership, version: str = "") -> Membership:
    """The secretariat found everything in order; the board decides next. Raises Refused, Conflict."""
    with transaction.atomic():
        require("membership.manage_membership", user, membership)
        fresh = locked(membership, [MembershipStatus.REQUESTED], version=version)
        application = _application_of(fresh)
        if application.returned_at is not None:
            raise Conflict(_("This request waits for its author. Nothing was changed."))
        change(fresh, MembershipStatus.CHECKED, user=user)
        tell_applicant(application, "checked")
    return fresh


def return_request(*, user: Any, membership: Membership, reason: str, version: str = "") -> Membership:
    """Give the request back to its author, who reads the reason. Raises Refused, Conflict, ValidationError."""
    reason = cleaned_reason(reason)
    with transaction.atomic():
        require("membership.manage_membership", user, membership)
        fresh = locked(membership, WAITING, version=version)
        application = _application_of(fresh)
        application.returned_at, application.return_reason = timezone.now(), reason
        application.save(update_fields=["returned_at", "return_reason"])
        change(fresh, MembershipStatus.REQUESTED, user=user, reason=reason, code="returned")
        tell_applicant(application, "returned", reason)
    return fresh


def decide_request(
    *,
    user: Any,
    membership: Membership,
    is_accepted: bool,
    board_on: datetime.date | None = None,
    reference: str = "",
    reason: str = "",
    version: str = "",
) -> Membership:
    """Write down what the board decided. A refusal needs a reason, an acceptance the reference of the decision; the
    applicant then represents the organisation. Raises Refused, Conflict, ValidationError."""
    reason = reason.strip() if is_accepted else cleaned_reason(reason)
    if is_accepted and not reference.strip():
        raise ValidationError(_("Write the reference of the board's decision."), code="required")
    with transaction.atomic():
        require("membership.manage_membership", user, membership)
        fresh = locked(membership, [MembershipStatus.CHECKED], version=version)
        fresh.board_on, fresh.board_reference = checked_day(board_on), reference.strip()
        after = MembershipStatus.ACCEPTED if is_accepted else MembershipStatus.REFUSED
        change(fresh, after, user=user, on=fresh.board_on, reason=reason, reference=fresh.board_reference)
        if is_accepted:
            _open_the_door(fresh)
        tell_applicant(_application_of(fresh), str(after), reason)
    return fresh


def _open_the_door(membership: Membership) -> None:
    """The organisation becomes public; its applicant may begin to write, unless others act for it already."""
    organisation = membership.organisation
    organisation.is_listed = True
    organisation.save(update_fields=["is_listed", "changed_at"])
    applicant = _application_of(membership).applicant
    has_head = Representation.objects.current().filter(organisation=organisation, role=Role.REPRESENTATIVE).exists()
    if applicant is not None and not has_head:
        Representation.objects.get_or_create(
            user=applicant, organisation=organisation, role=Role.REPRESENTATIVE, until=None
        )


def withdraw_request(*, user: Any, membership: Membership) -> Membership:
    """The applicant changes their mind before the board decides. Raises Refused, Conflict."""
    with transaction.atomic():
        fresh = locked(membership, WAITING)
        application = _application_of(fresh)
        require("membership.complete_request", user, application)
        change(fresh, MembershipStatus.ENDED, user=user, code="withdrawn")
        tell_applicant(application, "withdrawn")
    return fresh


def _application_of(membership: Membership) -> Application:
    """Memberships that the secretariat entered itself have no papers. Raises Refused."""
    found = Application.objects.select_related("applicant", "membership").filter(membership=membership).first()
    if found is None:
        raise Refused(_("This membership was entered without a request. Nothing was changed."))
    return found
