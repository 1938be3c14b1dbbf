"""Help while typing: labels of concepts that begin with what was typed, in any language."""

import threading
import weakref
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from seguia.core.languages import fallback_order
from seguia.core.text import harmless_text
from seguia.search.analysis import is_stopword, normalised_words
from seguia.search.index.follower import node_store
from seguia.search.index.store import IndexMissing, IndexStore
from seguia.search.lexicon.table import KnownConcept, TranslationTable
from seguia.search.state import open_state

SHORTEST, LONGEST = 2, 80
"""Letters that are needed, and that are read."""
MOST_LOOKED_AT = 2000
"""Entries of a very short beginning that are compared."""
ARTICLE = "ال"


@dataclass(frozen=True)
class Suggestion:
    """A label in the language in which it was typed, and the reader's own word for it where that is another."""

    text: str
    language: str
    label: str


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    language: str
    concept: KnownConcept
    place: int
    """0 for the preferred label."""


class _Labels:
    """Every beginning of every label, in order: a label is found by its first word and by each later one."""

    def __init__(self, table: TranslationTable) -> None:
        self._entries = sorted(_entries(table), key=lambda entry: entry[0])
        self._keys = [key for key, _, _ in self._entries]

    def beginning(self, typed: str, language: str) -> Iterator[_Label]:
        """Labels with these letters at the start of a word; first words, the reader's language, short labels first."""
        first = bisect_left(self._keys, typed)
        last = bisect_left(self._keys, typed + "\U0010ffff")
        found = islice(self._entries, first, min(last, first + MOST_LOOKED_AT))
        ranked = nsmallest(
            200, found, key=lambda e: (e[2], e[1].language != language, e[1].place > 0, len(e[1].text), e[1].text)
        )
        return (label for _, label, _ in ranked)


def _entries(table: TranslationTable) -> Iterator[tuple[str, _Label, int]]:
    """(normalised text from one word on, label, number of that word). The Arabic article may be left out."""
    for concept in table.concepts.values():
        for language, texts in concept.labels.items():
            for place, text in enumerate(texts):
                label, words = _Label(text, language, concept, place), normalised_words(text)
                for number, word in enumerate(words):
                    rest = " ".join(words[number:])
                    if number == 0 or not is_stopword(word, language):
                        yield rest, label, number
                    if word.startswith(ARTICLE) and len(word) > len(ARTICLE) + 1:
                        yield rest[len(ARTICLE) :], label, number


_labels: "weakref.WeakKeyDictionary[TranslationTable, _Labels]" = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def _labels_of(table: TranslationTable) -> _Labels:
    """Made at the first look-up and again when the vocabulary changes."""
    with _lock:
        if table not in _labels:
            _labels[table] = _Labels(table)
        return _labels[table]


def suggest(prefix: str, language: str, limit: int = 8, store: IndexStore | None = None) -> list[Suggestion]:
    """Up to `limit` concepts whose label begins with `prefix`, whatever its language, accents or hamza.

    Each concept once, and each line: two concepts may share a word. Empty below two letters and while the index is being prepared.
    """
    typed = " ".join(normalised_words(harmless_text(prefix[:LONGEST])))
    if len(typed) < SHORTEST:
        return []
    try:
        table = open_state(store or node_store()).table
    except IndexMissing:
        return []
    chosen: dict[str, Suggestion] = {}
    for label in _labels_of(table).beginning(typed, language):
        if len(set(chosen.values())) == limit:
            break
        own = _own_label(label, language)
        chosen.setdefault(label.concept.slug, Suggestion(label.text, label.language, own))
    return list(dict.fromkeys(chosen.values()))


def _own_label(label: _Label, language: str) -> str:
    """The preferred label for the reader; empty where the suggestion is in the reader's language already."""
    if label.language == language:
        return ""
    return next((texts[0] for code in fallback_order(language) if (texts := label.concept.labels.get(code))), "")
