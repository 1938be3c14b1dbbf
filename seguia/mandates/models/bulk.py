"""Changes of many mandates at once (a register, an election): kept so that they can be looked at and taken back."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.mandates.models.term import Term

UNDO_HOURS = 24


class BulkKind(models.TextChoices):
    """What brought the change."""

    IMPORT = "import", _("import of a file")
    ELECTION = "election", _("end of a term")


class BulkChange(models.Model):
    """One import or one election that was applied; its mandates point here."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=BulkKind.choices)
    term = models.ForeignKey(Term, models.SET_NULL, null=True, blank=True, related_name="+")
    label = models.CharField(_("file or election"), max_length=200, blank=True)
    figures = models.JSONField(default=dict)
    """How many mandates began, changed, ended: plain numbers."""
    before = models.JSONField(default=dict)
    """What existing mandates were before, by primary key: what taking back restores."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of many mandates")
        verbose_name_plural = _("changes of many mandates")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.label} {self.at:%Y-%m-%d}"

    @property
    def undo_until(self) -> datetime.datetime:
        """The last moment at which it can be taken back."""
        return self.at + datetime.timedelta(hours=UNDO_HOURS)

    @property
    def may_be_undone(self) -> bool:
        """Whether there is still time; whether something followed is asked when it is done."""
        return self.undone_at is None and timezone.now() < self.undo_until


class StagedImport(models.Model):
    """A file that was looked at and waits for "apply": only the columns we keep, packed. Deleted after a day."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("file"), max_length=200)
    options = models.JSONField(default=dict)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("file that waits")
        verbose_name_plural = _("files that wait")

    def __str__(self) -> str:
        return self.name
