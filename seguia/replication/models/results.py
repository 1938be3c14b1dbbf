"""What came of it: figures, and when the plan moved on."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.actions.models import Indicator, ResultKind
from seguia.core.identifiers import new_public_id
from seguia.replication.models.replication import PlanStage, Replication


class PlanResult(models.Model):
    """A figure of result, until the town's own sheet tells its figures."""

    replication = models.ForeignKey(Replication, models.CASCADE, related_name="results")
    key = models.CharField(max_length=8, default=new_public_id, editable=False)
    indicator = models.CharField(_("indicator"), max_length=20, choices=Indicator.choices)
    label = models.CharField(_("what exactly"), max_length=160, blank=True)
    """In the language of the plan."""
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=24)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    kind = models.CharField(_("how it is known"), max_length=10, choices=ResultKind.choices)

    class Meta:
        verbose_name = _("result of a replication")
        verbose_name_plural = _("results of replications")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["replication", "key"], name="replication_result_key")]

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


class StageChange(models.Model):
    """The plan reached a stage on a day."""

    replication = models.ForeignKey(Replication, models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=10, choices=PlanStage.choices)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.replication_id} {self.stage}"
