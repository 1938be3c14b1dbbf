"""Scales of dues: decided for a year, as data; and what single members were granted."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.dues.money import CURRENCIES, DECIMALS, DIGITS
from seguia.membership.models import Membership, OrganisationKind

GROUPS = [
    ("1", _("group I: low income")),
    ("2", _("group II: lower middle income")),
    ("3", _("group III: upper middle income")),
    ("4", _("group IV: high income")),
]
"""The World Bank's groups of countries by income per head."""


class ScaleMethod(models.TextChoices):
    """How the dues of a town follow from its size."""

    BRACKETS = "brackets", _("by size of the town")
    PER_HEAD = "per_head", _("an amount per inhabitant")


class ScaleState(models.TextChoices):
    """Only a scale in force is billed; it is not changed any more."""

    DRAFT = "draft", _("draft")
    IN_FORCE = "in_force", _("in force")


class Scale(models.Model):
    """What is owed in a year, in one currency."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    name = TranslatedField(_("name"), blank=False, max_length=120)
    note = TranslatedField(_("explanation for members"), max_length=1000, multiline=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    method = models.CharField(_("method"), max_length=8, choices=ScaleMethod.choices, default=ScaleMethod.BRACKETS)
    countries = models.JSONField(_("countries"), default=list, blank=True)
    """ISO codes this scale is for; empty: every country that no other scale of the year names."""
    groups = models.JSONField(_("income groups"), default=dict, blank=True)
    """ISO code → group, as the World Bank has it for the year."""
    rate = models.DecimalField(_("amount per inhabitant"), max_digits=12, decimal_places=6, null=True, blank=True)
    floor = models.DecimalField(_("at least"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    cap = models.DecimalField(_("at most"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    is_pro_rata = models.BooleanField(
        _("who joins within the year pays for the remaining months, the month of joining included"), default=False
    )
    state = models.CharField(_("state"), max_length=8, choices=ScaleState.choices, default=ScaleState.DRAFT)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_reference = models.CharField(_("reference of the decision"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("scale of dues")
        verbose_name_plural = _("scales of dues")
        ordering = ["-year", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(rate=None) | Q(rate__gte=0), name="dues_scale_rate"),
            models.CheckConstraint(
                condition=Q(floor=None) | Q(cap=None) | Q(floor__lte=F("cap")), name="dues_floor_cap"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(decided_on__isnull=False), name="dues_scale_decided"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """The page of the secretariat."""
        return reverse("dues:scale", args=[self.public_id])

    @property
    def is_in_force(self) -> bool:
        """Whether it is billed and closed to changes."""
        return self.state == ScaleState.IN_FORCE


class ScaleBracket(models.Model):
    """An amount for towns of a size; both ends belong to it."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="brackets")
    group = models.CharField(_("income group"), max_length=1, choices=GROUPS, blank=True)
    population_from = models.PositiveIntegerField(_("inhabitants from"))
    population_to = models.PositiveIntegerField(_("inhabitants to"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=DIGITS, decimal_places=DECIMALS)

    class Meta:
        verbose_name = _("bracket")
        verbose_name_plural = _("brackets")
        ordering = ["group", "population_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "group", "population_from"], name="dues_bracket_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="dues_bracket_amount"),
            models.CheckConstraint(
                condition=Q(population_to=None) | Q(population_to__gte=F("population_from")), name="dues_bracket_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.population_from}-{self.population_to}: {self.amount}"


class KindAmount(models.Model):
    """What a body that is no town owes."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="kinds")
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=DIGITS, decimal_places=DECIMALS)

    class Meta:
        verbose_name = _("amount by kind")
        verbose_name_plural = _("amounts by kind")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "kind"], name="dues_kind_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="dues_kind_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount}"


class Discount(models.Model):
    """A member pays less in one year, for a reason, by somebody's decision."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="discounts", verbose_name=_("member"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    percent = models.DecimalField(
        _("percentage"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )  # fmt: skip
    amount = models.DecimalField(
        _("amount"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.001"))],
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=200, help_text=_("The member reads it on the invoice."))
    decided_by = models.CharField(_("decided by"), max_length=120)
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("discount")
        verbose_name_plural = _("discounts")
        ordering = ["-year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "year"], name="dues_discount_once"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True, amount__isnull=False) | Q(percent__isnull=False, amount__isnull=True),
                name="dues_discount_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.percent or self.amount}"
