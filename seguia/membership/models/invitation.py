"""Invitations to act for an organisation: nobody is entered without having accepted."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.membership.models.organisation import Organisation
from seguia.membership.models.representation import Representation, Role

VALID = datetime.timedelta(days=14)


class InvitationState(models.TextChoices):
    """What became of an invitation; an open one also ends by its date."""

    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Those that still count."""

    def waiting(self) -> Self:
        """Open and not expired."""
        return self.filter(state=InvitationState.OPEN, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Somebody is asked to act for an organisation. The link of the mail is kept only as a digest."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    """In small letters: compared with the address of the person who signs in."""
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    language = models.CharField(_("language of the mail"), max_length=12, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    replaces = models.ForeignKey(Representation, models.SET_NULL, null=True, blank=True, related_name="+")
    """A hand-over: whose place the invited person takes when accepting."""
    nonce = models.CharField(max_length=32, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    """SHA-256 of the link's token. The token itself is derived from `nonce` with the secret key and stored nowhere."""
    state = models.CharField(_("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    settled_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"], condition=Q(state="open"), name="membership_invitation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role} {self.state}"

    @property
    def is_expired(self) -> bool:
        """Whether its time ran out without an answer."""
        return self.state == InvitationState.OPEN and self.expires_at <= timezone.now()
