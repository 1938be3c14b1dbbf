"""Who somebody is to an organisation, and what that allows in each state of a sheet: one table, read by
the permissions, by the pages' buttons and by the tests."""

from dataclasses import dataclass
from typing import Any

from seguia.actions.models import Status
from seguia.membership.models import WRITING, Representation, Role

EVERY_STATE = frozenset(Status)
DEED_STATES: dict[str, frozenset[Status]] = {
    "edit": frozenset({Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED}),
    "submit": frozenset({Status.DRAFT}),
    "publish": frozenset({Status.SUBMITTED}),
    "return": frozenset({Status.SUBMITTED}),
    "archive": frozenset({Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED}),
    "restore": frozenset({Status.ARCHIVED}),
}
"""In which states of the sheet a deed makes sense."""


@dataclass(frozen=True)
class Standing:
    """What a person is to the organisation of a sheet, today."""

    is_member: bool = False
    is_representative: bool = False
    is_staff: bool = False

    def may_view(self, status: str) -> bool:
        """Published: all. Own organisation: all states. Secretariat: everything that left the draft."""
        return status == Status.PUBLISHED or self.is_member or (self.is_staff and status != Status.DRAFT)

    def has_right_to(self, deed: str) -> bool:
        """Whether the role carries the deed, whatever the state."""
        if deed in {"publish", "return"}:
            return self.is_staff
        if deed in {"archive", "restore"}:
            return self.is_staff or self.is_representative
        return self.is_member

    def may(self, deed: str, status: str) -> bool:
        """Whether the button is there: right role, right state, and the sheet is seen at all."""
        return self.may_view(status) and self.has_right_to(deed) and status in DEED_STATES[deed]


def standing_of(user: Any, organisation_id: int) -> Standing:
    """One query for people, none for visitors; never remembered, so an ended mandate ends at once."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return Standing()
    roles = set(Representation.objects.of(user).filter(organisation_id=organisation_id).values_list("role", flat=True))
    return Standing(
        is_member=bool(roles & set(WRITING)),
        is_representative=Role.REPRESENTATIVE in roles,
        is_staff=bool(user.is_staff),
    )
