"""The people of an organisation: roles changed, ended, handed over. Drafts and content stay with the organisation."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.audit.services import record_event
from seguia.core.errors import Conflict, Invalid, NotFound
from seguia.core.permissions import require
from seguia.membership.models import Invitation, Organisation, Representation, Role
from seguia.membership.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite_person,
    withdraw_invitation,
)

__all__ = [
    "accept_invitation",
    "change_role",
    "decline_invitation",
    "end_representation",
    "hand_over",
    "invite_person",
    "remove_person",
    "withdraw_invitation",
]


def change_role(*, user: Any, representation: Representation, role: str) -> Representation:
    """Give a colleague another role from today; the old one stays in the record. Raises Refused, Conflict, Invalid."""
    if role not in Role.values:
        raise Invalid(_("There is no such role. Nothing was changed."))
    with transaction.atomic():
        fresh = _locked(representation)
        require("membership.manage_people", user, fresh.organisation)
        if fresh.role == role:
            return fresh
        _require_another_head(user, fresh)
        _end(fresh, timezone.localdate())
        changed, _created = Representation.objects.get_or_create(
            user_id=fresh.user_id, organisation=fresh.organisation, role=role, until=None
        )
        record_event("membership.representation.role_changed", changed, actor=user, before=fresh.role, after=role)
    return changed


def remove_person(*, user: Any, representation: Representation) -> Representation:
    """End somebody's role today: by a representative, the secretariat, or the person. The last representative needs a
    hand-over, or the secretariat. Raises Refused, Conflict."""
    with transaction.atomic():
        fresh = _locked(representation)
        if fresh.user_id != getattr(user, "pk", None):
            require("membership.manage_people", user, fresh.organisation)
        _require_another_head(user, fresh)
        _end(fresh, timezone.localdate())
        record_event("membership.representation.ended", fresh, actor=user, role=fresh.role)
    return fresh


def hand_over(*, user: Any, representation: Representation, email: str, language: str = "") -> Invitation:
    """Invite a successor: when that person accepts, the leaving person's role ends the same day. Raises Refused,
    Conflict, ValidationError."""
    with transaction.atomic():
        fresh = _locked(representation)
        if fresh.user_id != getattr(user, "pk", None):
            require("membership.manage_people", user, fresh.organisation)
        return invite_person(
            user=user,
            organisation=fresh.organisation,
            email=email,
            role=fresh.role,
            language=language,
            replaces=fresh,
        )


def end_representation(*, organisation: Organisation, user: User, role: str, on: datetime.date) -> int:
    """A mandate ended: the role it gave ends on that day (exclusive). Asks nobody's permission; called by mandates.
    Returns how many representations it ended."""
    with transaction.atomic():
        rows = Representation.objects.select_for_update().filter(
            Q(until=None) | Q(until__gt=on), organisation=organisation, user=user, role=role
        )
        ended = list(rows.order_by("pk"))
        for one in ended:
            _end(one, max(on, one.since))
            record_event("membership.representation.ended", one, role=role, by_mandate=True)
    return len(ended)


def _locked(representation: Representation) -> Representation:
    """Read anew behind the lock of its organisation: two removals at once see one another. Raises NotFound, Conflict."""
    Organisation.objects.select_for_update().get(pk=representation.organisation_id)
    fresh = (
        Representation.objects.select_for_update(of=("self",))
        .select_related("organisation__territory")
        .filter(pk=representation.pk)
        .first()
    )
    if fresh is None:
        raise NotFound(_("This person does not act for this organisation."))
    if fresh.until is not None and fresh.until <= timezone.localdate():
        raise Conflict(_("This role has ended already. Nothing was changed."))
    return fresh


def _require_another_head(user: Any, representation: Representation) -> None:
    """An organisation is not left without a representative, unless the secretariat does it. Raises Conflict."""
    if representation.role != Role.REPRESENTATIVE or getattr(user, "is_staff", False):
        return
    others = Representation.objects.current().filter(
        organisation_id=representation.organisation_id, role=Role.REPRESENTATIVE
    )
    if not others.exclude(pk=representation.pk).exists():
        raise Conflict(
            _("This is the last representative. Hand over to a successor first; the role ends when the successor "
              "accepts. Nothing was changed.")
        )  # fmt: skip


def _end(representation: Representation, day: datetime.date) -> None:
    representation.until = day
    representation.save(update_fields=["until"])
