"""Hand-over: who came is invited by a person's decision, and what they accepted is tied to their mandate."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound
from seguia.core.permissions import require
from seguia.mandates.models import InvitedOfficial, Mandate, MandateRepresentation
from seguia.mandates.services.rights import tie
from seguia.mandates.services.writing import locked_mandate
from seguia.membership.models import Invitation, InvitationState, Organisation, Representation, Role
from seguia.membership.services.people import invite_person


def invite_official(
    *, user: Any, organisation: Organisation, mandate: Mandate, email: str, language: str = ""
) -> Invitation:
    """Send an elected official the invitation to represent their town. Never happens by itself.

    Raises Refused, NotFound, Conflict (over, or represented already) and what the invitation itself refuses.
    """
    with transaction.atomic():
        require("mandates.see_to_handover", user, organisation)
        fresh = locked_mandate(mandate)
        if fresh.territory_id != organisation.territory_id:
            raise NotFound(_("This mandate is not one of this town."))
        if fresh.is_over:
            raise Conflict(_("This mandate is over. Nobody was invited."))
        invitation = invite_person(
            user=user, organisation=organisation, email=email, role=Role.REPRESENTATIVE, language=language
        )
        InvitedOfficial.objects.create(mandate=fresh, invitation=invitation)
        record_event("mandates.official.invited", fresh, actor=user)
    return invitation


def tie_to_account(*, user: Any, mandate: Mandate, representation: Representation) -> MandateRepresentation:
    """Say that a representative of the town is this official: from now on the rights end with the mandate.

    Raises Refused, NotFound, Conflict when the official is known to be somebody else.
    """
    with transaction.atomic():
        require("mandates.edit_mandate", user)
        fresh = locked_mandate(mandate)
        held = Representation.objects.select_related("organisation", "user").filter(pk=representation.pk).first()
        if held is None or held.organisation.territory_id != fresh.territory_id:
            raise NotFound(_("This person does not act for this town."))
        if fresh.official.user_id not in {None, held.user_id}:
            raise Conflict(_("This official has another account already. Nothing was changed."))
        if fresh.is_over:
            raise Conflict(_("This mandate is over: tying rights to it would end them. Nothing was changed."))
        link = tie(fresh, held)
        record_event("mandates.official.tied", fresh, actor=user)
    return link


def untie_from_account(*, user: Any, mandate: Mandate) -> int:
    """The rights no longer follow this mandate, and the official no longer has an account. Rights stay as they are."""
    with transaction.atomic():
        require("mandates.edit_mandate", user)
        fresh = locked_mandate(mandate)
        count, _kinds = MandateRepresentation.objects.filter(mandate__official=fresh.official).delete()
        fresh.official.user = None
        fresh.official.save(update_fields=["user"])
        record_event("mandates.official.untied", fresh, actor=user)
    return count


def tie_accepted_invitations() -> int:
    """Officials who accepted since: their rights follow their mandate from now on. A job, and asked before pages."""
    accepted = InvitedOfficial.objects.filter(
        invitation__state=InvitationState.ACCEPTED, invitation__accepted_by__isnull=False
    ).select_related("invitation")
    return sum(_tie_accepted(invited.pk) for invited in accepted)


def _tie_accepted(invited_id: int) -> bool:
    with transaction.atomic():
        rows = InvitedOfficial.objects.select_for_update(of=("self",))
        invited = rows.select_related("invitation", "mandate__official").filter(pk=invited_id).first()
        if invited is None:
            return False
        invitation, mandate = invited.invitation, invited.mandate
        held = Representation.objects.filter(
            user=invitation.accepted_by_id, organisation=invitation.organisation_id, role=invitation.role
        ).order_by("-since", "-pk").first()  # fmt: skip
        invited.delete()
        if held is None or mandate.official.user_id not in {None, held.user_id}:
            return False
        tie(mandate, held)
        record_event("mandates.official.tied", mandate, actor=held.user)
    return True
