"""One method, guide, tool or document template, in the languages it was written in."""

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seguia.actions.models import Action, Licence
from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.core.translated import Localised, TranslatedText
from seguia.core.translation_state import Translatable
from seguia.membership.models import Organisation
from seguia.membership.queries import organisation_ids_of
from seguia.vocabulary.models import Concept, Goal

EARLIEST, LATEST = 1900, 2200
"""Years in which a source can have appeared."""


class MethodKind(models.TextChoices):
    """What it is to whoever uses it."""

    METHOD = "method", pgettext_lazy("kind of thing in the library", "method")
    GUIDE = "guide", _("guide")
    TOOL = "tool", _("tool")
    TEMPLATE = "template", _("document template")


class Status(models.TextChoices):
    """How far it is, in the network."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class MethodQuerySet(models.QuerySet["Method"]):
    """Which methods a person may see."""

    def published(self) -> Self:
        """What everybody may read."""
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """Published for all; every state for the people of the organisation; for the secretariat the network's own in
        every state, and of others what is submitted or later. `rules.can_view` says the same of one method."""
        seen = Q(status=Status.PUBLISHED)
        if getattr(user, "is_active", False):
            if user.is_staff:
                seen |= ~Q(status=Status.DRAFT) | Q(organisation__isnull=True)
            seen |= Q(organisation_id__in=organisation_ids_of(user))
        return self.filter(seen)

    def for_cards(self) -> Self:
        """What a card shows, in two queries whatever the number."""
        return self.select_related("organisation").prefetch_related("themes")


class Method(Translatable):
    """A way of doing that can be used again: told, cited, recommended."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="methods", verbose_name=_("organisation")
    )
    """Whose it is; none: the network's own."""
    kind = models.CharField(_("kind"), max_length=8, choices=MethodKind.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    """Goes up with every save; a form that started from an older one is merged, or shown beside what was saved."""

    title = TranslatedField(_("title"), max_length=160, blank=False)
    summary = TranslatedField(_("summary"), max_length=600, multiline=True)
    body = TranslatedField(_("text"), max_length=40000, multiline=True)

    link = models.CharField(_("address"), max_length=500, blank=True, validators=[URLValidator(schemes=["https"])])
    """Where the thing itself is found, outside this platform."""
    source = models.CharField(_("source"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    )
    licence = models.CharField(_("licence of the text"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)

    themes = models.ManyToManyField(Concept, related_name="methods", blank=True, verbose_name=_("themes"))
    goals = models.ManyToManyField(Goal, related_name="methods", blank=True, verbose_name=_("SDG targets"))
    examples = models.ManyToManyField(Action, related_name="methods", blank=True, verbose_name=_("applied in"))

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(max_length=2000, blank=True, editable=False)
    """Why it was sent back or archived, in the words of who decided; for its own people."""
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the secretariat last published it or sent it back; none where that was taken back."""
    decided_version = models.PositiveIntegerField(default=0, editable=False)
    """What it had read: a decision can be taken back while nothing was saved since."""
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = MethodQuerySet.as_manager()

    TEXT_FIELDS = ("title", "summary", "body")

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["status", "-published_at"]),
            models.Index(fields=["organisation", "status"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="library_published_has_date", condition=~Q(status="published") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="library_submitted_has_date", condition=~Q(status="submitted") | Q(submitted_at__isnull=False)
            ),
            models.CheckConstraint(
                name="library_link_is_secure", condition=Q(link="") | Q(link__startswith="https://")
            ),
        ]

    def __str__(self) -> str:
        return self.label().text

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("library:detail", args=[self.public_id])

    def label(self, language: str | None = None) -> Localised:
        """The title as a reader of `language` sees it."""
        return TranslatedText(self.title).localised(language, self.original_language)

    def translatable_texts(self) -> Mapping[str, TranslatedText]:
        """Title, summary and text."""
        return {name: TranslatedText(getattr(self, name)) for name in self.TEXT_FIELDS}
