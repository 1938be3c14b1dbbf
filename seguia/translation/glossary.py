"""Terms of the vocabulary that stand in an original, and what the network calls them in the target language."""

import re
from dataclasses import dataclass

from seguia.search.analysis import stems
from seguia.search.analysis.analyser import Token, analyse
from seguia.search.index.follower import node_store
from seguia.search.index.store import IndexMissing
from seguia.search.lexicon.table import KnownConcept, TranslationTable
from seguia.search.state import open_state

MOST_TERMS = 12
_ARABIC_ARTICLE = re.compile("^(?:[وفبك]?ال|لل|و(?=.{4}))")
_LATIN_ENDING = re.compile("(?:[esx]|es)$")


@dataclass(frozen=True)
class Term:
    """One concept found in the original."""

    found: str
    """The words of the original."""
    preferred: str
    """What the vocabulary calls it in the target language."""
    is_used: bool
    """Whether the translation uses it, or another word of the vocabulary for the same thing."""


def vocabulary_table() -> TranslationTable | None:
    """The compiled vocabulary of this node; None while there is none."""
    try:
        return open_state(node_store()).table
    except IndexMissing:
        return None


def terms_in(original: str, source: str, translation: str, target: str, table: TranslationTable | None) -> list[Term]:
    """Terms of the original in the order of the text, each once, with the preferred word of the target language."""
    if table is None:
        return []
    tokens, ours = analyse(original, source), stems(translation, target)
    found: dict[str, Term] = {}
    for start, end, concept in table.concepts_in([token.stem for token in tokens], source):
        labels = concept.labels.get(target)
        if concept.slug in found or not labels or not _is_meant(tokens[start:end], concept, source):
            continue
        written = original[tokens[start].start : tokens[end - 1].end]
        found[concept.slug] = Term(written, labels[0], _is_used(concept, target, ours))
        if len(found) == MOST_TERMS:
            break
    return list(found.values())


def _is_meant(tokens: list[Token], concept: KnownConcept, language: str) -> bool:
    """Search takes every word of a stem; a translator wants the word itself. Several words together are telling enough."""
    if len(tokens) > 1:
        return True
    word = _bare(tokens[0].exact, language)
    labels = (analyse(label, language) for label in concept.labels.get(language, []))
    return any(len(label) == 1 and _bare(label[0].exact, language) == word for label in labels)


def _bare(word: str, language: str) -> str:
    """Without article or ending of number and gender."""
    return _ARABIC_ARTICLE.sub("", word) if language == "ar" else _LATIN_ENDING.sub("", word)


def _is_used(concept: KnownConcept, language: str, text: list[str]) -> bool:
    phrases = [list(phrase) for phrase, _weight in concept.phrases.get(language, [])]
    return any(
        phrase and text[start : start + len(phrase)] == phrase
        for phrase in phrases
        for start in range(len(text) - len(phrase) + 1)
    )
