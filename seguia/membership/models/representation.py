"""Who acts for an organisation, in which role, during which time."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.membership.models.organisation import Organisation


class Role(models.TextChoices):
    """What a person is in an organisation."""

    REPRESENTATIVE = "representative", _("representative")
    EDITOR = "editor", _("editor")
    BILLING = "billing", _("billing contact")


WRITING = (Role.REPRESENTATIVE, Role.EDITOR)
"""Roles that write for the organisation; a billing contact sees its dues and writes no sheets."""


class RepresentationQuerySet(models.QuerySet["Representation"]):
    """Only what counts today."""

    def current(self) -> Self:
        """Representations that have begun and not ended."""
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=today), since__lte=today)

    def of(self, user: Any) -> Self:
        """Those of one person; nobody's for a visitor."""
        return self.current().filter(user_id=user.pk or 0)

    def writing(self) -> Self:
        """Those whose role writes sheets."""
        return self.filter(role__in=WRITING)


class Representation(models.Model):
    """A person acts for an organisation during a time. A mayor submits; an editor writes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="representations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="representations")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until (exclusive)"), null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(until=None),
                name="membership_representation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"
