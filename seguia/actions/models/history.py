"""What became of an action: its versions and its journey."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.actions.models.action import Action, Status
from seguia.membership.models import Organisation


class ActionVersion(models.Model):
    """The whole sheet as it was saved once; the ground for diffs and for merging two people's work."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    """As `actions.content.snapshot` makes it."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["action", "number"], name="actions_version_once")]

    def __str__(self) -> str:
        return f"{self.action_id} v{self.number}"


class JourneyStep(models.Model):
    """One step of an action's journey: a registered kind, a moment, who, a few facts. Never a sentence."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="journey")
    kind = models.CharField(_("kind"), max_length=60)
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    """The state the sheet had after the step."""
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    """Why it was sent back or archived, in the words and the language of the person who decided."""
    reason_language = models.CharField(max_length=12, blank=True)
    facts = models.JSONField(default=dict)
    is_public = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("step of the journey")
        verbose_name_plural = _("steps of the journey")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["action", "at"])]

    def __str__(self) -> str:
        return f"{self.action_id} {self.kind}"
