"""The membership and the colleagues of an organisation, as its people see them under "My town"."""

from typing import Any

from seguia.core.permissions import allowed
from seguia.membership.dashboard import register_part
from seguia.membership.models import Organisation, Representation, Role
from seguia.membership.queries import membership_of, unanswered_invitations


def membership_part(user: Any, organisation: Organisation) -> tuple[str, dict[str, Any]] | None:
    """State of the membership, number of colleagues, what can be done. Four queries."""
    people = Representation.objects.current().filter(organisation=organisation)
    roles = list(people.values_list("user_id", "role"))
    own = {role for person, role in roles if person == user.pk}
    return "membership/parts/own_part.html", {
        "organisation": organisation,
        "membership": membership_of(organisation),
        "people_count": len({person for person, _role in roles}),
        "invitation_count": unanswered_invitations(organisation).count(),
        "heads": sum(role == Role.REPRESENTATIVE for _person, role in roles),
        "may_edit": Role.REPRESENTATIVE in own,
        "may_join": allowed("membership.request_membership", user),
    }


def register() -> None:
    """Stand among the colleagues' parts."""
    register_part("membership.own", order=30, part=membership_part)
