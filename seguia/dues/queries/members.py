"""Who sees the dues of an organisation, who is written to, and which members are asked."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet

from seguia.accounts.models import User
from seguia.dues.models import Invoice, Payment
from seguia.membership.models import Membership, MembershipStatus, Organisation, Representation, Role

SEEING = (Role.REPRESENTATIVE, Role.BILLING)
OWING = (
    MembershipStatus.ACCEPTED,
    MembershipStatus.ACTIVE,
    MembershipStatus.SUSPENDED,
    MembershipStatus.RESIGNED,
)
"""Who is asked for dues; whoever resigned owes them until the notice has run."""


def organisation_ids_for(user: Any) -> set[int]:
    """Organisations whose dues a person sees as their own."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return set()
    return set(Representation.objects.of(user).filter(role__in=SEEING).values_list("organisation_id", flat=True))


def sees_dues_of(user: Any, organisation_id: int) -> bool:
    """Whether a person is a representative or a billing contact of the organisation today."""
    return organisation_id in organisation_ids_for(user)


def organisations_for(user: Any) -> "QuerySet[Organisation]":
    """The same as rows, with their territories."""
    return Organisation.objects.filter(pk__in=organisation_ids_for(user)).select_related("territory").order_by("pk")


def billing_contacts_of(organisation_id: int) -> list[User]:
    """Who gets the mails about dues: people who accepted to be billing contacts, and nobody else."""
    current = Representation.objects.current().filter(organisation=organisation_id, role=Role.BILLING)
    return list(User.objects.filter(pk__in=current.values("user"), is_active=True).order_by("pk"))


def owing_memberships(year: int) -> "QuerySet[Membership]":
    """Members who may owe dues for a year: those who were there for a part of it, or are accepted."""
    first, after = datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)
    there = Q(since=None) | Q(since__lt=after)
    stays = Q(until=None) | Q(until__gt=first)
    members = Membership.objects.filter(there, stays, status__in=OWING)
    return members.select_related("organisation__territory").order_by("pk")


def memberships_to_choose() -> "QuerySet[Membership]":
    """Members that somebody of the secretariat may enter a payment or a discount for: whoever is or was one."""
    refused = (MembershipStatus.REQUESTED, MembershipStatus.CHECKED, MembershipStatus.REFUSED)
    return Membership.objects.exclude(status__in=refused).select_related("organisation__territory").order_by("pk")


def papers_of(organisation_ids: set[int]) -> tuple["QuerySet[Invoice]", "QuerySet[Payment]"]:
    """Invoices and payments of organisations."""
    invoices = Invoice.objects.filter(membership__organisation__in=organisation_ids)
    payments = Payment.objects.filter(membership__organisation__in=organisation_ids)
    return invoices.select_related("membership__organisation"), payments.select_related("membership__organisation")
