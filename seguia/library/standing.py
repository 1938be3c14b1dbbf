"""Who somebody is to a method, and what that allows in each state: one table, read by the permissions, by the
buttons of the pages and by the tests."""

from dataclasses import dataclass
from typing import Any

from seguia.library.models import Method, Status
from seguia.membership.models import WRITING, Representation, Role

DEED_STATES: dict[str, frozenset[Status]] = {
    "edit": frozenset({Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED}),
    "submit": frozenset({Status.DRAFT}),
    "publish": frozenset({Status.DRAFT, Status.SUBMITTED}),
    "return": frozenset({Status.SUBMITTED}),
    "archive": frozenset({Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED}),
    "restore": frozenset({Status.ARCHIVED}),
}
"""In which states a deed makes sense."""


@dataclass(frozen=True)
class Standing:
    """What a person is to one method, today."""

    is_own: bool = False
    """Acts for its organisation; for the network's own: belongs to the secretariat."""
    is_representative: bool = False
    is_staff: bool = False
    is_networks: bool = False
    """The method is the network's own: nobody submits it, the secretariat publishes it from the draft."""

    def may_view(self, status: str) -> bool:
        """Published: all. Own people: all states. Secretariat: everything that left the draft."""
        return status == Status.PUBLISHED or self.is_own or (self.is_staff and status != Status.DRAFT)

    def has_right_to(self, deed: str) -> bool:
        """Whether the role carries the deed, whatever the state."""
        if deed in {"publish", "return"}:
            return self.is_staff
        if deed in {"archive", "restore"}:
            return self.is_staff or self.is_representative
        if deed == "submit":
            return self.is_own and not self.is_networks
        return self.is_own

    def may(self, deed: str, status: str) -> bool:
        """Whether the button is there: right role, right state, and the method is seen at all."""
        return self.may_view(status) and self.has_right_to(deed) and self.is_time_for(deed, status)

    def is_time_for(self, deed: str, status: str) -> bool:
        """Whether the state allows the deed; a member's draft is submitted before it is published."""
        if deed in {"submit", "return"} and self.is_networks:
            return False
        if deed == "publish" and not self.is_networks:
            return status == Status.SUBMITTED
        return status in DEED_STATES[deed]


def standing_of(user: Any, method: Method) -> Standing:
    """One query for people, none for visitors; never remembered, so a role that ended ends at once."""
    owner = method.organisation_id
    if not getattr(user, "is_active", False) or user.pk is None:
        return Standing(is_networks=owner is None)
    if owner is None:
        return Standing(is_own=user.is_staff, is_staff=user.is_staff, is_networks=True)
    mine = Representation.objects.of(user).filter(organisation_id=owner)
    roles = set(mine.values_list("role", flat=True))
    return Standing(
        is_own=bool(roles & set(WRITING)),
        is_representative=Role.REPRESENTATIVE in roles,
        is_staff=user.is_staff,
    )
