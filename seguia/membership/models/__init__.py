"""Organisations own content; people represent organisations; organisations are members of the network for a time."""

from seguia.membership.models.application import Application
from seguia.membership.models.invitation import Invitation, InvitationState
from seguia.membership.models.membership import (
    COUNTED,
    OPEN,
    Membership,
    MembershipChange,
    MembershipKind,
    MembershipStatus,
)
from seguia.membership.models.organisation import (
    Contact,
    ContactKind,
    Identifier,
    IdentifierScheme,
    Organisation,
    OrganisationKind,
)
from seguia.membership.models.representation import WRITING, Representation, Role

__all__ = [
    "COUNTED",
    "OPEN",
    "WRITING",
    "Application",
    "Contact",
    "ContactKind",
    "Identifier",
    "IdentifierScheme",
    "Invitation",
    "InvitationState",
    "Membership",
    "MembershipChange",
    "MembershipKind",
    "MembershipStatus",
    "Organisation",
    "OrganisationKind",
    "Representation",
    "Role",
]
