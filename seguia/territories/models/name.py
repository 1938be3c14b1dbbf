"""Names a territory had before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.territories.models.territory import Territory


class FormerName(models.Model):
    """A name a territory had until a day: a change of name does not make another town, so the row stays."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="former_names")
    name = TranslatedField(_("name"), blank=False)
    valid_to = models.DateField(_("to (exclusive)"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["valid_to", "id"]
        constraints = [
            models.UniqueConstraint(fields=["territory", "valid_to"], name="territories_former_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (until {self.valid_to})"
