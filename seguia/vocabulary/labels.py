"""The words of the thesaurus in alphabetical order, and looking a word up among them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from seguia.core.languages import language_codes
from seguia.core.text import clean_text, dictionary_key, harmless_text
from seguia.vocabulary.changes import revision
from seguia.vocabulary.models import Concept

OTHER = "0–9"
"""Heading of what begins with no letter."""
MOST_FOUND = 40
_ARTICLE = "ال"
_ONE_FORM = str.maketrans(
    {"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": None, "ء": None, "گ": "ك", "ڭ": "ك", "پ": "ب", "چ": "ج", "ڤ": "ف", "ڨ": "ق",
     "œ": "oe", "æ": "ae", "’": "'", "-": " "}
)  # fmt: skip
_NO_LETTERS = re.compile(r"^[^\w]+")


class Entry(NamedTuple):
    """One word of the index and the concept it leads to."""

    key: str
    label: str
    slug: str
    is_preferred: bool
    name: str
    """The concept's own name in that language."""


@dataclass(frozen=True)
class FoundConcept:
    """A concept and the label through which it was found."""

    concept: Concept
    label: str
    language: str


Index = dict[str, list[Entry]]
"""Entries by letter, letters in their order."""
_known: dict[str, tuple[str, Index]] = {}
"""The index of each language with the state of the vocabulary it was made from."""


def folded(text: str) -> str:
    """One spelling for comparing: no accents, no vowel signs, no tatweel, one alef, hyphens as blanks."""
    plain = unicodedata.normalize("NFKC", text).translate(_ONE_FORM)
    return " ".join(dictionary_key(plain)[0].translate(_ONE_FORM).split())


def sort_key(label: str) -> str:
    """Where a word stands in the alphabet: the Arabic article does not count, nor do signs before the first letter."""
    key = _NO_LETTERS.sub("", folded(label))
    return key[len(_ARTICLE) :] if key.startswith(_ARTICLE) and len(key) > len(_ARTICLE) + 1 else key


def letter_of(key: str) -> str:
    """The heading a word stands under: É and Œ under E and O, أ إ آ under ا."""
    return key[0].upper() if key and key[0].isalpha() else OTHER


def label_index(language: str, state: str | None = None) -> Index:
    """All words of a language by letter: one query, and one more when the vocabulary has changed since last time.

    `state` is the present `changes.revision()` where the caller knows it.
    """
    state = revision() if state is None else state
    kept = _known.get(language)
    if kept and state and kept[0] == state:
        return kept[1]
    made = _made_index(language)
    _known[language] = (state, made)
    return made


def _made_index(language: str) -> Index:
    entries = sorted(_entries(language), key=lambda entry: (entry.key, entry.label, not entry.is_preferred, entry.slug))
    index: Index = {}
    for entry in entries:
        index.setdefault(letter_of(entry.key), []).append(entry)
    return dict(sorted(index.items(), key=lambda item: (item[0] != OTHER, item[0])))


def _entries(language: str) -> Iterator[Entry]:
    for slug, preferred, alternative in Concept.objects.order_by().values_list("slug", "preferred", "alternative"):
        name = preferred.get(language, "")
        if name:
            yield Entry(sort_key(name), name, slug, True, name)
        for label in dict.fromkeys(alternative.get(language, [])):
            yield Entry(sort_key(label), label, slug, False, name)


def find_concepts(text: str) -> list[FoundConcept]:
    """Concepts with a label like this in any language: the same word first, then what begins so, then what holds it.

    Two queries, or one more a language when the vocabulary has changed.
    """
    wanted = sort_key(harmless_text(text)[:100])
    if not wanted:
        return []
    state = revision()
    best: dict[str, tuple[tuple[int, bool, int], Entry, str]] = {}
    for language in language_codes():
        for entry in (entry for entries in label_index(language, state).values() for entry in entries):
            if wanted in entry.key:
                rank = (_nearness(wanted, entry.key), not entry.is_preferred, len(entry.key))
                if entry.slug not in best or rank < best[entry.slug][0]:
                    best[entry.slug] = rank, entry, language
    chosen = sorted(best.values(), key=lambda found: (found[0], found[1].slug))[:MOST_FOUND]
    concepts = {c.slug: c for c in Concept.objects.filter(slug__in=[entry.slug for _, entry, _ in chosen])}
    return [FoundConcept(concepts[e.slug], e.label, language) for _, e, language in chosen if e.slug in concepts]


def _nearness(wanted: str, key: str) -> int:
    if key == wanted:
        return 0
    return 1 if key.startswith(wanted) else 2 if f" {wanted}" in key else 3


def cleaned_labels(text: str) -> list[str]:
    """One label a line, each once. Raises ValidationError for characters that nobody can see."""
    lines = (clean_text(line, multiline=False) for line in text.replace("\r", "\n").split("\n"))
    return list(dict.fromkeys(line for line in lines if line))
