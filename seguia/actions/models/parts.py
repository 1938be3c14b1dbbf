"""The rows of a sheet: steps, results, who paid, partners, evidence, pictures and documents."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.actions.models.action import Action
from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.files.models import StoredFile


class ActionPart(models.Model):
    """A row of a sheet: a stable key within the sheet, and its place in the order."""

    key = models.CharField(max_length=8, default=new_public_id, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    TEXT_FIELDS: ClassVar[list[str]] = []

    class Meta:
        abstract = True


def _one_key(name: str) -> list[models.BaseConstraint]:
    return [models.UniqueConstraint(fields=["action", "key"], name=f"actions_{name}_key")]


class Step(ActionPart):
    """One step of the way, in order."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="steps")
    title = TranslatedField(_("step"), max_length=160, blank=False)
    text = TranslatedField(_("description"), max_length=2000, multiline=True)

    TEXT_FIELDS = ["title", "text"]

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "id"]
        constraints = _one_key("step")

    def __str__(self) -> str:
        return str(self.title)


class Indicator(models.TextChoices):
    """What a figure measures."""

    CO2E = "co2e", _("greenhouse gases avoided (CO₂e)")
    WATER_SAVED = "water_saved", _("water saved")
    WASTE_AVOIDED = "waste_avoided", _("waste avoided")
    WASTE_SORTED = "waste_sorted", _("waste sorted or recycled")
    ENERGY_SAVED = "energy_saved", _("energy saved")
    ENERGY_PRODUCED = "energy_produced", _("renewable energy produced")
    PEOPLE = "people_reached", _("people reached")
    JOBS = "jobs", _("jobs")
    AREA = "area", _("area")
    TREES = "trees", _("trees and plants")
    MONEY_SAVED = "money_saved", _("money saved")
    LENGTH = "length", _("length")
    VISITORS = "visitors", _("visitors")
    OTHER = "other", _("other result")


class ResultKind(models.TextChoices):
    """How a figure is known."""

    MEASURED = "measured", _("measured")
    ESTIMATED = "estimated", _("estimated")
    TARGET = "target", _("target")


class Result(ActionPart):
    """A figure of result: indicator, value, unit, year, how it is known and by what method."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="results")
    indicator = models.CharField(_("indicator"), max_length=20, choices=Indicator.choices)
    label = TranslatedField(_("what exactly"), max_length=160)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=24)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    kind = models.CharField(_("how it is known"), max_length=10, choices=ResultKind.choices)
    method = TranslatedField(_("method"), max_length=600, multiline=True)

    TEXT_FIELDS = ["label", "method"]

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["position", "id"]
        constraints = _one_key("result")

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


class FunderKind(models.TextChoices):
    """Who pays."""

    OWN = "own", _("the town itself")
    STATE = "state", _("State")
    REGION = "region", _("region, department or province")
    EU = "eu", _("European Union")
    INTERNATIONAL = "international", _("international cooperation")
    PRIVATE = "private", _("companies and foundations")
    OTHER = "other", _("others")


class Funder(ActionPart):
    """Who paid, and how much where it is known; the currency is that of the cost."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="funders")
    name = TranslatedField(_("who paid"), max_length=160, blank=False)
    kind = models.CharField(_("kind"), max_length=14, choices=FunderKind.choices)
    amount = models.DecimalField(
        _("amount"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )

    TEXT_FIELDS = ["name"]

    class Meta:
        verbose_name = _("funder")
        verbose_name_plural = _("funders")
        ordering = ["position", "id"]
        constraints = _one_key("funder")

    def __str__(self) -> str:
        return str(self.name)


class Partner(ActionPart):
    """Who took part, and as what."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="partners")
    name = TranslatedField(_("partner"), max_length=160, blank=False)
    role = TranslatedField(_("role"), max_length=200)

    TEXT_FIELDS = ["name", "role"]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["position", "id"]
        constraints = _one_key("partner")

    def __str__(self) -> str:
        return str(self.name)


class EvidenceSource(ActionPart):
    """Where it can be read or checked: a citation, kept in the language of the source."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="sources")
    title = models.CharField(_("source"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position", "id"]
        constraints = _one_key("source")

    def __str__(self) -> str:
        return self.title


class Media(ActionPart):
    """A picture with its description, or a document with its title."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="media")
    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="+")
    caption = TranslatedField(_("what it shows"), max_length=300)
    credit = models.CharField(_("author"), max_length=160, blank=True)

    TEXT_FIELDS = ["caption"]

    class Meta:
        verbose_name = _("picture or document")
        verbose_name_plural = _("pictures and documents")
        ordering = ["position", "id"]
        constraints = _one_key("media")

    def __str__(self) -> str:
        return self.file.name
