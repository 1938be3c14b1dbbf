"""What a town offers to others, or asks of them. Both are one table: they have the same fields and are compared."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seguia.actions.models import Action
from seguia.core.identifiers import new_public_id
from seguia.core.languages import own_name
from seguia.core.text import shortened
from seguia.core.translated import Localised
from seguia.membership.models import Organisation, Representation
from seguia.membership.queries import organisation_ids_of
from seguia.territories.models import Territory
from seguia.vocabulary.models import Concept, Goal

MOST_PLACES = 50
SHORT = 280
"""Characters of the text that visitors read."""
SPOKEN = ("ar", "zgh", "fr", "en", "es", "pt", "it", "de")
"""Languages people of these towns speak with one another; not only those of the pages."""
_OWN_NAMES = {"zgh": "ⵜⴰⵎⴰⵣⵉⵖⵜ (Tamaziɣt)"}


class Side(models.TextChoices):
    """Which way it goes."""

    OFFER = "offer", _("offer")
    REQUEST = "request", _("request")


class Kind(models.TextChoices):
    """What is exchanged."""

    VISIT = "study-visit", _("study visit")
    MENTORING = "peer-mentoring", _("peer mentoring")
    EXPERT = "expert-loan", _("loan of an expert")
    TEMPLATE = "document-template", _("document template")


class Payment(models.TextChoices):
    """Who bears the costs of travel and time."""

    HOST = "host", _("the town that offers pays")
    GUEST = "guest", _("the town that asks pays")
    SHARED = "shared", _("both share the costs")
    FUNDING = "funding-sought", _("funding is sought together")


class PostingStatus(models.TextChoices):
    """Where an offer or a request stands."""

    OPEN = "open", pgettext_lazy("offer or request", "open")
    MATCHED = "matched", pgettext_lazy("offer or request", "matched")
    PAUSED = "paused", pgettext_lazy("offer or request", "paused")
    CLOSED = "closed", pgettext_lazy("offer or request", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer or request", "withdrawn")


LISTED = (PostingStatus.OPEN, PostingStatus.MATCHED)
"""What others than its own town see."""
RUNNING = (PostingStatus.OPEN, PostingStatus.MATCHED, PostingStatus.PAUSED)
"""What its town can still change."""


def language_choices() -> list[tuple[str, str]]:
    """Code and own name of each language that can be spoken."""
    return [(code, _OWN_NAMES.get(code) or own_name(code)) for code in SPOKEN]


def _checked_languages(value: Any) -> None:
    if not isinstance(value, list) or not value or any(code not in SPOKEN for code in value):
        raise ValidationError(_("Choose at least one language from the list."), code="languages")


class PostingQuerySet(models.QuerySet["Posting"]):
    """Which of them a person may see."""

    def listed(self) -> Self:
        """Open or matched, of organisations everybody may know of."""
        return self.filter(status__in=LISTED, organisation__is_listed=True)

    def public(self) -> Self:
        """What visitors see: offers, and requests whose town says so."""
        return self.listed().filter(Q(side=Side.OFFER) | Q(is_public=True))

    def visible_to(self, user: Any) -> Self:
        """`rules.can_view` says the same of one."""
        if not getattr(user, "is_active", False):
            return self.public()
        if user.is_staff:
            return self.all()
        own = Q(organisation_id__in=organisation_ids_of(user))
        shown = Q(status__in=LISTED, organisation__is_listed=True)
        if not is_of_network(user):
            shown &= Q(side=Side.OFFER) | Q(is_public=True)
        return self.filter(own | shown)


def is_of_network(user: Any) -> bool:
    """Whether a person belongs to an organisation of the network today, in any role. One query for people."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return False
    return Representation.objects.of(user).filter(organisation__is_listed=True).exists()


class Posting(models.Model):
    """An offer or a request of an organisation, in the language it was written in."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    side = models.CharField(_("direction"), max_length=8, choices=Side.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="postings")
    kind = models.CharField(_("what is exchanged"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("description"), max_length=4000, validators=[MaxLengthValidator(4000)])
    language = models.CharField(_("language"), max_length=12)
    themes = models.ManyToManyField(Concept, related_name="postings", verbose_name=_("themes"))
    goals = models.ManyToManyField(Goal, related_name="postings", blank=True, verbose_name=_("SDG targets"))
    spoken = models.JSONField(_("languages spoken"), validators=[_checked_languages])
    date_from = models.DateField(_("earliest day"), null=True, blank=True)
    date_to = models.DateField(_("latest day"), null=True, blank=True)
    is_flexible = models.BooleanField(_("a month earlier or later is possible"), default=False)
    is_online = models.BooleanField(_("can be done online"), default=False)
    place = models.ForeignKey(Territory, models.SET_NULL, null=True, blank=True, related_name="postings")
    """Where; None for the organisation's own town."""
    capacity = models.PositiveSmallIntegerField(
        _("how many towns at once"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    payment = models.CharField(_("who pays"), max_length=16, choices=Payment.choices, default=Payment.SHARED)
    conditions = models.TextField(_("conditions"), max_length=1000, blank=True, validators=[MaxLengthValidator(1000)])
    contact_function = models.CharField(_("whom to ask (function)"), max_length=120, blank=True)
    """Shown to the people of the network."""
    contact_email = models.EmailField(_("e-mail address"))
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    """E-mail and telephone are shown to the other town of an agreed match, and to nobody before."""
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="postings", verbose_name=_("action")
    )
    answers = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answered_by")
    """The offer a request was written for."""
    status = models.CharField(_("state"), max_length=10, choices=PostingStatus.choices, default=PostingStatus.OPEN)
    is_public = models.BooleanField(_("visitors may read it"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer or request")
        verbose_name_plural = _("offers and requests")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["status", "side", "-created_at"], name="exchange_listed"),
            models.Index(fields=["organisation", "status"], name="exchange_of_town"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_from=None) | Q(date_to=None) | Q(date_to__gte=F("date_from")), name="exchange_days"
            ),
            models.CheckConstraint(
                condition=Q(side="offer", capacity__gte=1, capacity__lte=MOST_PLACES) | Q(side="request", capacity=1),
                name="exchange_capacity",
            ),
            models.CheckConstraint(condition=Q(answers=None) | Q(side="request"), name="exchange_answers_offer"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("exchange:detail", args=[self.public_id])

    def label(self) -> Localised:
        """The title in the language it was written in."""
        return Localised(self.title, self.language)

    def body(self) -> Localised:
        """The whole text."""
        return Localised(self.text, self.language)

    def terms(self) -> Localised:
        """The conditions in words."""
        return Localised(self.conditions, self.language)

    def short(self) -> Localised:
        """What visitors read of it."""
        return Localised(shortened(self.text, SHORT), self.language)

    @property
    def is_offer(self) -> bool:
        """Rather than a request."""
        return self.side == Side.OFFER

    @property
    def spoken_names(self) -> list[str]:
        """The languages by their own names."""
        names = dict(language_choices())
        return [names[code] for code in self.spoken if code in names]

    @property
    def where(self) -> Territory | None:
        """The place, else the organisation's own town. Reads `place` and `organisation.territory`."""
        return self.place or self.organisation.territory

    def clean(self) -> None:
        """Days in their order; a request has one place. Raises ValidationError."""
        if self.date_from and self.date_to and self.date_to < self.date_from:
            raise ValidationError({"date_to": ValidationError(_("The latest day lies before the earliest one."))})
        if self.side == Side.REQUEST:
            self.capacity = 1
        else:
            self.is_public = True
