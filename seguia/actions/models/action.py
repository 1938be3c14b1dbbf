"""The sheet of one action."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.core.partial_dates import validate_partial_date
from seguia.core.translated import Localised, TranslatedText
from seguia.core.translation_state import Translatable
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of
from seguia.territories.models import Territory
from seguia.vocabulary.models import Concept, Goal


class Stage(models.TextChoices):
    """How far the action is, in the world."""

    IDEA = "idea", _("idea")
    ENGAGED = "engaged", _("under way")
    DONE = "done", _("done")


class Status(models.TextChoices):
    """How far the sheet is, in the network."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class Licence(models.TextChoices):
    """Licence of the text, by SPDX identifier."""

    CC_BY = "CC-BY-4.0", "Creative Commons BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "Creative Commons BY-SA 4.0"
    CC0 = "CC0-1.0", "Creative Commons CC0 1.0"
    ETALAB = "etalab-2.0", "Licence Ouverte 2.0"


CURRENCIES = ["MAD", "EUR", "USD", "XPF", "TND", "DZD", "XOF", "EGP", "JOD", "LBP", "GBP", "CHF", "CAD"]


class ActionQuerySet(models.QuerySet["Action"]):
    """Which sheets a person may see."""

    def published(self) -> Self:
        """What everybody may see."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """Published sheets for all; all states for the people of the organisation; what is submitted or later for
        the secretariat, which sees no draft. `rules.can_view` says the same of one sheet."""
        seen = Q(status=Status.PUBLISHED)
        if getattr(user, "is_active", False):
            if user.is_staff:
                seen |= ~Q(status=Status.DRAFT)
            seen |= Q(organisation_id__in=organisation_ids_of(user))
        return self.filter(seen)

    def with_rows(self) -> Self:
        """Everything a sheet or an index document shows, in a fixed number of queries."""
        return self.select_related(
            "organisation__territory__region", "organisation__territory__department"
        ).prefetch_related(
            "steps",
            "funders",
            "results",
            "partners",
            "sources",
            "media__file",
            "themes__theme",
            "goals",
            "places",
        )


class Action(Translatable):
    """What a town does or did about a need, told so that another town can take it up."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="actions", verbose_name=_("organisation")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    """Number of the last saved version; a form that started from an older one is merged or refused."""

    title = TranslatedField(_("title"), max_length=160, blank=False)
    summary = TranslatedField(_("summary"), max_length=600, multiline=True)
    problem = TranslatedField(_("problem and context"), max_length=8000, multiline=True)
    done = TranslatedField(_("what was done"), max_length=20000, multiline=True)
    lessons = TranslatedField(_("what we learnt"), max_length=8000, multiline=True)
    differently = TranslatedField(_("what we would do differently"), max_length=4000, multiline=True)
    transfer = TranslatedField(_("conditions for doing it elsewhere"), max_length=4000, multiline=True)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.ENGAGED)
    started = models.CharField(_("started"), max_length=10, blank=True, validators=[validate_partial_date])
    ended = models.CharField(_("ended"), max_length=10, blank=True, validators=[validate_partial_date])
    cost = models.DecimalField(
        _("cost"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    cost_currency = models.CharField(_("currency"), max_length=3, blank=True, choices=[(c, c) for c in CURRENCIES])
    cost_year = models.PositiveSmallIntegerField(_("year of the cost"), null=True, blank=True)
    contact_function = TranslatedField(_("whom to ask (function)"), max_length=160)
    contact_email = models.EmailField(_("e-mail for questions"), blank=True)
    """Shown to signed-in members only."""
    licence = models.CharField(_("licence of the text"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)

    themes = models.ManyToManyField(Concept, related_name="actions", blank=True, verbose_name=_("themes"))
    goals = models.ManyToManyField(Goal, related_name="actions", blank=True, verbose_name=_("SDG targets"))
    places = models.ManyToManyField(Territory, related_name="actions_here", blank=True, verbose_name=_("places"))

    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["status", "-published_at"]),
            models.Index(fields=["organisation", "status"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="actions_cost_not_negative"),
            models.CheckConstraint(condition=Q(cost=None) | ~Q(cost_currency=""), name="actions_cost_has_currency"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="actions_published_has_date",
            ),
        ]

    TEXT_FIELDS = [
        "title",
        "summary",
        "problem",
        "done",
        "lessons",
        "differently",
        "transfer",
        "contact_function",
    ]

    def __str__(self) -> str:
        return self.label().text

    def get_absolute_url(self) -> str:
        """The public sheet."""
        return reverse("actions:detail", args=[self.public_id])

    def label(self, language: str | None = None) -> Localised:
        """The title as a reader of `language` sees it."""
        return TranslatedText(self.title).localised(language, self.original_language)

    def translatable_texts(self) -> Mapping[str, TranslatedText]:
        """The sheet's own texts and those of its rows, by key."""
        texts = {name: TranslatedText(getattr(self, name)) for name in self.TEXT_FIELDS}
        for rows in ("steps", "results", "funders", "partners", "media"):
            for row in getattr(self, rows).all():
                for name in row.TEXT_FIELDS:
                    texts[f"{rows}.{row.key}.{name}"] = TranslatedText(getattr(row, name))
        return texts
