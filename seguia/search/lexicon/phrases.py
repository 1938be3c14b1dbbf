"""Phrase pairs to learn word translations from: labels of concepts and rows of the lexicon."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from seguia.search.analysis import stems
from seguia.vocabulary import sources
from seguia.vocabulary.models import Concept, LexiconEntry

PREFERRED, ALTERNATIVE = 1.0, 0.6


@dataclass(frozen=True)
class PhrasePair:
    """Two phrases that mean the same, as stems, and how sure that is (0 to 1)."""

    source_language: str
    target_language: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Sense:
    """One idea with its phrases by language, best first, each with a weight. `concept` is the slug where it is one."""

    phrases: dict[str, list[tuple[str, float]]]
    concept: str = ""


def senses_of_files() -> Iterator[Sense]:
    """The vocabulary that is part of Seguia, read without a database."""
    for row in (*sources.theme_rows(), *sources.concept_rows()):
        yield _concept_sense(row.slug, row.labels)
    for words in sources.lexicon_rows():
        yield Sense(words)


def senses_of_database() -> Iterator[Sense]:
    """This installation's vocabulary: its own concepts and what it has imported."""
    for slug, preferred, alternative in Concept.objects.values_list("slug", "preferred", "alternative"):
        labels = {
            language: [*([preferred[language]] if preferred.get(language) else []), *alternative.get(language, [])]
            for language in dict.fromkeys((*preferred, *alternative))
        }
        yield _concept_sense(slug, labels)
    for words in LexiconEntry.objects.values_list("words", flat=True):
        yield Sense({language: [(w[0], w[1]) for w in pairs] for language, pairs in words.items()})


def _concept_sense(slug: str, labels: dict[str, list[str]]) -> Sense:
    phrases = {
        language: [(label, PREFERRED if place == 0 else ALTERNATIVE) for place, label in enumerate(names)]
        for language, names in labels.items()
    }
    return Sense(phrases, slug)


def phrase_pairs(senses: Iterable[Sense]) -> Iterator[PhrasePair]:
    """Every phrase of a sense with every phrase of the other languages, in an order that no database changes."""
    for sense in senses:
        analysed = {
            language: [(tuple(stems(text, language)), weight) for text, weight in phrases]
            for language, phrases in sense.phrases.items()
        }
        for source_language, target_language in permutations(sorted(analysed), 2):
            for source, source_weight in analysed[source_language]:
                for target, target_weight in analysed[target_language]:
                    if source and target:
                        weight = source_weight * target_weight
                        yield PhrasePair(source_language, target_language, source, target, weight)
