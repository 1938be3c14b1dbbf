"""A territory is who its country's register says it is: scheme, code, period."""

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.translated import Localised, TranslatedText
from seguia.territories.models.facts import PlaceFacts, budget_is_whole
from seguia.territories.names import search_key

if TYPE_CHECKING:
    from seguia.territories.models.profile import TownProfile

SCHEMES = {
    "iso": _("Country (ISO 3166-1)"),
    "iso-3166-2": _("Subdivision (ISO 3166-2)"),
    "insee-reg": _("Region (INSEE)"),
    "insee-dep": _("Department (INSEE)"),
    "insee-com": _("Commune (INSEE)"),
    "insee-coma": _("Associated commune (INSEE)"),
    "insee-comd": _("Delegated commune (INSEE)"),
    "insee-arm": _("Municipal district (INSEE)"),
    "siren": _("Legal person (SIREN)"),
    "hcp": _("Geographic code (HCP, Morocco)"),
    "geonames": _("GeoNames"),
    "local": _("Code of this network"),
}
"""Registers that give codes. "A commune and a delegated commune can coexist with the same code" (INSEE): the type
is part of the scheme."""


class Kind(models.TextChoices):
    """What a territory is."""

    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    DEPARTMENT = "department", _("department")
    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")
    INTERCOMMUNALITY = "intercommunality", _("intercommunality")
    CERCLE = "cercle", _("cercle")
    COMMUNE = "commune", _("commune")
    DISTRICT = "arrondissement", _("arrondissement")
    DELEGATED = "delegated", _("delegated commune")
    ASSOCIATED = "associated", _("associated commune")


class PopulationClass(models.TextChoices):
    """Size of a town, in inhabitants."""

    UNDER_2000 = "under-2000", _("under 2,000 inhabitants")
    UNDER_10000 = "under-10000", _("2,000 to 9,999")
    UNDER_50000 = "under-50000", _("10,000 to 49,999")
    UNDER_200000 = "under-200000", _("50,000 to 199,999")
    LARGE = "200000-and-more", _("200,000 and more")

    @classmethod
    def of(cls, population: int | None) -> "PopulationClass | None":
        """The class of a number of inhabitants; None when it is unknown."""
        if population is None:
            return None
        limits = [(2_000, cls.UNDER_2000), (10_000, cls.UNDER_10000), (50_000, cls.UNDER_50000)]
        limits += [(200_000, cls.UNDER_200000)]
        return next((size for limit, size in limits if population < limit), cls.LARGE)


class SearchKeyField(models.TextField):  # type: ignore[type-arg]
    """The names as they are compared, written together with the name."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Follow the name whenever the row is saved; former names stay findable."""
        former = model_instance.former_names.all() if model_instance.pk else ()  # type: ignore[attr-defined]
        key = search_key(getattr(model_instance, "name", None) or {}, *(one.name for one in former))
        setattr(model_instance, self.attname, key)
        return key


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Reads shared by pages and API. Territories are public."""

    def current(self, on: datetime.date | None = None) -> Self:
        """Those that exist on a day (default: that have no end)."""
        if on is None:
            return self.filter(valid_to=None)
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on))


class Territory(PlaceFacts):
    """One territory during one life; after a merger it stays, with an end, so that old links answer."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    country = models.CharField(_("country"), max_length=2)
    scheme = models.CharField(_("register"), max_length=12)
    code = models.CharField(_("code"), max_length=20)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to (exclusive)"), null=True, blank=True)
    name = TranslatedField(_("name"), blank=False)
    search_key = SearchKeyField(editable=False, default="", blank=True)
    """Every name without accents and capitals (`names.search_key`): how people find a town by typing."""
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    """The administrative level above (commune → department → region → country)."""
    intercommunality = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="members")
    department = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    """Second level: department, province or prefecture; derived from the chain of parents."""
    region = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    """First level; derived from the chain of parents."""
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the population"), null=True, blank=True)
    area_km2 = models.DecimalField(_("area in km²"), max_digits=12, decimal_places=2, null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    climate_source = models.CharField(_("source of the climate"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    as_of = models.DateField(_("state of the register on"), null=True, blank=True)
    """The day whose register this row was last read from: events until that day are already in it."""

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["scheme", "code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code", "valid_from"], name="territories_identity_dated"),
            models.UniqueConstraint(
                fields=["scheme", "code"], condition=Q(valid_from=None), name="territories_identity_undated"
            ),
            models.UniqueConstraint(
                fields=["scheme", "code"], condition=Q(valid_to=None), name="territories_identity_current"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=models.F("valid_from")),
                name="territories_period",
            ),
            models.CheckConstraint(condition=budget_is_whole(), name="territories_budget"),
        ]
        indexes = [models.Index(fields=["country", "kind"]), models.Index(fields=["population"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.scheme}:{self.code})"

    def get_absolute_url(self) -> str:
        """The page of the town, by official code."""
        url = reverse("territories:detail", args=[self.scheme, self.code])
        return url if self.valid_to is None else f"{url}?on={self.last_day().isoformat()}"

    def exists_on(self, day: datetime.date) -> bool:
        """Whether this life includes a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def name_on(self, day: datetime.date) -> TranslatedText:
        """The name it had on a day. Reads `former_names` (prefetch them for lists)."""
        for former in sorted(self.former_names.all(), key=lambda name: name.valid_to):
            if day < former.valid_to:
                return TranslatedText(former.name)
        return TranslatedText(self.name)

    def last_day(self) -> datetime.date:
        """The last day of its life. Only for territories that ended."""
        if self.valid_to is None:
            raise ValueError("this territory has not ended")
        return self.valid_to - datetime.timedelta(days=1)

    def label(self, language: str | None = None) -> Localised:
        """The name as a reader of `language` sees it."""
        return TranslatedText(self.name).localised(language)

    @property
    def reference(self) -> str:
        """`scheme:code`, the key of the API and of files."""
        return f"{self.scheme}:{self.code}"

    @property
    def own_word(self) -> "TownProfile | None":
        """What the town says of itself; None where it said nothing. Select `profile` for lists."""
        return getattr(self, "profile", None)

    @property
    def is_current(self) -> bool:
        """Whether it still exists."""
        return self.valid_to is None

    @property
    def population_class(self) -> PopulationClass | None:
        """Its size class; None when the population is unknown."""
        return PopulationClass.of(self.population)


class TerritoryCode(models.Model):
    """A further code of a territory (SIREN of a commune, an older code), with its period."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="codes")
    scheme = models.CharField(_("register"), max_length=12)
    code = models.CharField(_("code"), max_length=20)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code", "territory"], name="territories_code_once"),
        ]
        indexes = [models.Index(fields=["scheme", "code"])]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"
