"""Concepts (SKOS), goals and targets, and the word lexicon behind cross-language search."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from seguia.core.fields import TranslatedField
from seguia.core.translated import Localised, TranslatedText


class Goal(models.Model):
    """A Sustainable Development Goal (`6`) or target (`6.4`, `6.a`), by its United Nations code."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    number = models.PositiveSmallIntegerField(_("goal number"))
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    label = TranslatedField(_("label"), blank=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="targets")

    class Meta:
        verbose_name = _("Sustainable Development Goal or target")
        verbose_name_plural = _("Sustainable Development Goals and targets")
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def is_goal(self) -> bool:
        """A goal rather than a target."""
        return self.parent_id is None


class Concept(models.Model):
    """One idea with its words in every language: skos:Concept."""

    slug = models.SlugField(_("identifier"), max_length=80, unique=True)
    preferred = TranslatedField(_("preferred label"), blank=False)
    alternative = models.JSONField(_("alternative labels"), default=dict, blank=True)
    """`{"fr": ["compost", "composteur"], …}`"""
    broader = models.ManyToManyField("self", symmetrical=False, related_name="narrower", blank=True)
    related = models.ManyToManyField("self", symmetrical=True, blank=True)
    goals = models.ManyToManyField(Goal, related_name="concepts", blank=True)
    theme = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="members")
    """The top concept above this one; a top concept is its own theme."""
    is_theme = models.BooleanField(_("theme"), default=False)
    order = models.PositiveIntegerField(_("order"), default=0)
    origin = models.CharField(_("origin"), max_length=40, default="seguia")
    """Which vocabulary it came from; imports can be withdrawn by origin."""

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering = ["order", "slug"]
        indexes = [models.Index(fields=["is_theme", "order"])]

    def __str__(self) -> str:
        return str(self.preferred)

    def label(self, language: str | None = None) -> Localised:
        """The preferred label for a reader of `language`."""
        return TranslatedText(self.preferred).localised(language)

    def labels(self, language: str) -> list[str]:
        """All labels in one language, the preferred first."""
        own = self.preferred.get(language)
        return [*([own] if own else []), *self.alternative.get(language, [])]


class LexiconEntry(models.Model):
    """One sense with its words in each language: `{"ar": [["شجرة", 1.0], …], "fr": …, "en": …}`."""

    words = models.JSONField(_("words"))
    origin = models.CharField(_("origin"), max_length=40, default="seguia")

    class Meta:
        verbose_name = _("lexicon entry")
        verbose_name_plural = _("lexicon entries")
        ordering = ["id"]
        indexes = [models.Index(fields=["origin"])]

    def __str__(self) -> str:
        return " / ".join(words[0][0] for words in self.words.values() if words)
