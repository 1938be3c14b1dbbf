"""What a place is like: told by a register, and by the town itself. Both are kept in the same words."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seguia.territories.models.spoken import SPOKEN_LANGUAGES

MOST_PER_INHABITANT = Decimal(1_000_000)
FIRST_YEAR = 1990
"""Budgets of earlier years are of no use to anybody."""
CURRENCIES = frozenset(str(code) for code in Locale("en").currencies if re.fullmatch("[A-Z]{3}", str(code)))


class Trait(models.TextChoices):
    """What a place is like, where towns recognise one another."""

    COAST = "coast", _("coast")
    MOUNTAIN = "mountain", _("mountain")
    ISLAND = "island", _("island")
    OASIS = "oasis", _("oasis")
    ARID = "arid", _("arid")
    WETLAND = "wetland", _("wetland")
    RIVER = "river", _("river")
    FOREST = "forest", _("forest")
    TOURISM = "tourism", _("tourism")
    HISTORIC_CENTRE = "historic-centre", _("historic centre")
    BORDER = "border", _("border")
    OVERSEAS = "overseas", _("overseas")
    URBAN = "urban", _("urban")
    RURAL = "rural", _("rural")


class Climate(models.TextChoices):
    """The climate as people speak of it; Köppen's classes in brackets."""

    MEDITERRANEAN = "mediterranean", _("Mediterranean climate")
    """Dry summer, mild wet winter (Csa, Csb)."""
    OCEANIC = "oceanic", _("oceanic climate")
    """Mild, rain in every season (Cfb)."""
    CONTINENTAL = "continental", _("continental climate")
    """Cold winter, warm summer (Dfa, Dfb, Dsa)."""
    MOUNTAIN = "mountain", _("mountain climate")
    """Cold and snowy by height (Dfc, ET, H)."""
    SEMI_ARID = "semi-arid", _("semi-arid climate")
    """Steppe (BSh, BSk)."""
    DESERT = "desert", _("desert climate")
    """(BWh, BWk)."""
    TROPICAL = "tropical", _("tropical climate")
    """Hot all year, with or without a dry season (Af, Am, Aw)."""
    SUBTROPICAL = "subtropical", _("humid subtropical climate")
    """Hot wet summer, mild winter (Cfa, Cwa)."""


class PlaceFacts(models.Model):
    """What is compared of a place, without what registers alone can tell (inhabitants, area). Empty: not known."""

    traits = models.JSONField(_("traits"), default=list, blank=True)
    """Sorted list of `Trait` codes; read as a whole, faceted by the search index."""
    climate = models.CharField(_("climate"), max_length=16, choices=Climate.choices, blank=True)
    spoken_languages = models.JSONField(_("languages people speak"), default=list, blank=True)
    """Sorted list of codes of `SPOKEN_LANGUAGES`."""
    budget_per_inhabitant = models.DecimalField(
        _("municipal budget per inhabitant"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    """Expenditure of one year divided by inhabitants, in `budget_currency`. Never converted."""
    budget_currency = models.CharField(_("currency"), max_length=3, blank=True)
    """ISO 4217."""
    budget_year = models.PositiveSmallIntegerField(_("year of the budget"), null=True, blank=True)
    budget_source = models.CharField(_("source of the budget"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Codes that exist, a budget that is whole and possible. Raises ValidationError by field."""
        super().clean()
        faults = dict(facts_faults(self))
        if faults:
            raise ValidationError(faults)

    @property
    def has_budget(self) -> bool:
        """Whether a budget is known."""
        return self.budget_per_inhabitant is not None


def facts_faults(facts: Any) -> Iterable[tuple[str, str]]:
    """(field, sentence) for everything that cannot be meant; for a row of the table or of a file alike."""
    for trait in facts.traits:
        if trait not in Trait.values:
            yield "traits", gettext("There is no trait “%(trait)s”.") % {"trait": str(trait)[:30]}
    if facts.climate and facts.climate not in Climate.values:
        yield "climate", gettext("There is no climate “%(climate)s”.") % {"climate": facts.climate[:30]}
    for code in facts.spoken_languages:
        if code not in SPOKEN_LANGUAGES:
            words = gettext("The language “%(code)s” is not in the list of languages of places.")
            yield "spoken_languages", words % {"code": str(code)[:30]}
    yield from _budget_faults(facts)


def _budget_faults(facts: Any) -> Iterable[tuple[str, str]]:
    amount, year = facts.budget_per_inhabitant, facts.budget_year
    if amount is None:
        if facts.budget_currency or year is not None or facts.budget_source:
            yield "budget_per_inhabitant", gettext("A budget needs its amount per inhabitant.")
        return
    if not 0 < amount < MOST_PER_INHABITANT:
        yield "budget_per_inhabitant", gettext("This is not a possible budget per inhabitant.")
    if facts.budget_currency not in CURRENCIES:
        yield "budget_currency", gettext("A budget needs its currency: three letters, for example MAD or EUR.")
    latest = datetime.date.today().year + 1  # noqa: DTZ011 -- a year is enough
    if year is None or not FIRST_YEAR <= year <= latest:
        words = gettext("A budget needs its year, from %(first)s to %(last)s.")
        yield "budget_year", words % {"first": FIRST_YEAR, "last": latest}


def budget_is_whole() -> Q:
    """The condition of the table: no amount without currency and year."""
    return Q(budget_per_inhabitant=None) | (Q(budget_per_inhabitant__gt=0, budget_year__gt=0) & ~Q(budget_currency=""))
