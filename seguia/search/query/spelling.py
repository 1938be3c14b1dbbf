"""Slips of the hand: known words near an unknown one, in every script."""

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
MOST_TERMS = 200_000
"""The most frequent words of the texts that are known to the speller."""


@dataclass(frozen=True)
class NearWord:
    """A known word that may have been meant."""

    written: str
    stem: str
    similarity: float
    """1 for equal, towards 0 for far."""


class Speller:
    """Knows the words of the vocabulary and of the texts. One per open index; look-ups are cached."""

    def __init__(self, table: TranslationTable, searcher: tantivy.Searcher | None) -> None:
        self._table = table
        self._searcher = searcher
        self._words: dict[str, dict[str, str]] = {}
        self.near = lru_cache(maxsize=4096)(self._near)

    def _known_words(self, language: str) -> dict[str, str]:
        """Exact form → how to write it; gathered at the first slip in a language."""
        if language not in self._words:
            words = dict(self._table.written_words(language))
            if self._searcher is not None:
                for term, _count in self._searcher.terms_with_prefix(exact_field(language), "", limit=MOST_TERMS):
                    words.setdefault(term, term)
            self._words[language] = {exact: w for exact, w in words.items() if len(exact) >= SHORTEST - 1}
        return self._words[language]

    def in_use(self, stem: str, language: str) -> bool:
        """Whether a text of the index has this word."""
        return self._searcher is not None and self._searcher.doc_freq(stem_field(language), stem) > 0

    def _near(self, exact: str, language: str) -> tuple[NearWord, ...]:
        """At most three known words within one slip (two in words of eight letters or more), nearest first."""
        if len(exact) < SHORTEST or exact.isdigit():
            return ()
        limit = 1 if len(exact) < 8 else 2
        words = self._known_words(language)
        found = process.extract(exact, words.keys(), scorer=OSA.distance, score_cutoff=limit, limit=3)
        result = []
        for near, distance, _ in sorted(found, key=lambda item: (item[1], item[0][0] != exact[0])):
            tokens = analyse(words[near], language, keep_stopwords=True)
            if tokens:
                result.append(NearWord(words[near], tokens[0].stem, 1.0 - distance / (len(exact) + 1)))
        return tuple(result)
