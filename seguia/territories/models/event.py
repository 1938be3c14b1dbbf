"""What happened to territories: dated events with a before and an after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.territories.models.territory import Territory


class EventKind(models.TextChoices):
    """Kinds of event; the register's own code is kept beside it."""

    CREATION = "creation", _("creation")
    RENAME = "rename", _("change of name")
    RECODE = "recode", _("change of code")
    MERGER = "merger", _("merger")
    SPLIT = "split", _("split")
    DELETION = "deletion", _("deletion")
    STATUS = "status", _("change of status")


class TerritoryEvent(models.Model):
    """One event on one day."""

    kind = models.CharField(_("kind"), max_length=12, choices=EventKind.choices)
    date = models.DateField(_("date"))
    official_code = models.CharField(_("code of the register"), max_length=12, blank=True)
    """For example INSEE event 32: creation of a new commune."""
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = TranslatedField(_("note"), max_length=500)
    key = models.CharField(max_length=120, unique=True)
    """What makes an import of the same event again do nothing."""

    class Meta:
        verbose_name = _("event of a territory")
        verbose_name_plural = _("events of territories")
        ordering = ["date", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"


class EventSide(models.Model):
    """A territory that an event ended or changed (`before`), or that it made (`after`)."""

    event = models.ForeignKey(TerritoryEvent, models.CASCADE, related_name="sides")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="event_sides")
    is_after = models.BooleanField()

    class Meta:
        verbose_name = _("side of an event")
        verbose_name_plural = _("sides of events")
        constraints = [
            models.UniqueConstraint(fields=["event", "territory", "is_after"], name="territories_side_once"),
        ]

    def __str__(self) -> str:
        return f"{self.territory_id} {'after' if self.is_after else 'before'} {self.event_id}"
