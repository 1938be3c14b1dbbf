"""Organisations own content; people represent organisations."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised, TranslatedText
from seguia.territories.models import Territory


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    LOCAL_GOVERNMENT = "local-government", _("local government")
    ASSOCIATION = "association", _("association")
    NETWORK = "network", _("network")
    OTHER = "other", _("other")


class Organisation(models.Model):
    """A town hall, an intercommunality, a partner. Content belongs to it, never to one login."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name = TranslatedField(_("name"), blank=False)
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("territory"),
    )
    website = models.URLField(_("website"), blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="local-government") | Q(territory__isnull=False),
                name="membership_local_government_has_territory",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """The public page: the town's page where there is a town."""
        if self.territory is not None:
            return self.territory.get_absolute_url()
        return reverse("membership:organisation", args=[self.public_id])

    def label(self, language: str | None = None) -> Localised:
        """The name as a reader of `language` sees it."""
        return TranslatedText(self.name).localised(language)


class Role(models.TextChoices):
    """What a person is in an organisation."""

    REPRESENTATIVE = "representative", _("representative")
    EDITOR = "editor", _("editor")


class RepresentationQuerySet(models.QuerySet["Representation"]):
    """Only what counts today."""

    def current(self) -> Self:
        """Representations that have begun and not ended."""
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=today), since__lte=today)

    def of(self, user: Any) -> Self:
        """Those of one person; nobody's for a visitor."""
        return self.current().filter(user_id=user.pk or 0)


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
