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
    """Which vocabulary it came from: `seguia`, or `network` for what the secretariat added."""
    is_edited = models.BooleanField(default=False, editable=False)
    """The secretariat wrote or changed it: loading a new version of Seguia's own vocabulary leaves it as it is."""

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


class MergedConcept(models.Model):
    """The identifier of a concept that was merged into another: its address keeps answering."""

    slug = models.SlugField(_("identifier"), max_length=80, unique=True)
    into = models.ForeignKey(Concept, models.CASCADE, related_name="merged")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("merged concept")
        verbose_name_plural = _("merged concepts")
        ordering = ["slug"]

    def __str__(self) -> str:
        return f"{self.slug} → {self.into_id}"


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


class UnknownWord(models.Model):
    """A word that was searched for and that neither the vocabulary nor a text has: how often, in which script or
    language, on which day last. Never who, never the rest of the question."""

    word = models.CharField(_("word"), max_length=40)
    language = models.CharField(_("language"), max_length=12, blank=True)
    """As far as script and page tell; empty for Latin letters on an Arabic page."""
    count = models.PositiveIntegerField(_("how often"), default=0)
    last_seen = models.DateField(_("last searched"))
    is_ignored = models.BooleanField(default=False)
    """The secretariat does not want to see it again."""

    class Meta:
        verbose_name = _("unknown word")
        verbose_name_plural = _("unknown words")
        ordering = ["-count", "word", "language"]
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="vocabulary_unknown_word_once")]
        indexes = [models.Index(fields=["is_ignored", "-count"])]

    def __str__(self) -> str:
        return self.word


class Revision(models.Model):
    """One row: a code that is another one after every change of the vocabulary. Whoever edits links locks it."""

    code = models.CharField(max_length=8)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("state of the vocabulary")
        verbose_name_plural = _("states of the vocabulary")

    def __str__(self) -> str:
        return self.code
