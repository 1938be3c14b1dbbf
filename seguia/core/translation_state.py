"""What is original, what is translated, and which translation is older than its original."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seguia.core.languages import language_codes
from seguia.core.numbers import number_mismatch
from seguia.core.translated import TranslatedText


class LanguageState(models.TextChoices):
    """The state of one language of one object."""

    ORIGINAL = "original", _("original")
    CURRENT = "current", _("up to date")
    OUTDATED = "outdated", _("out of date")
    PARTIAL = "partial", _("incomplete")
    MISSING = "missing", _("missing")


@dataclass(frozen=True)
class LanguageReport:
    """One language of an object: its state, which texts lack or are older, which figures disagree."""

    language: str
    state: LanguageState
    missing: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    number_mismatches: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    origin: str = "person"
    """`person` or `machine`."""


def fingerprint(text: str) -> str:
    """A short hash of one original text, kept with its translation."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Translatable(models.Model):
    """A record with an original language whose translations know which original they were made from.

    Subclasses give `translatable_texts()`: every text of the object, by a stable key, child rows included.
    """

    original_language = models.CharField(_("original language"), max_length=12)
    translation_notes = models.JSONField(default=dict, blank=True, editable=False)
    """`{"fr": {"title": {"from": fingerprint, "origin": "person", "at": iso time}}}`"""

    class Meta:
        abstract = True

    def translatable_texts(self) -> Mapping[str, TranslatedText]:
        """All texts of the object by key, for example `title` or `steps.12.title`."""
        raise TypeError(f"{type(self).__name__} must say which texts it has")

    def languages(self) -> list[str]:
        """Languages in which the object can be read: the original first, then those with a title."""
        title = self.translatable_texts().get("title", TranslatedText())
        others = [code for code in language_codes() if code != self.original_language and title.get(code)]
        return [self.original_language, *others]

    def note_translations(self, language: str, keys: list[str], *, origin: str = "person") -> None:
        """Remember that these texts in `language` were made from the original as it is now (not saved)."""
        texts = self.translatable_texts()
        notes = self.translation_notes.setdefault(language, {})
        for key in keys:
            original = texts[key].get(self.original_language, "")
            notes[key] = {"from": fingerprint(original), "origin": origin, "at": timezone.now().isoformat()}

    def language_report(self, language: str) -> LanguageReport:
        """State of one language, field by field."""
        if language == self.original_language:
            return LanguageReport(language, LanguageState.ORIGINAL)
        notes = self.translation_notes.get(language, {})
        missing, outdated, mismatches, origins = [], [], {}, set()
        present = 0
        for key, texts in self.translatable_texts().items():
            original, translation = texts.get(self.original_language, ""), texts.get(language, "")
            if not original:
                continue
            if not translation:
                missing.append(key)
                continue
            present += 1
            note: dict[str, Any] = notes.get(key, {})
            origins.add(note.get("origin", "person"))
            if note and note["from"] != fingerprint(original):
                outdated.append(key)
            ours, theirs = number_mismatch(original, translation)
            if ours or theirs:
                mismatches[key] = (ours, theirs)
        return LanguageReport(
            language,
            _state(present, missing, outdated),
            missing,
            outdated,
            mismatches,
            "machine" if "machine" in origins else "person",
        )

    def language_reports(self) -> list[LanguageReport]:
        """One report a language of the network, in its order."""
        return [self.language_report(code) for code in language_codes()]


def _state(present: int, missing: list[str], outdated: list[str]) -> LanguageState:
    if not present:
        return LanguageState.MISSING
    if outdated:
        return LanguageState.OUTDATED
    return LanguageState.PARTIAL if missing else LanguageState.CURRENT
