"""Writing what an organisation says of itself: profile, official numbers, contacts."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound, SeguiaError
from seguia.core.permissions import require
from seguia.membership.directory.cache import forget_directory
from seguia.membership.models import (
    Contact,
    Identifier,
    Membership,
    MembershipKind,
    MembershipStatus,
    Organisation,
    OrganisationKind,
)
from seguia.membership.services.changing import change
from seguia.search.changes import mark_changed
from seguia.territories.codes import parsed_reference
from seguia.territories.models import Territory
from seguia.territories.queries import existing_territory

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


def create_organisation(
    *, user: Any, kind: str, territory: str = "", country: str = "", **profile: Any
) -> Organisation:
    """The secretariat enters an organisation. `territory` is `scheme:code`. Raises Refused, Conflict when the town has
    its town hall already, ValidationError."""
    with transaction.atomic():
        require("membership.create_organisation", user)
        place = _place(territory) if territory else None
        if place is not None and kind == OrganisationKind.LOCAL_GOVERNMENT:
            Territory.objects.select_for_update(of=("self",)).get(pk=place.pk)
            if Organisation.objects.filter(territory=place, kind=kind).exists():
                raise Conflict(_("This territory has its local government already. Nothing was saved."))
        organisation = Organisation(kind=kind, territory=place, country=country)
        _fill(organisation, profile)
        record_event("membership.organisation.created", organisation, actor=user, kind=kind)
    return organisation


def _place(reference: str) -> Territory:
    try:
        asked = parsed_reference(reference)
        return existing_territory(asked.scheme, asked.code)
    except SeguiaError as error:
        raise ValidationError({"territory": str(error.message)}) from error


def _fill(organisation: Organisation, profile: Mapping[str, Any]) -> None:
    for name in PROFILE:
        if name in profile:
            setattr(organisation, name, profile[name])
    organisation.full_clean()
    organisation.save()


def edit_organisation(*, user: Any, organisation: Organisation, **profile: Any) -> Organisation:
    """Save the profile. Its sheets are indexed anew, since they show its name. Raises Refused, ValidationError."""
    with transaction.atomic():
        fresh = _locked(organisation)
        require("membership.edit_organisation", user, fresh)
        changed = [name for name in PROFILE if name in profile and getattr(fresh, name) != profile[name]]
        if not changed:
            return fresh
        _fill(fresh, profile)
        record_event("membership.organisation.edited", fresh, actor=user, fields=changed)
        forget_directory()
        if fresh.territory_id is not None:
            mark_changed("territory", fresh.territory_id)
    return fresh


def _locked(organisation: Organisation) -> Organisation:
    found = Organisation.objects.select_for_update(of=("self",)).select_related("territory")
    fresh = found.filter(pk=organisation.pk).first()
    if fresh is None:
        raise NotFound(_("There is no organisation with this address."))
    return fresh


def add_identifier(*, user: Any, organisation: Organisation, scheme: str, number: str, label: str = "") -> Identifier:
    """Add a SIRET or ICE whose check digits are right. Raises Refused, Conflict, ValidationError."""
    with transaction.atomic():
        fresh = _locked(organisation)
        require("membership.edit_organisation", user, fresh)
        identifier = Identifier(organisation=fresh, scheme=scheme, number="".join(number.split()), label=label)
        identifier.clean_fields()
        identifier.clean()
        if fresh.identifiers.filter(scheme=scheme, number=identifier.number).exists():
            raise Conflict(_("This number is there already. Nothing was saved."))
        identifier.save()
        record_event("membership.identifier.added", fresh, actor=user, scheme=scheme, number=identifier.number)
    return identifier


def remove_identifier(*, user: Any, organisation: Organisation, identifier_id: int) -> None:
    """Take a number away. Raises Refused, NotFound."""
    with transaction.atomic():
        fresh = _locked(organisation)
        require("membership.edit_organisation", user, fresh)
        found = fresh.identifiers.filter(pk=identifier_id).first()
        if found is None:
            raise NotFound(_("This number is no longer there."))
        record_event("membership.identifier.removed", fresh, actor=user, scheme=found.scheme, number=found.number)
        found.delete()


def save_contacts(*, user: Any, organisation: Organisation, contacts: Mapping[str, Mapping[str, str]]) -> None:
    """The three contacts as a whole; one without a name is taken away. Raises Refused, ValidationError."""
    with transaction.atomic():
        fresh = _locked(organisation)
        require("membership.edit_organisation", user, fresh)
        for kind, facts in contacts.items():
            if not facts.get("name"):
                fresh.contacts.filter(kind=kind).delete()
                continue
            contact = fresh.contacts.filter(kind=kind).first() or Contact(organisation=fresh, kind=kind)
            for part, value in facts.items():
                setattr(contact, part, value)
            contact.full_clean()
            contact.save()
        record_event("membership.contacts.saved", fresh, actor=user)


def enter_membership(*, user: Any, organisation: Organisation, kind: str, reference: str) -> Membership:
    """The secretariat writes down a membership the board decided without a request here (an honorary member, one of
    long ago): accepted, to be activated. Raises Refused, Conflict, ValidationError."""
    with transaction.atomic():
        require("membership.manage_membership", user)
        fresh = _locked(organisation)
        if Membership.objects.open().filter(organisation=fresh).exists():
            raise Conflict(_("This organisation has a membership already. Nothing was saved."))
        membership = Membership(
            organisation=fresh, kind=kind or MembershipKind.FULL, status=MembershipStatus.ACCEPTED,
            board_reference=reference, version=0,
        )  # fmt: skip
        membership.full_clean()
        membership.save()
        return change(membership, MembershipStatus.ACCEPTED, user=user, reference=reference, code="entered")
