"""Addresses from which mails came back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AddressState(models.Model):
    """What is known of one address. While `blocked_at` is set nothing is sent there: a server that keeps writing to
    addresses that do not exist is soon believed by nobody."""

    address = models.EmailField(_("e-mail address"), unique=True)
    """In small letters."""
    blocked_at = models.DateTimeField(_("no mails since"), null=True, blank=True)
    soft_bounces = models.PositiveIntegerField(_("temporary faults in a row"), default=0)
    last_bounce_at = models.DateTimeField(_("last came back"), null=True, blank=True)
    status = models.CharField(_("code of the fault"), max_length=12, blank=True)
    """RFC 3463: `5.1.1` there is no such mailbox, `4.2.2` it is full."""
    diagnostic = models.CharField(_("what the server said"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("state of an address")
        verbose_name_plural = _("states of addresses")
        ordering = ["-last_bounce_at", "id"]
        indexes = [
            models.Index(fields=["blocked_at"], condition=Q(blocked_at__isnull=False), name="notifications_blocked")
        ]

    def __str__(self) -> str:
        return self.address
