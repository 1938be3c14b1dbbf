"""The plan, part by part: what the town keeps of the source, changes or drops, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seguia.core.identifiers import new_public_id
from seguia.replication.models.replication import Replication


class PartKind(models.TextChoices):
    """What a part is about."""

    PROBLEM = "problem", _("The problem")
    CONDITIONS = "conditions", _("Conditions")
    STEP = "step", _("Step")
    OWN_STEP = "own_step", _("Step of our own")
    COST = "cost", _("Cost")
    PARTNERS = "partners", _("Partners")
    FUNDING = "funding", _("Funding")
    DIFFERENTLY = "differently", _("What we would do differently")


class Choice(models.TextChoices):
    """What becomes of a part of the source."""

    OPEN = "open", _("not decided yet")
    KEEP = "keep", pgettext_lazy("part of a plan", "keep")
    CHANGE = "change", pgettext_lazy("part of a plan", "change")
    DROP = "drop", pgettext_lazy("part of a plan", "drop")


class PlanItem(models.Model):
    """One part of a plan. What the source says of it stands in the snapshot of the replication, under the same key."""

    replication = models.ForeignKey(Replication, models.CASCADE, related_name="items")
    key = models.CharField(max_length=12, default=new_public_id, editable=False)
    """The kind; for steps the key of the step in the source, for steps of our own a new one."""
    kind = models.CharField(max_length=12, choices=PartKind.choices)
    position = models.PositiveSmallIntegerField(default=0)
    choice = models.CharField(_("decision"), max_length=6, choices=Choice.choices, default=Choice.OPEN)
    title = models.CharField(_("step"), max_length=160, blank=True)
    text = models.TextField(_("our text"), max_length=4000, blank=True)
    why = models.TextField(_("why"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("part of a plan")
        verbose_name_plural = _("parts of plans")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["replication", "key"], name="replication_item_key")]

    def __str__(self) -> str:
        return f"{self.replication_id} {self.key} {self.choice}"
