"""A page or a piece of news in every language, its addresses, and every version that was saved."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.identifiers import new_public_id
from seguia.core.languages import current_language
from seguia.core.translated import Localised, TranslatedText
from seguia.core.translation_state import Translatable
from seguia.pages.models.image import Image
from seguia.vocabulary.models import Concept


class Kind(models.TextChoices):
    """What it is."""

    PAGE = "page", _("page")
    NEWS = "news", _("news")


class Status(models.TextChoices):
    """What was decided."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class State(models.TextChoices):
    """What readers see now: decided by the clock at every read, not by a job."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class Place(models.TextChoices):
    """A built-in address whose text a page provides."""

    ABOUT = "about", _("About this platform")


PLACE_ROUTES = {Place.ABOUT.value: "portal:about"}


class PageQuerySet(models.QuerySet["Page"]):
    """Which pages a person may see."""

    def live(self, now: datetime.datetime | None = None) -> Self:
        """What everybody may read at this moment."""
        return self.filter(status=Status.PUBLISHED, published_at__lte=now or timezone.now())

    def for_lists(self) -> Self:
        """With addresses and picture, in two queries."""
        return self.select_related("picture__file").prefetch_related("slugs")


class Page(Translatable):
    """A page of the site or a piece of news, written once and translated beside it."""

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    """The moment from which everybody reads it; in the future: scheduled."""
    is_announced = models.BooleanField(default=False, editable=False)
    """Whether search and menus were told that it is live: the only thing a job does."""
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    title = TranslatedField(_("title"), max_length=160, blank=False)
    summary = TranslatedField(_("summary"), max_length=400, multiline=True)
    body = TranslatedField(_("text"), max_length=60000, multiline=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    in_menu = models.BooleanField(_("show in the footer"), default=False)
    place = models.CharField(
        _("provides the text of"), max_length=20, choices=Place.choices, unique=True, null=True, blank=True
    )
    day = models.DateField(_("date"), null=True, blank=True)
    picture = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    themes = models.ManyToManyField(Concept, blank=True, related_name="+", verbose_name=_("themes"))

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = PageQuerySet.as_manager()

    TEXT_FIELDS = ("title", "summary", "body")

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["kind", "status", "published_at"])]
        constraints = [
            models.CheckConstraint(
                name="pages_published_has_moment", condition=~Q(status="published") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(name="pages_news_has_no_parent", condition=Q(kind="page") | Q(parent__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.label().text

    def label(self, language: str | None = None) -> Localised:
        """Its title for a reader."""
        shown: Localised = self.title.localised(language, self.original_language)
        return shown

    def translatable_texts(self) -> Mapping[str, TranslatedText]:
        return {name: getattr(self, name) for name in self.TEXT_FIELDS}

    @property
    def state(self) -> State:
        """What readers see now."""
        if self.status == Status.PUBLISHED and not self.is_live():
            return State.SCHEDULED
        return State(self.status)

    def is_live(self, now: datetime.datetime | None = None) -> bool:
        """The same as `PageQuerySet.live`, for one page."""
        moment = now or timezone.now()
        return self.status == Status.PUBLISHED and self.published_at is not None and self.published_at <= moment

    @property
    def shown_day(self) -> datetime.date:
        """The date readers see: the one that was given, else the day of publication."""
        return self.day or timezone.localdate(self.published_at or self.created_at)

    def current_slugs(self) -> dict[str, str]:
        """Slug by language, without those of earlier times; no query when `slugs` is loaded."""
        return {row.language: row.slug for row in self.slugs.all() if row.is_current}

    def slug_in(self, language: str) -> str:
        """The slug a reader of `language` sees: of that language, else of the original, else of any."""
        slugs = self.current_slugs()
        return slugs.get(language) or slugs.get(self.original_language) or next(iter(slugs.values()), self.public_id)

    def get_absolute_url(self) -> str:
        """In the language that is active."""
        if self.place:
            try:
                return reverse(PLACE_ROUTES[self.place])
            except NoReverseMatch:  # an installation without that part
                pass
        route = "pages:news" if self.kind == Kind.NEWS else "pages:page"
        return reverse(route, args=[self.slug_in(current_language())])


class PageSlug(models.Model):
    """An address of a page in one language, now or once; old ones lead on."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="slugs")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    language = models.CharField(max_length=12)
    slug = models.CharField(_("address"), max_length=120)
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("address of a page")
        verbose_name_plural = _("addresses of pages")
        ordering = ["language", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "slug"], name="pages_slug_once_a_language"),
            models.UniqueConstraint(
                fields=["page", "language"], condition=Q(is_current=True), name="pages_one_current_slug"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}/{self.slug}"


class PageVersion(models.Model):
    """The whole page as it was saved once."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content: Any = models.JSONField(_("content"))
    """As `content.snapshot` makes it."""
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="pages_version_once")]

    def __str__(self) -> str:
        return f"{self.page_id} v{self.number}"
