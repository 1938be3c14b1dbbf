"""Who may do what with organisations, the people in them and their membership; a refusal says why."""

from collections.abc import Callable
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.membership.models import (
    WRITING,
    Application,
    Membership,
    Organisation,
    OrganisationKind,
    Representation,
    Role,
)
from seguia.territories.models import Territory


def roles_of(user: Any, organisation: Organisation | None) -> set[str]:
    """The roles a person has in an organisation today; one query for people, none for visitors."""
    if organisation is None or not getattr(user, "is_active", False) or user.pk is None:
        return set()
    found = Representation.objects.of(user).filter(organisation_id=organisation.pk)
    return set(found.values_list("role", flat=True))


def _is_secretariat(user: Any, target: Any = None) -> bool:
    return bool(getattr(user, "is_staff", False) and getattr(user, "is_active", False))


def _is_representative(user: Any, organisation: Organisation | None) -> bool:
    return Role.REPRESENTATIVE in roles_of(user, organisation)


def _writes(user: Any, organisation: Organisation | None) -> bool:
    return bool(roles_of(user, organisation) & set(WRITING))


def _belongs(user: Any, organisation: Organisation | None) -> bool:
    return bool(roles_of(user, organisation))


def acts_for_town(user: Any, territory: Territory | None) -> bool:
    """Whether a person writes for the town hall of a place today; one query for people, none for visitors."""
    if territory is None or not getattr(user, "is_active", False) or user.pk is None:
        return False
    held = (
        Representation.objects.of(user)
        .writing()
        .filter(organisation__territory_id=territory.pk, organisation__kind=OrganisationKind.LOCAL_GOVERNMENT)
    )
    return held.exists()


def _represents_member(user: Any, membership: Membership | None) -> bool:
    return membership is not None and _is_representative(user, membership.organisation)


def _is_applicant(user: Any, application: Application | None) -> bool:
    person = getattr(user, "pk", None)
    return application is not None and person is not None and application.applicant_id == person


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat")
is_representative = rules.predicate(_is_representative, name="is_representative_of_organisation")
writes_for = rules.predicate(_writes, name="writes_for_organisation")
belongs_to = rules.predicate(_belongs, name="belongs_to_organisation")
represents_member = rules.predicate(_represents_member, name="represents_member")
writes_for_town = rules.predicate(acts_for_town, name="writes_for_town")
is_applicant = rules.predicate(_is_applicant, name="is_applicant")


def _always(message: Message) -> Callable[[Any, Any], Message]:
    return lambda user, target: message


_STAFF = _("Only the network's secretariat may do this. Nothing was changed.")
_HEADS = _("Only a representative of the organisation or the secretariat may do this. Nothing was changed.")
_PEOPLE = _("Only the people of this organisation and the secretariat may do this. Nothing was changed.")

_TOWN = _("Only the people of this town and the secretariat may say what the town is like. Nothing was changed.")


def register() -> None:
    """Grant the permissions of this app."""
    sign_in = _("Sign in to ask for membership. Nothing was saved.")
    own = _("Only the person who sent this request may change it. Nothing was changed.")
    grant("membership.create_organisation", is_secretariat, why=_always(_STAFF))
    grant("membership.edit_organisation", is_representative | is_secretariat, why=_always(_HEADS))
    grant("membership.edit_town_profile", writes_for_town | is_secretariat, why=_always(_TOWN))
    grant("membership.view_people", belongs_to | is_secretariat, why=_always(_PEOPLE))
    grant("membership.invite_person", writes_for | is_secretariat, why=_always(_PEOPLE))
    grant("membership.manage_people", is_representative | is_secretariat, why=_always(_HEADS))
    grant("membership.request_membership", rules.is_authenticated, why=_always(sign_in))
    grant("membership.complete_request", is_applicant, why=_always(own))
    grant("membership.view_application", is_applicant | is_secretariat, why=_always(own))
    grant("membership.resign_membership", represents_member | is_secretariat, why=_always(_HEADS))
    grant("membership.manage_membership", is_secretariat, why=_always(_STAFF))
