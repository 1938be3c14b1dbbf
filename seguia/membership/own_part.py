"""The membership and the colleagues of an organisation, as its people see them under "My town"."""

from typing import Any

from seguia.core.permissions import allowed
from seguia.membership.dashboard import register_part
from seguia.membership.models import WRITING, Organisation, OrganisationKind, Representation, Role
from seguia.membership.queries import membership_of, unanswered_invitations
from seguia.territories.similarity.pages import COMPARED


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
        "town": organisation.territory if own & set(WRITING) and _has_profile(organisation) else None,
        "may_join": allowed("membership.request_membership", user),
    }


def _has_profile(organisation: Organisation) -> bool:
    """Whether it is a municipality that can say what it is like."""
    town = organisation.territory
    return (
        organisation.kind == OrganisationKind.LOCAL_GOVERNMENT
        and town is not None
        and town.is_current
        and town.kind in COMPARED
    )


def register() -> None:
    """Stand among the colleagues' parts."""
    register_part("membership.own", order=30, part=membership_part)
