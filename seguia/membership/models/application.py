"""What an organisation says when it asks to join: who asks, and what its council decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.files.models import StoredFile
from seguia.membership.models.membership import Membership


class Application(models.Model):
    """The papers of a request for membership; read by the applicant and the secretariat only."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="application")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    name = models.CharField(_("name of the person who asks"), max_length=120)
    function = models.CharField(_("function"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=12)
    """In which the answers are written."""
    deliberation_number = models.CharField(_("number of the council’s deliberation"), max_length=80, blank=True)
    deliberation_on = models.DateField(_("day of the deliberation"), null=True, blank=True)
    document = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    message = models.TextField(_("message to the secretariat"), max_length=2000, blank=True)
    consented_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)
    """Set while it waits for the applicant to complete it."""
    return_reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        verbose_name = _("request for membership")
        verbose_name_plural = _("requests for membership")

    def __str__(self) -> str:
        return f"{self.membership_id}"
