"""Members, requests and invitations for the tests of this app, through the services wherever that is not the subject."""

import datetime
from typing import Any

from seguia.core.translated import TranslatedText
from seguia.membership.models import Membership, MembershipChange, MembershipKind, Organisation
from seguia.membership.services.asking import AskedOrganisation
from seguia.membership.services.requests import NewRequest, Papers, request_membership

PAPERS = Papers(name="فاطمة العلوي", function="رئيسة الجماعة", phone="+212 539 00 00 00", language="ar")
FIRST = datetime.date(2022, 3, 1)


def make_member(organisation: Organisation, status: str = "active", **fields: Any) -> Membership:
    """A membership in a state, with the history that led there."""
    begun = status not in {"requested", "checked", "accepted", "refused"}
    fields.setdefault("since", FIRST if begun else None)
    fields.setdefault("member_since", fields["since"])
    membership = Membership.objects.create(organisation=organisation, status=status, **fields)
    MembershipChange.objects.create(
        membership=membership, on=fields["since"] or FIRST, after="active" if begun else status
    )
    return membership


def town_request(territory: Any, **more: Any) -> NewRequest:
    """What a town sends."""
    return NewRequest(AskedOrganisation(territory=territory), PAPERS, MembershipKind.FULL, has_consented=True, **more)


def partner_request(name: dict[str, str], kind: str = "association", country: str = "MA") -> NewRequest:
    """What a partner sends."""
    asked = AskedOrganisation(kind=kind, name=TranslatedText(name), country=country)
    return NewRequest(asked, PAPERS, MembershipKind.PARTNER, has_consented=True)


def ask(user: Any, territory: Any) -> Membership:
    """A saved request of a town."""
    return request_membership(user=user, request=town_request(territory))
