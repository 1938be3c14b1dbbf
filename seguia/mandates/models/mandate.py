"""A function somebody holds for a town, from a day to a day, with the place where we know it from."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.mandates.models.bulk import BulkChange
from seguia.mandates.models.official import Official
from seguia.territories.models import Territory
from seguia.vocabulary.models import Concept


class Function(models.TextChoices):
    """What an official is. Who is mayor and delegate to the intercommunality holds two mandates."""

    MAYOR = "mayor", _("mayor")
    PRESIDENT = "president", _("president of the council")
    DEPUTY = "deputy", _("deputy mayor or vice-president")
    DELEGATED_MAYOR = "delegated-mayor", _("delegated mayor")
    COUNCILLOR = "councillor", _("councillor")
    DELEGATE = "delegate", _("delegate to the intercommunality")


HEADS = (Function.MAYOR, Function.PRESIDENT)
"""Functions of which a territory has one at a time, whatever its country calls it."""


class EndReason(models.TextChoices):
    """Why a mandate ended."""

    TERM = "term", _("end of the term")
    ELECTION = "election", _("election")
    RESIGNATION = "resignation", _("resignation")
    DEATH = "death", _("death")
    MERGER = "merger", _("merger of the town")
    OTHER = "other", _("another reason")


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Reads by date. What is in here is public, except notes and accounts."""

    def current(self, on: datetime.date | None = None) -> Self:
        """Begun and not ended on a day (default: today)."""
        day = on or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def overlapping(self, since: datetime.date, until: datetime.date | None) -> Self:
        """Those that share a day with a period."""
        found = self.filter(Q(until=None) | Q(until__gt=since))
        return found if until is None else found.filter(since__lt=until)

    def in_order(self) -> Self:
        """The head of the council first, then by function and rank."""
        places = [models.When(function=code, then=place) for place, code in enumerate(Function.values)]
        place = models.Case(*places, default=99, output_field=models.IntegerField())
        return self.order_by(place, F("rank").asc(nulls_last=True), "official__latin_key", "pk")


class Mandate(models.Model):
    """One function of one official during one time."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    official = models.ForeignKey(Official, models.CASCADE, related_name="mandates", verbose_name=_("elected official"))
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="mandates", verbose_name=_("territory"))
    function = models.CharField(_("function"), max_length=16, choices=Function.choices)
    delegation = TranslatedField(_("delegation"), max_length=200)
    """What was delegated to a deputy: "waste and circular economy"."""
    themes = models.ManyToManyField(Concept, blank=True, related_name="+", verbose_name=_("themes of the delegation"))
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until (exclusive)"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=12, choices=EndReason.choices, blank=True)
    end_note = models.CharField(_("note on the end"), max_length=300, blank=True)
    """For the secretariat; never shown in public."""
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_date = models.DateField(_("state of the source on"), null=True, blank=True)
    begun_by = models.ForeignKey(BulkChange, models.SET_NULL, null=True, blank=True, related_name="begun")
    ended_by = models.ForeignKey(BulkChange, models.SET_NULL, null=True, blank=True, related_name="ended")
    is_demonstration = models.BooleanField(default=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="mandates_period"),
            models.CheckConstraint(
                condition=Q(until=None, end_reason="") | Q(until__isnull=False) & ~Q(end_reason=""),
                name="mandates_end_has_reason",
            ),
            models.UniqueConstraint(
                fields=["territory"], condition=Q(until=None, function__in=["mayor", "president"]),
                name="mandates_one_head_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["official", "territory", "function"], condition=Q(until=None), name="mandates_open_once"
            ),
            models.UniqueConstraint(
                fields=["official", "territory", "function", "since"], name="mandates_begun_once"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["territory", "function", "until"]), models.Index(fields=["until"])]

    def __str__(self) -> str:
        return f"{self.official_id} {self.function} {self.territory_id} {self.since}…{self.until or ''}"

    def clean(self) -> None:
        """Dates in order, nobody twice in one function, one head at a time."""
        if self.until and self._has_since and self.until <= self.since:
            raise ValidationError({"until": _("The end must be later than the beginning.")}, code="period")
        if self.until and not self.end_reason:
            raise ValidationError({"end_reason": _("Say why the mandate ended.")}, code="no_reason")
        if self._has_since and self.territory_id:
            self._refuse_overlaps()

    @property
    def _has_since(self) -> bool:
        """A form may have left the beginning open; the field itself says so then."""
        return getattr(self, "since", None) is not None

    def _refuse_overlaps(self) -> None:
        others = Mandate.objects.filter(territory_id=self.territory_id).exclude(pk=self.pk)
        others = others.overlapping(self.since, self.until)
        if self.official_id and others.filter(official_id=self.official_id, function=self.function).exists():
            words = _("This person already holds this function here at that time.")
            raise ValidationError({"since": words}, code="twice")
        if self.function in HEADS:
            other = others.filter(function__in=HEADS).select_related("official").first()
            if other is not None:
                words = _("%(name)s heads this council at that time. End that mandate first, then add the new one.")
                told: dict[str, Any] = {"name": other.official.name.text}
                raise ValidationError({"since": words % told}, code="second_head")

    def is_current(self, on: datetime.date | None = None) -> bool:
        """Whether it counts on a day (default: today)."""
        day = on or timezone.localdate()
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day of the mandate, as people say it; None while its end is open."""
        return self.until - datetime.timedelta(days=1) if self.until else None

    @property
    def is_over(self) -> bool:
        """Whether it ended before or at the beginning of today."""
        return self.until is not None and self.until <= timezone.localdate()
