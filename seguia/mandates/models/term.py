"""The calendar of elections of a country: when councils are renewed and when the new ones sit."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seguia.territories.models import Kind


class Council(models.TextChoices):
    """Kinds of council that are renewed together."""

    COMMUNAL = "communal", _("communal councils")
    INTERCOMMUNAL = "intercommunal", _("councils of intercommunalities")
    DEPARTMENTAL = "departmental", _("councils of departments, provinces and prefectures")
    REGIONAL = "regional", _("regional councils")


KINDS_OF_COUNCIL: dict[str, tuple[str, ...]] = {
    Council.COMMUNAL: (Kind.COMMUNE, Kind.DELEGATED, Kind.ASSOCIATED, Kind.DISTRICT),
    Council.INTERCOMMUNAL: (Kind.INTERCOMMUNALITY,),
    Council.DEPARTMENTAL: (Kind.DEPARTMENT, Kind.PROVINCE, Kind.PREFECTURE),
    Council.REGIONAL: (Kind.REGION,),
}


def council_of(kind: str) -> str:
    """The council that governs a kind of territory; empty for what has none (a country)."""
    return next((council for council, kinds in KINDS_OF_COUNCIL.items() if kind in kinds), "")


class Term(models.Model):
    """One general election of one kind of council. Days that are not fixed yet are left open."""

    country = models.CharField(_("country"), max_length=2)
    council = models.CharField(_("councils"), max_length=16, choices=Council.choices)
    year = models.PositiveSmallIntegerField(_("year of the election"))
    election_date = models.DateField(_("day of the election"), null=True, blank=True)
    second_round = models.DateField(_("second round"), null=True, blank=True)
    sitting_from = models.DateField(_("first sittings from"), null=True, blank=True)
    sitting_until = models.DateField(_("first sittings until"), null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("length of the term in years"), default=6)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["country", "council", "year"]
        constraints = [
            models.UniqueConstraint(fields=["country", "council", "year"], name="mandates_term_once"),
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=12), name="mandates_term_years"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.council} {self.year}"

    def clean(self) -> None:
        """The days stand in their order, in the year of the election."""
        days = [self.election_date, self.second_round, self.sitting_from, self.sitting_until]
        if any(day and abs(day.year - self.year) > 1 for day in days if self.year):
            raise ValidationError(_("The days do not belong to the year of the election."), code="year")
        pairs = [
            (self.election_date, self.second_round),
            (self.election_date, self.sitting_from),
            (self.sitting_from, self.sitting_until),
        ]
        if any(first and second and first > second for first, second in pairs):
            raise ValidationError(_("The days are not in order: election, second round, first sittings."), code="order")
        if not self.election_date and any(days[1:]):
            raise ValidationError({"election_date": _("Fill in the day of the election first.")}, code="order")

    @property
    def handover_on(self) -> datetime.date | None:
        """The first day on which no mandate from before the election is left; None while the days are not fixed.

        Old councils stay in office until the new one sits, so this is the day after the last first sitting.
        """
        last = self.sitting_until or self.second_round or self.election_date
        return last + datetime.timedelta(days=1) if last else None
