"""Inviting somebody to act for an organisation; nothing happens until the invited person accepts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict, NotFound, Refused
from seguia.core.identifiers import new_public_id
from seguia.core.permissions import require
from seguia.membership.mails import send_invitation, tell_inviter
from seguia.membership.models import Invitation, InvitationState, Organisation, Representation, Role
from seguia.membership.models.invitation import VALID
from seguia.membership.rules import roles_of
from seguia.membership.tokens import digest_of, new_nonce, token_from

MOST_OPEN = 30
"""Invitations of one organisation that wait at the same time."""


def invite_person(
    *,
    user: Any,
    organisation: Organisation,
    email: str,
    role: str,
    language: str = "",
    replaces: Representation | None = None,
) -> Invitation:
    """Ask somebody, with or without an account, to act for an organisation. Mails the link.

    Raises Refused, Conflict (already there, already invited), ValidationError for an address or role that is none.
    """
    address = _checked_address(email)
    with transaction.atomic():
        require("membership.invite_person", user, organisation)
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        _require_right_to_give(user, organisation, role)
        _require_new(organisation, address, role)
        public_id, nonce = new_public_id(), new_nonce()
        invitation = Invitation(
            public_id=public_id,
            organisation=organisation,
            email=address,
            role=role,
            language=language,
            invited_by=user,
            replaces=replaces,
            nonce=nonce,
            token_hash=digest_of(token_from(public_id, nonce)),
            expires_at=timezone.now() + VALID,
        )
        invitation.full_clean()
        invitation.save()
        record_event("membership.invitation.sent", invitation, actor=user, role=role)
        send_invitation(invitation)
    return invitation


def _checked_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(
            {"email": _("This is not an e-mail address. Nobody was invited.")}, code="email"
        ) from error
    return address


def _require_right_to_give(user: Any, organisation: Organisation, role: str) -> None:
    """An editor invites editors; a new representative only where there is none (after an election). Raises Refused."""
    if role != Role.REPRESENTATIVE or getattr(user, "is_staff", False):
        return
    if Role.REPRESENTATIVE in roles_of(user, organisation):
        return
    if Representation.objects.current().filter(organisation=organisation, role=Role.REPRESENTATIVE).exists():
        raise Refused(
            _("Only a representative or the secretariat may invite a further representative. Nobody was invited.")
        )


def _require_new(organisation: Organisation, address: str, role: str) -> None:
    people = Representation.objects.current().filter(organisation=organisation, role=role)
    if people.filter(user__email=address).exists():
        raise Conflict(_("%(email)s has this role already. Nobody was invited.") % {"email": address})
    open_ones = Invitation.objects.filter(organisation=organisation, state=InvitationState.OPEN)
    now = timezone.now()
    open_ones.filter(expires_at__lte=now).update(state=InvitationState.WITHDRAWN, settled_at=now)
    if open_ones.filter(email=address).exists():
        raise Conflict(
            _(
                "%(email)s is invited already and has not answered yet. Withdraw that invitation first to send another one."
            )
            % {"email": address}
        )
    if open_ones.count() >= MOST_OPEN:
        raise Conflict(_("Too many invitations are waiting for an answer. Withdraw some of them first."))


def accept_invitation(*, user: Any, invitation: Invitation) -> Representation:
    """The invited person says yes, signed in with the address that was invited. A hand-over ends the role of the
    person before. Raises Refused for somebody else, Conflict when it is no longer open."""
    with transaction.atomic():
        fresh = _locked_open(invitation)
        require_addressee(user, fresh)
        _settle(fresh, InvitationState.ACCEPTED, user)
        representation, _created = Representation.objects.get_or_create(
            user=user, organisation=fresh.organisation, role=fresh.role, until=None
        )
        if fresh.replaces is not None and fresh.replaces.user_id != user.pk and fresh.replaces.until is None:
            fresh.replaces.until = timezone.localdate()
            fresh.replaces.save(update_fields=["until"])
            record_event("membership.representation.handed_over", fresh.replaces, actor=user)
        record_event("membership.invitation.accepted", fresh, actor=user, role=fresh.role)
        tell_inviter(fresh)
    return representation


def require_addressee(user: Any, invitation: Invitation) -> None:
    """Raises Refused unless the person signed in with the invited address."""
    if not getattr(user, "is_active", False):
        raise Refused(_("Sign in with the address that got this invitation. Nothing was changed."))
    if str(getattr(user, "email", "")).lower() != invitation.email:
        raise Refused(
            _("This invitation was sent to another address than the one you are signed in with. Sign out, then sign in "
              "with the address that got the mail. Nothing was changed.")
        )  # fmt: skip


def decline_invitation(*, user: Any, invitation: Invitation) -> Invitation:
    """Whoever has the link may say no, also without an account. Raises Conflict when it is no longer open."""
    with transaction.atomic():
        fresh = _locked_open(invitation)
        _settle(fresh, InvitationState.DECLINED, None)
        record_event("membership.invitation.declined", fresh, actor=user)
        tell_inviter(fresh)
    return fresh


def withdraw_invitation(*, user: Any, invitation: Invitation) -> Invitation:
    """The organisation changes its mind. Raises Refused, Conflict when it is no longer open."""
    with transaction.atomic():
        require("membership.invite_person", user, invitation.organisation)
        fresh = _locked(invitation)
        if fresh.state != InvitationState.OPEN:
            raise Conflict(state_said(fresh), code=f"invitation_{fresh.state}")
        _settle(fresh, InvitationState.WITHDRAWN, None)
        record_event("membership.invitation.withdrawn", fresh, actor=user)
    return fresh


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related(
        "organisation__territory", "replaces", "invited_by"
    )
    fresh = found.filter(pk=invitation.pk).first()
    if fresh is None:
        raise NotFound(_("There is no such invitation."))
    return fresh


def _locked_open(invitation: Invitation) -> Invitation:
    fresh = _locked(invitation)
    if fresh.state != InvitationState.OPEN or fresh.is_expired:
        raise Conflict(state_said(fresh), code=f"invitation_{'expired' if fresh.is_expired else fresh.state}")
    return fresh


def state_said(invitation: Invitation) -> str:
    """Why an invitation can no longer be answered."""
    if invitation.is_expired:
        return _("This invitation has expired. Ask the organisation to send you a new one. Nothing was changed.")
    return {
        InvitationState.ACCEPTED: _("This invitation was accepted already. Nothing was changed."),
        InvitationState.DECLINED: _(
            "This invitation was declined. Ask the organisation for a new one if you changed your mind."
        ),
        InvitationState.WITHDRAWN: _("The organisation withdrew this invitation. Nothing was changed."),
    }.get(InvitationState(invitation.state), "")


def _settle(invitation: Invitation, state: InvitationState, user: Any) -> None:
    invitation.state, invitation.settled_at, invitation.accepted_by = state, timezone.now(), user
    invitation.save(update_fields=["state", "settled_at", "accepted_by"])
