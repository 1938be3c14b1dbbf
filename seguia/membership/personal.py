"""What is kept about people here: roles, invitations, requests, contacts. Content stays with the organisation."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.membership.models import Application, Contact, Invitation, InvitationState, Representation
from seguia.membership.models.organisation import Organisation


def _name(organisation: Organisation) -> dict[str, str]:
    return dict(organisation.name)


def export_representations(user: User) -> list[dict[str, Any]]:
    """Every role the person ever had."""
    rows = Representation.objects.filter(user=user).select_related("organisation").order_by("pk")
    return [
        {"organisation": _name(row.organisation), "role": row.role, "since": str(row.since), "until": _day(row.until)}
        for row in rows
    ]


def _day(value: Any) -> str | None:
    return str(value) if value is not None else None


def erase_representations(user: User) -> None:
    """Roles end and are forgotten with the person; what was written stays with the organisation."""
    Representation.objects.filter(user=user).delete()


def export_invitations(user: User) -> list[dict[str, Any]]:
    """Invitations to the person's address and those the person sent (without the addresses of others)."""
    rows = Invitation.objects.filter(Q(email=user.email) | Q(invited_by=user) | Q(accepted_by=user))
    return [
        {
            "organisation": _name(row.organisation),
            "role": row.role,
            "state": row.state,
            "sent": row.created_at.isoformat(),
            "was_sent_by_you": row.invited_by_id == user.pk,
        }
        for row in rows.select_related("organisation").order_by("pk")
    ]


def erase_invitations(user: User) -> None:
    """Invitations to the address are deleted; those the person sent lose their sender, open ones are withdrawn."""
    Invitation.objects.filter(Q(email=user.email) | Q(accepted_by=user)).delete()
    sent = Invitation.objects.filter(invited_by=user)
    sent.filter(state=InvitationState.OPEN).update(state=InvitationState.WITHDRAWN, settled_at=timezone.now())
    sent.update(invited_by=None)


def export_applications(user: User) -> list[dict[str, Any]]:
    """The requests for membership the person sent."""
    rows = Application.objects.filter(applicant=user).select_related("membership__organisation").order_by("pk")
    columns = ("name", "function", "phone", "language", "deliberation_number", "message")
    return [
        {
            "organisation": _name(row.membership.organisation),
            "state": row.membership.status,
            "consented": row.consented_at.isoformat(),
            **{column: getattr(row, column) for column in columns},
        }
        for row in rows
    ]


def erase_applications(user: User) -> None:
    """The request is the organisation's; the name, function and telephone of the person who sent it are not."""
    Application.objects.filter(applicant=user).update(applicant=None, name=_("Former member"), function="—", phone="")


def export_contacts(user: User) -> list[dict[str, Any]]:
    """Where the person's address stands as the contact of an organisation."""
    rows = Contact.objects.filter(email__iexact=user.email).select_related("organisation").order_by("pk")
    return [
        {"organisation": _name(row.organisation), "kind": row.kind, "name": row.name, "function": row.function,
         "phone": row.phone}
        for row in rows
    ]  # fmt: skip


def erase_contacts(user: User) -> None:
    """The organisation names another contact."""
    Contact.objects.filter(email__iexact=user.email).delete()


def register() -> None:
    """Stand in every person's export and erasure."""
    register_personal_data("representations", export=export_representations, erase=erase_representations)
    register_personal_data("invitations", export=export_invitations, erase=erase_invitations)
    register_personal_data("membership_requests", export=export_applications, erase=erase_applications)
    register_personal_data("contacts", export=export_contacts, erase=erase_contacts)
