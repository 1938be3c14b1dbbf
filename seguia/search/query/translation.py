"""From the words of a query to weighted words of every language: the meaning travels, not the spelling.

Each word becomes one group of alternatives; a document earns the best of them, once (dismax). Phrases that name a
concept ("ramassage scolaire") bring the concept's phrases in the other languages along.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from seguia.core.languages import language_codes
from seguia.search.analysis import stems
from seguia.search.lexicon.table import KnownConcept, TranslationTable
from seguia.search.query.parsing import ParsedQuery, Word, can_be_read
from seguia.search.query.spelling import Speller

MOST_CORRECTIONS = 6
Alternative = tuple[str, str]
"""(language, stem)"""


@dataclass(frozen=True)
class Weights:
    """How much each way of meeting is worth against the word itself (1.0)."""

    translation: float = 0.85
    floor: float = 0.04
    """Translations below this share of the best one are left out."""
    sharpness: float = 0.4
    """Exponent on that share: 1 trusts the lexicon's proportions, 0 treats all alike."""
    synonym: float = 0.75
    """Another word of the same language for the same thing."""
    other_reading: float = 0.5
    """The word read in the other Latin language."""
    slip: float = 0.75
    """A known word that is one slip away."""
    concept: float = 0.7
    """A phrase of the concept that several words name together."""
    most: int = 20


@dataclass
class Group:
    """One word of the query with its alternatives, or a concept named by several words with its phrases."""

    written: str
    alternatives: dict[Alternative, float] = field(default_factory=dict)
    phrases: list[tuple[str, tuple[str, ...], float]] = field(default_factory=list)
    """(language, stems that must all occur, weight); only for concepts."""
    names: list[str] = field(default_factory=list)
    """Exact forms, for proper names in every language."""

    def offer(self, language: str, stem: str, weight: float) -> None:
        """Keep the best weight of an alternative."""
        key = (language, stem)
        if weight > self.alternatives.get(key, 0.0):
            self.alternatives[key] = weight


@dataclass
class TranslatedQuery:
    """What will be searched, and what is needed to explain a hit."""

    parsed: ParsedQuery
    groups: list[Group]
    concept_groups: list[Group]
    concepts: list[KnownConcept]
    languages: dict[str, float]
    """How likely the query is in each language, best 1.0."""
    corrections: dict[str, str] = field(default_factory=dict)
    """Written word → the word it was taken for."""
    unknown: list[str] = field(default_factory=list)
    """Words that neither the vocabulary nor a text has, nor anything one slip away."""


def literal_query(parsed: ParsedQuery, table: TranslationTable, language: str) -> TranslatedQuery:
    """Only the words as they were typed, with their endings; nothing is translated, mended or added."""
    languages = query_languages(parsed, table, language)
    parsed = _without_stopwords(parsed, languages)
    groups = []
    for word in parsed.words:
        group = Group(word.written, names=[exact for exact, _ in word.forms.values()][:1])
        for code, (_, stem) in word.forms.items():
            group.offer(code, stem, 1.0)
        _offer_as_written(group, word)
        groups.append(group)
    return TranslatedQuery(parsed, groups, [], [], languages)


def translate_query(
    parsed: ParsedQuery, table: TranslationTable, speller: Speller, language: str, weights: Weights | None = None
) -> TranslatedQuery:
    """Groups of alternatives for every word, with the reader's `language` as a hint of what was typed."""
    weights = weights or Weights()
    languages = query_languages(parsed, table, language)
    parsed = _without_stopwords(parsed, languages)
    result = TranslatedQuery(parsed, [], [], [], languages)
    for word in parsed.words:
        result.groups.append(_word_group(word, table, speller, result, weights))
    _add_concepts(result, table, weights)
    return result


def query_languages(parsed: ParsedQuery, table: TranslationTable, hint: str) -> dict[str, float]:
    """Which languages the words belong to: script first, then known words, then the reader's language.

    A stop word speaks for its language ("dans" is French), and says nothing for another that does not know it.
    """
    scores: dict[str, float] = defaultdict(float)
    for word in parsed.words:
        for code, (_, stem) in word.forms.items():
            scores[code] += 3.0 if table.knows(stem, code) else 0.0 if word.ignored_in else 1.0
        for code in word.ignored_in:
            scores[code] += 1.0
    if hint in scores:
        scores[hint] += 1.0 + 0.5 * len(parsed.words)
    best = max(scores.values(), default=1.0)
    return {code: score / best for code, score in scores.items()}


def _without_stopwords(parsed: ParsedQuery, languages: dict[str, float]) -> ParsedQuery:
    """Without the stop words of the query's own language, unless nothing else was typed."""
    kept = [word for word in parsed.words if not any(languages.get(code, 0.0) >= 0.99 for code in word.ignored_in)]
    return replace(parsed, words=kept) if kept else parsed


def _word_group(
    word: Word, table: TranslationTable, speller: Speller, result: TranslatedQuery, weights: Weights
) -> Group:
    group = Group(word.written, names=[exact for exact, _ in word.forms.values()][:1])
    readings = {code: stem for code, (_, stem) in word.forms.items()}
    for code, stem in readings.items():
        trust = 1.0 if result.languages[code] >= 0.99 else weights.other_reading
        group.offer(code, stem, trust)
        _offer_translations(group, table, code, stem, trust, weights)
    _offer_as_written(group, word)
    if not any(table.knows(stem, code) or speller.in_use(stem, code) for code, stem in readings.items()):
        _offer_corrections(group, word, table, speller, result, weights)
        if word.written not in result.corrections and not speller.is_name(group.names):
            result.unknown.append(word.written)
    return group


def _offer_as_written(group: Group, word: Word) -> None:
    """Texts of another script quote a word as it stands: CO2 and PCAET in Arabic."""
    exact = group.names[0]
    for code in language_codes():
        if not can_be_read(exact, code):
            for stem in stems(word.written, code):
                group.offer(code, stem, 1.0)


def _offer_translations(
    group: Group, table: TranslationTable, source: str, stem: str, trust: float, weights: Weights
) -> None:
    for target in language_codes():
        if target == source:
            continue
        for translated, share in _shares(table.translations(stem, source, target), weights):
            group.offer(target, translated, trust * weights.translation * share)
    for synonym, share in _shares(table.translations(stem, source, source), weights):
        if synonym != stem:
            group.offer(source, synonym, trust * weights.synonym * share)


def _shares(found: dict[str, float], weights: Weights) -> Iterable[tuple[str, float]]:
    """Translations with their worth against the best one."""
    best = max(found.values(), default=0.0)
    for stem, probability in list(found.items())[: weights.most]:
        share = probability / best
        if share >= weights.floor:
            yield stem, share**weights.sharpness


def _offer_corrections(
    group: Group, word: Word, table: TranslationTable, speller: Speller, result: TranslatedQuery, weights: Weights
) -> None:
    """A word nobody knows: take known words one slip away for it, and say so."""
    if len(result.corrections) >= MOST_CORRECTIONS:
        return
    for code, (exact, _) in word.forms.items():
        trust = 1.0 if result.languages[code] >= 0.99 else weights.other_reading
        for place, near in enumerate(speller.near(exact, code)):
            if place == 0 and trust == 1.0:
                result.corrections.setdefault(word.written, near.written)
            worth = trust * weights.slip * near.similarity
            group.offer(code, near.stem, worth)
            _offer_translations(group, table, code, near.stem, worth, weights)


def _add_concepts(result: TranslatedQuery, table: TranslationTable, weights: Weights) -> None:
    """Concepts named by the query; those of several words bring their phrases in all languages."""
    for code, trust in result.languages.items():
        if trust < 0.99:
            continue
        words = [word for word in result.parsed.words if code in word.forms]
        sequence = [word.forms[code][1] for word in words]
        for start, end, concept in table.concepts_in(sequence, code):
            result.concepts.append(concept)
            if end - start > 1:
                written = " ".join(word.written for word in words[start:end])
                result.concept_groups.append(_concept_group(written, concept, weights))


def _concept_group(written: str, concept: KnownConcept, weights: Weights) -> Group:
    group = Group(written)
    for language, phrases in concept.phrases.items():
        for phrase, worth in phrases:
            group.phrases.append((language, phrase, weights.concept * worth))
    return group
