"""Who answers at the help desk."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.identifiers import new_public_id
from seguia.vocabulary.models import Concept


class AdviserQuerySet(models.QuerySet["Adviser"]):
    """Only those who count today."""

    def active(self) -> Self:
        """Advisers whose time has not ended and who can sign in."""
        return self.filter(until=None, user__is_active=True)

    def of(self, user: Any) -> Self:
        """The person's own place as an adviser, while it lasts."""
        return self.active().filter(user_id=getattr(user, "pk", None) or 0)


class Adviser(models.Model):
    """A person the secretariat has named: of its own staff, or a volunteer from a member town."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="adviser")
    is_volunteer = models.BooleanField(_("volunteer"), default=True)
    languages = models.JSONField(_("languages"), default=list)
    """Codes in which this person can answer; the queue offers cases in these first."""
    themes = models.ManyToManyField(Concept, related_name="advisers", blank=True, verbose_name=_("themes"))
    kinds = models.JSONField(_("kinds of help"), default=list)
    """Codes of `CaseKind`; cases of another kind are not shown to this person."""
    most_cases = models.PositiveSmallIntegerField(_("most cases at a time"), default=5)
    since = models.DateTimeField(_("adviser since"), default=timezone.now, editable=False)
    until = models.DateTimeField(_("adviser until"), null=True, blank=True, editable=False)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AdviserQuerySet.as_manager()

    class Meta:
        verbose_name = _("adviser")
        verbose_name_plural = _("advisers")
        ordering = ["since", "id"]
        constraints = [models.CheckConstraint(condition=Q(most_cases__gte=1), name="support_adviser_takes_cases")]

    def __str__(self) -> str:
        return f"{self.public_id}"

    @property
    def is_active(self) -> bool:
        """Whether this person still advises."""
        return self.until is None and self.user.is_active
