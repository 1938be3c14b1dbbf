"""Realistic trilingual catalogues of any size: made from the vocabulary's own words, with real proportions.

Every document has a theme: a concept from which, with its neighbours, a third of the words come; the rest follow a
Zipf-Mandelbrot law over all words of the language. One third of the documents is in each language; facets follow
skewed distributions. The same number and seed give the same catalogue.

`script/bench catalogue --actions N --output FILE [--seed N]` writes one as JSON lines.
"""

import argparse
import json
import random
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path

from seguia.search.analysis import stems
from seguia.search.index.document import Document, Texts
from seguia.search.lexicon.phrases import Sense, senses_of_files

LANGUAGES = ("ar", "fr", "en")
BODY_WORDS, SUMMARY_WORDS, TITLE_WORDS = 120, 20, 8
COUNTRIES = ["FR", "MA", "TN", "ES", "IT", "DE", "SN", "EG", "BE", "JO", "GB", "PT"]
SIZES = ["under-2000", "under-10000", "under-50000", "under-200000", "200000-and-more"]
FIRST_DAY, PLACES = 1_450_000_000, 36_000
TRAITS = ["coast", "mountain", "oasis", "arid", "river", "forest", "tourism", "urban", "rural"]


class _Words:
    """Draws words of one language by rank."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._sums = list(accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(len(words))))

    def draw(self, chance: random.Random) -> str:
        return self.words[bisect_left(self._sums, chance.random() * self._sums[-1])]


@dataclass(frozen=True)
class _Topic:
    slug: str
    words: dict[str, list[str]]


class Catalogue:
    """A generator of documents and of queries that fit them."""

    def __init__(
        self,
        seed: int = 1,
        senses: Iterable[Sense] | None = None,
        languages: Sequence[str] = LANGUAGES,
        avoided: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """`avoided`: stems by language; no text is about a concept one of whose labels has one of them."""
        senses = list(senses_of_files() if senses is None else senses)
        self._seed = seed
        self._languages = languages
        self._topics = [_topic(sense) for sense in senses if sense.concept and not _touches(sense, avoided or {})]
        chance = random.Random(seed)
        self._words = {}
        for language in LANGUAGES:
            words = sorted(
                {word for sense in senses for text, _ in sense.phrases.get(language, []) for word in text.split()}
            )
            chance.shuffle(words)
            self._words[language] = _Words(words)

    def documents(self, count: int) -> Iterator[Document]:
        """`count` documents."""
        chance = random.Random(self._seed + 1)
        for number in range(count):
            yield self._document(number, chance)

    def _document(self, number: int, chance: random.Random) -> Document:
        language = self._languages[number % len(self._languages)]
        topic = chance.choice(self._topics)
        own, general = topic.words[language] or self._words[language].words[:50], self._words[language]

        def text(length: int, share: float) -> str:
            return " ".join(
                chance.choice(own) if chance.random() < share else general.draw(chance) for _ in range(length)
            )

        texts = Texts(text(TITLE_WORDS, 0.4), text(SUMMARY_WORDS, 0.2), text(BODY_WORDS, 0.12))
        country = COUNTRIES[min(int(chance.expovariate(0.5)), len(COUNTRIES) - 1)]
        facets = {
            "theme": [topic.slug[:20]] if chance.random() < 0.02 else [f"theme-{hash_of(topic.slug) % 26}"],
            "sdg": [str(chance.randint(1, 17)) for _ in range(2)],
            "country": [country],
            "region": [f"{country}-{chance.randint(1, 13)}"],
            "size": [chance.choice(SIZES)],
            "trait": chance.sample(TRAITS, 2),
            "stage": [chance.choice(["idea", "engaged", "done"])],
            "cost": [chance.choice(["under-10k", "10k-100k", "100k-1m", "unknown"])],
            "language": [language],
        }
        return Document(
            "text",
            number,
            {language: texts},
            language,
            facets=facets,
            concepts=[topic.slug],
            date=FIRST_DAY + number % 3_650 * 86_400,
            place=number % PLACES + 1,
            completeness=number % 11 / 10,
        )

    def queries(self, count: int) -> Iterator[tuple[str, str]]:
        """(query, its language): two to four words of one topic, as people type them."""
        chance = random.Random(self._seed + 2)
        for number in range(count):
            language = self._languages[number % len(self._languages)]
            words = chance.choice(self._topics).words[language] or ["eau"]
            chosen = [chance.choice(words) for _ in range(chance.randint(1, 3))]
            yield " ".join([*chosen, self._words[language].draw(chance)]), language


def _touches(sense: Sense, avoided: Mapping[str, Collection[str]]) -> bool:
    return any(
        stem in avoided.get(language, ())
        for language, phrases in sense.phrases.items()
        for text, _ in phrases
        for stem in stems(text, language)
    )


def _topic(sense: Sense) -> _Topic:
    words = {
        language: [w for text, _ in sense.phrases.get(language, []) for w in text.split()] for language in LANGUAGES
    }
    return _Topic(sense.concept, words)


def hash_of(text: str) -> int:
    """A number for a text that is the same in every process."""
    return sum(ord(letter) * place for place, letter in enumerate(text, 1))


def main(arguments: Sequence[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="script/bench catalogue", description=__doc__)
    parser.add_argument("--actions", type=int, required=True, help="how many")
    parser.add_argument("--output", type=Path, required=True, help="the file to write")
    parser.add_argument("--seed", type=int, default=1, help="another number gives another catalogue")
    options = parser.parse_args(arguments)
    with options.output.open("w", encoding="utf-8") as file:
        for document in Catalogue(options.seed).documents(options.actions):
            file.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")
    print(f"{options.actions:,} actions written to {options.output}")
    return 0
