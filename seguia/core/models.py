"""What the ground itself keeps: the forms that were sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SubmittedForm(models.Model):
    """A form that took effect, by its one-time key: sent again it leads to the same result and does nothing."""

    key = models.CharField(max_length=36, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    body_hash = models.CharField(max_length=64)
    result = models.CharField(max_length=500)
    """Where the person was sent."""
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")

    def __str__(self) -> str:
        return self.key
