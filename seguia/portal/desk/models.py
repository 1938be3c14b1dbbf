"""What was decided on the desk: kept so that a second person sees who was faster, and what can be taken back."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised


class DeskBatch(models.Model):
    """One decision on several things of one pile. Each of them is decided in a transaction of its own."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("pile"), max_length=60)
    decision = models.CharField(_("decision"), max_length=40)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on several things")
        verbose_name_plural = _("decisions on several things")

    def __str__(self) -> str:
        return f"{self.kind} {self.decision} {self.public_id}"

    def get_absolute_url(self) -> str:
        """What became of each."""
        return reverse("portal:desk-batch", args=[self.public_id])


class Outcome(models.TextChoices):
    """What became of a decision."""

    PENDING = "pending", _("not done yet")
    DONE = "done", _("decided")
    REFUSED = "refused", _("not possible")
    UNDONE = "undone", _("taken back")


class DeskDecision(models.Model):
    """One decision on one thing. What it did is the business of the thing's own service."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    batch = models.ForeignKey(DeskBatch, models.CASCADE, null=True, blank=True, related_name="decisions")
    kind = models.CharField(_("pile"), max_length=60)
    key = models.CharField(_("key"), max_length=80)
    version = models.CharField(_("version"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=300)
    title_language = models.CharField(_("language"), max_length=12)
    url = models.CharField(_("address"), max_length=300, blank=True)
    decision = models.CharField(_("decision"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.PENDING)
    told = models.CharField(_("what was told"), max_length=600, blank=True)
    """Why it was not possible, in the language of the person who decided."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision of the desk")
        verbose_name_plural = _("decisions of the desk")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "key"], name="portal_decision_of_thing")]
        constraints = [models.UniqueConstraint(fields=["batch", "key"], name="portal_decision_once_in_batch")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.decision}"

    @property
    def label(self) -> Localised:
        """The title with its language."""
        return Localised(self.title, self.title_language)
