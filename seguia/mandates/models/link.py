"""What ties a mandate to rights in the network: the representation that stands and falls with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.mandates.models.mandate import Mandate
from seguia.membership.models import Invitation, Representation


class MandateRepresentation(models.Model):
    """A representation held because of a mandate. It ends when the last mandate behind it ends."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="links")
    representation = models.ForeignKey(Representation, models.CASCADE, related_name="mandate_links")
    set_until = models.DateField(null=True, blank=True)
    """The end that mandates gave the representation: what somebody else ended is never prolonged from here."""

    class Meta:
        verbose_name = _("representation by mandate")
        verbose_name_plural = _("representations by mandate")
        constraints = [models.UniqueConstraint(fields=["mandate", "representation"], name="mandates_link_once")]

    def __str__(self) -> str:
        return f"{self.mandate_id} → {self.representation_id}"


class InvitedOfficial(models.Model):
    """An official was invited: when the person accepts, the mandate and their rights are tied."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="invited")
    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="invited_official")

    class Meta:
        verbose_name = _("invited official")
        verbose_name_plural = _("invited officials")

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.invitation_id}"
