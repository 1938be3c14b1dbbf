"""The compiled vocabulary of this installation: word translations and the phrases of concepts, ready to look up."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seguia.search.analysis import analyse, stems
from seguia.search.lexicon.alignment import Probabilities, learn_translations, pivot_synonyms
from seguia.search.lexicon.phrases import Sense, phrase_pairs

LONGEST_PHRASE = 5
Stems = tuple[str, ...]


@dataclass(frozen=True)
class KnownConcept:
    """A concept found in a text: its phrases by language (stems, weight) and its labels, the preferred first."""

    slug: str
    phrases: dict[str, list[tuple[Stems, float]]]
    labels: dict[str, list[str]]


@dataclass(eq=False)
class TranslationTable:
    """Look-ups for query translation. Immutable after `compile_table`."""

    words: dict[tuple[str, str], Probabilities] = field(default_factory=dict)
    concepts: dict[str, KnownConcept] = field(default_factory=dict)
    by_phrase: dict[tuple[str, Stems], list[str]] = field(default_factory=dict)
    """Slugs by (language, stems of a label)."""
    spellings: dict[str, dict[str, str]] = field(default_factory=dict)
    """By language: stem → a written word to show, from the labels."""
    _written: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)

    def translations(self, stem: str, source: str, target: str) -> dict[str, float]:
        """Stems of `target` for a stem of `source`, weighted; empty when the word is unknown."""
        return self.words.get((source, target), {}).get(stem, {})

    def knows(self, stem: str, language: str) -> bool:
        """Whether the word stands in the vocabulary of that language."""
        return stem in self.spellings.get(language, {})

    def written_words(self, language: str) -> dict[str, str]:
        """Exact form → written word, for every word of the labels."""
        if language not in self._written:
            spellings = self.spellings.get(language, {}).values()
            self._written[language] = {
                token.exact: written
                for written in spellings
                for token in analyse(written, language, keep_stopwords=True)[:1]
            }
        return self._written[language]

    def concepts_in(self, sequence: list[str], language: str) -> list[tuple[int, int, KnownConcept]]:
        """Longest phrases of concepts in a sequence of stems: (start, end exclusive, concept), left to right."""
        found, start = [], 0
        while start < len(sequence):
            for end in range(min(len(sequence), start + LONGEST_PHRASE), start, -1):
                slugs = self.by_phrase.get((language, tuple(sequence[start:end])))
                if slugs:
                    found += [(start, end, self.concepts[slug]) for slug in slugs]
                    start = end - 1
                    break
            start += 1
        return found


def compile_table(senses: Iterable[Sense]) -> TranslationTable:
    """Learn from all senses. Takes some seconds for thousands of them: done once per change of the vocabulary."""
    known = list(senses)
    learnt = learn_translations(phrase_pairs(known))
    synonyms = {(language, language): pivot_synonyms(learnt, language) for language in {a for a, _ in learnt}}
    table = TranslationTable(words={**learnt, **synonyms})
    for sense in known:
        _note_spellings(table, sense)
        if sense.concept:
            _note_concept(table, sense)
    return table


def _note_spellings(table: TranslationTable, sense: Sense) -> None:
    for language, phrases in sense.phrases.items():
        spellings = table.spellings.setdefault(language, {})
        for text, _ in phrases:
            for token in analyse(text, language):
                written = text[token.start : token.end]
                if token.stem not in spellings or len(written) < len(spellings[token.stem]):
                    spellings[token.stem] = written


def _note_concept(table: TranslationTable, sense: Sense) -> None:
    phrases = {
        language: [(tuple(stems(text, language)), weight) for text, weight in texts]
        for language, texts in sense.phrases.items()
    }
    phrases = {language: [(p, w) for p, w in found if p] for language, found in phrases.items()}
    labels = {language: [text for text, _ in texts] for language, texts in sense.phrases.items() if texts}
    _add_concept(table, KnownConcept(sense.concept, phrases, labels))


def _add_concept(table: TranslationTable, concept: KnownConcept) -> None:
    table.concepts[concept.slug] = concept
    for language, found in concept.phrases.items():
        for phrase, _ in found:
            slugs = table.by_phrase.setdefault((language, phrase), [])
            if concept.slug not in slugs:
                slugs.append(concept.slug)


def save_table(table: TranslationTable, path: Path) -> None:
    """Write atomically, so that another process reads the old or the new table, never half of one."""
    raw: dict[str, Any] = {
        "words": [[*direction, found] for direction, found in table.words.items()],
        "concepts": [[c.slug, c.phrases, c.labels] for c in table.concepts.values()],
        "spellings": table.spellings,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(raw, ensure_ascii=False, separators=(",", ":")))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def load_table(path: Path) -> TranslationTable:
    """The table as `save_table` wrote it. Raises OSError or ValueError when there is none to read."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    try:
        return _table_of(raw)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path} is not a compiled vocabulary") from error


def _table_of(raw: dict[str, Any]) -> TranslationTable:
    table = TranslationTable(
        words={(source, target): found for source, target, found in raw["words"]}, spellings=raw["spellings"]
    )
    for slug, phrases, labels in raw["concepts"]:
        readable = {language: [(tuple(p), w) for p, w in found] for language, found in phrases.items()}
        _add_concept(table, KnownConcept(slug, readable, labels))
    return table
