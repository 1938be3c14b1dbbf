"""Reminders: when they are due, which were sent, and what holds them back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.dues.models.billing import Invoice


class ReminderLevel(models.Model):
    """A reminder so many days after the day of payment; before it, the days are negative."""

    days = models.SmallIntegerField(_("days after the day of payment"), unique=True)
    name = TranslatedField(_("name"), blank=False, max_length=80)
    text = TranslatedField(_("sentence in the mail"), blank=False, max_length=600, multiline=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("level of reminder")
        verbose_name_plural = _("levels of reminder")
        ordering = ["days"]

    def __str__(self) -> str:
        return f"{self.days}"


class Reminder(models.Model):
    """A reminder that was sent; each level once an invoice."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="reminders")
    level = models.ForeignKey(ReminderLevel, models.PROTECT, null=True, blank=True, related_name="+")
    """None: sent by hand from the desk."""
    at = models.DateTimeField(auto_now_add=True)
    mails = models.PositiveSmallIntegerField()
    """To how many billing contacts; 0 where a member has none."""
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "level"], condition=Q(level__isnull=False), name="dues_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.level_id}"


class FollowUp(models.Model):
    """What holds reminders back: a dispute, more time that was granted."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="follow_up")
    disputed_on = models.DateField(null=True, blank=True)
    dispute_reason = models.CharField(max_length=500, blank=True)
    disputed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    delayed_until = models.DateField(null=True, blank=True)
    delay_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("follow-up of an invoice")
        verbose_name_plural = _("follow-up of invoices")

    def __str__(self) -> str:
        return f"{self.invoice_id}"
