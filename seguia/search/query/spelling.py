"""Slips of the hand: known words near an unknown one, in every script."""

import time
from dataclasses import dataclass
from functools import lru_cache

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA

from seguia.search.analysis import analyse
from seguia.search.index.schema import exact_field, stem_field
from seguia.search.lexicon.table import TranslationTable

SHORTEST = 4
"""Shorter words are too near to too many others."""
MOST_TERMS = 50_000
"""The most frequent words of the texts that are known to the speller, by language: about 8 MB each at most."""
FRESH = 600.0
"""Seconds for which the words gathered from the texts are used again after a change of the index."""
ByLength = dict[int, dict[str, str]]
"""Length → exact form → how to write it."""


@dataclass(frozen=True)
class NearWord:
    """A known word that may have been meant."""

    written: str
    stem: str
    similarity: float
    """1 for equal, towards 0 for far."""


class KnownWords:
    """The words of the vocabulary and the most frequent ones of the texts; gathered at the first slip in a language."""

    def __init__(self, table: TranslationTable) -> None:
        self._table = table
        self._gathered: dict[str, tuple[float, ByLength]] = {}

    def near_length(self, language: str, length: int, spread: int, searcher: tantivy.Searcher | None) -> dict[str, str]:
        """Words of about this length: exact form → how to write it."""
        now = time.monotonic()
        if language not in self._gathered or now - self._gathered[language][0] > FRESH:
            self._gathered[language] = now, self._gather(language, searcher)
        by_length = self._gathered[language][1]
        found: dict[str, str] = {}
        for near in sorted(range(length - spread, length + spread + 1), key=lambda n: abs(n - length)):
            found |= by_length.get(near, {})
        return found

    def _gather(self, language: str, searcher: tantivy.Searcher | None) -> ByLength:
        words = dict(self._table.written_words(language))
        if searcher is not None:
            for term, _count in searcher.terms_with_prefix(exact_field(language), "", limit=MOST_TERMS):
                words.setdefault(term, term)
        by_length: ByLength = {}
        for exact, written in words.items():
            by_length.setdefault(len(exact), {})[exact] = written
        return by_length


class Speller:
    """Corrects words for one view of the index; look-ups are cached."""

    def __init__(
        self, table: TranslationTable, searcher: tantivy.Searcher | None, words: KnownWords | None = None
    ) -> None:
        self.words = words or KnownWords(table)
        self._searcher = searcher
        self.near = lru_cache(maxsize=4096)(self._near)

    def in_use(self, stem: str, language: str) -> bool:
        """Whether a text of the index has this word."""
        return self._searcher is not None and self._searcher.doc_freq(stem_field(language), stem) > 0

    def is_name(self, exacts: list[str]) -> bool:
        """Whether a town, region or code of the index is called so."""
        return self._searcher is not None and any(self._searcher.doc_freq("names", exact) for exact in exacts)

    def _near(self, exact: str, language: str) -> tuple[NearWord, ...]:
        """At most three known words within one slip (two in words of eight letters or more), nearest first."""
        if len(exact) < SHORTEST or exact.isdigit():
            return ()
        limit = 1 if len(exact) < 8 else 2
        words = self.words.near_length(language, len(exact), limit, self._searcher)
        found = process.extract(exact, words.keys(), scorer=OSA.distance, score_cutoff=limit, limit=3)
        result = []
        for near, distance, _ in sorted(found, key=lambda item: (item[1], item[0][0] != exact[0])):
            tokens = analyse(words[near], language, keep_stopwords=True)
            if tokens:
                result.append(NearWord(words[near], tokens[0].stem, 1.0 - distance / (len(exact) + 1)))
        return tuple(result)
