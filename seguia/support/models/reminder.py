"""What somebody was reminded of: so that nobody is reminded of the same thing twice."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.support.models.case import Case


class Reminder(models.Model):
    """One reminder about one case. `key` names the occasion: what it is, and since when or by when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reminders")
    key = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="support_reminder_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}"
