"""What a part of the search is worth: the same measurement without it.

Nothing of the product is changed: vocabulary and state are given without the part, and the stemmers are set aside
while the benchmark runs.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from seguia.search.analysis import analyser, arabic
from seguia.search.lexicon.phrases import Sense
from seguia.search.lexicon.table import TranslationTable
from seguia.search.query.spelling import NearWord, Speller
from seguia.search.state import SearchState

PARTS = {
    "concepts": "phrases that name a concept are not recognised; the words of its labels stay known",
    "lexicon": "the word pairs of the lexicon are not learnt; the labels of concepts are",
    "synonyms": "no other words of the query's own language",
    "stemming": "words are compared in their exact normalised form",
    "typos": "a slip of the hand is not mended",
}


class _ExactSpeller(Speller):
    """Takes every word as it is written."""

    def _near(self, exact: str, language: str) -> tuple[NearWord, ...]:
        return ()


def senses_without(senses: Iterable[Sense], without: Collection[str]) -> list[Sense]:
    """What is learnt from."""
    return [sense for sense in senses if sense.concept or "lexicon" not in without]


def table_without(table: TranslationTable, without: Collection[str]) -> TranslationTable:
    """The compiled vocabulary with the named parts taken out of it."""
    if "concepts" in without:
        table = replace(table, concepts={}, by_phrase={})
    if "synonyms" in without:
        table = replace(table, words={pair: found for pair, found in table.words.items() if pair[0] != pair[1]})
    return table


def state_without(state: SearchState, without: Collection[str]) -> SearchState:
    """What is searched with."""
    if "typos" not in without:
        return state
    return replace(state, speller=_ExactSpeller(state.table, state.searcher, state.speller.words))


@contextmanager
def stemming_unless(without: Collection[str]) -> Iterator[None]:
    """Texts and queries analysed without stemmers inside this block, where that is asked for."""
    if "stemming" not in without:
        yield
        return
    analyser._forms.cache_clear()
    try:
        with patch.dict(analyser._STEMMERS, clear=True), patch.object(arabic, "stem", lambda word: word):
            yield
    finally:
        analyser._forms.cache_clear()
