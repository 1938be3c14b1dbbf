"""`script/bench search --corpus FOLDER [--distractors N] [--without PART] …`: quality of cross-language retrieval.

Runs through the code that serves the site (`seguia.search.engine.rank`) with the vocabulary that is part of Seguia.
For each ordered pair of languages only the texts of the second language are indexed; in the mixed setting every
document is indexed in one language, round-robin by its line. Distractors are generated texts in the languages of the
index, about any concept of the vocabulary or, off topic, about none that a query names; they count as not relevant.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.ablations import PARTS, senses_without, state_without, stemming_unless, table_without
from benchmarks.catalogue import Catalogue
from benchmarks.corpus import Corpus, CorpusQuery, UnreadableCorpus, read_corpus
from benchmarks.setup import machine
from seguia.search.analysis import analyse, is_stopword
from seguia.search.index.document import Document, Texts
from seguia.search.index.schema import prepared
from seguia.search.index.store import IndexStore
from seguia.search.lexicon.phrases import senses_of_database, senses_of_files
from seguia.search.lexicon.table import compile_table, save_table
from seguia.search.ranking import rank
from seguia.search.request import SearchRequest
from seguia.search.state import open_state

LANGUAGES = ("ar", "fr", "en")
DEPTH = 60


@dataclass
class Score:
    """Means over queries."""

    recalls: list[float] = field(default_factory=list)
    reciprocal_ranks: list[float] = field(default_factory=list)

    def add(self, ranking: Sequence[str], relevant: frozenset[str]) -> None:
        """Count one ranking."""
        self.recalls.append(len(relevant & set(ranking[:10])) / len(relevant))
        self.reciprocal_ranks.append(next((1 / place for place, k in enumerate(ranking, 1) if k in relevant), 0.0))

    def as_dict(self) -> dict[str, float]:
        """Rounded means."""
        count = max(1, len(self.recalls))
        return {
            "recall_at_10": round(sum(self.recalls) / count, 4),
            "mrr": round(sum(self.reciprocal_ranks) / count, 4),
        }


Ranker = Callable[[str, str], list[str]]
"""(query, its language) → document ids, best first"""
Assignment = Callable[[int], str]
"""Line number of a document, from 0 → the language it is indexed in"""


@dataclass(frozen=True)
class Trial:
    """What is measured under which conditions."""

    corpus: Corpus
    vocabulary: str = "files"
    distractors: int = 0
    without: Collection[str] = ()
    off_topic: bool = False
    """No distractor is about anything a query names."""


def _documents(trial: Trial, assigned: Assignment, languages: Sequence[str]) -> Iterator[Document]:
    """The texts of the corpus, then the distractors, without tags and facets as those of the corpus have none."""
    items = trial.corpus.documents
    for number, item in enumerate(items):
        language = assigned(number)
        yield Document("text", number, {language: Texts(item.title[language], "", item.body[language])}, language)
    if trial.distractors:
        avoided = _words_of_queries(trial.corpus) if trial.off_topic else {}
        for made in Catalogue(languages=languages, avoided=avoided).documents(trial.distractors):
            yield replace(made, object_id=len(items) + made.object_id, facets={}, concepts=[])


def _words_of_queries(corpus: Corpus) -> dict[str, set[str]]:
    """Stems of all queries by language, without stop words."""
    return {
        code: {
            token.stem
            for q in corpus.queries
            for token in analyse(q.text[code], code)
            if not is_stopword(token.exact, code)
        }
        for code in LANGUAGES
    }


def _ranker(trial: Trial, store: IndexStore) -> Ranker:
    identifiers = {f"text:{number}": item.identifier for number, item in enumerate(trial.corpus.documents)}

    def ranked(query: str, language: str) -> list[str]:
        request = SearchRequest(query, language, page_size=DEPTH, kinds=("text",))
        keys = rank(state_without(open_state(store), trial.without), request).keys
        return [identifiers.get(key, f"distractor {key}") for key in keys]

    return ranked


def _measure(queries: Sequence[CorpusQuery], language: str, ranker: Ranker) -> tuple[Score, dict[str, Score]]:
    total, by_mark = Score(), {mark: Score() for mark in ("slip", "plain", "dialect")}
    for query in queries:
        ranking = ranker(query.text[language], language)
        for score in (total, *(by_mark[mark] for mark in query.marks)):
            score.add(ranking, query.relevant)
    return total, by_mark


VOCABULARIES = {"files": senses_of_files, "database": senses_of_database}


def evaluate(trial: Trial) -> dict[str, Any]:
    """All nine pairs and the mixed setting."""
    with tempfile.TemporaryDirectory() as folder, stemming_unless(trial.without):
        return _evaluated(trial, Path(folder))


def _evaluated(trial: Trial, folder: Path) -> dict[str, Any]:
    result: dict[str, Any] = {"corpus": _name(trial), "pairs": {}, "mixed": {}, "marks": {}}
    lexicon = folder / "lexicon.json"
    started = time.perf_counter()
    senses = senses_without(VOCABULARIES[trial.vocabulary](), trial.without)
    save_table(table_without(compile_table(senses), trial.without), lexicon)
    result["vocabulary_seconds"] = round(time.perf_counter() - started, 2)
    settings: list[tuple[str, Assignment]] = [(code, lambda _, code=code: code) for code in LANGUAGES]  # type: ignore[misc]
    settings.append(("mixed", lambda number: LANGUAGES[number % 3]))
    for name, assigned in settings:
        store = IndexStore(folder / name)
        languages = LANGUAGES if name == "mixed" else (name,)
        store.build(prepared(document) for document in _documents(trial, assigned, languages))
        store.lexicon_path.symlink_to(lexicon)
        _measure_into(result, name, trial, _ranker(trial, store))
    return result


def _measure_into(result: dict[str, Any], name: str, trial: Trial, ranker: Ranker) -> None:
    for language in LANGUAGES:
        total, by_mark = _measure(trial.corpus.queries, language, ranker)
        place = result["mixed"] if name == "mixed" else result["pairs"]
        place[language if name == "mixed" else f"{language}-{name}"] = total.as_dict()
        for mark, score in by_mark.items():
            if score.recalls and name != "mixed":
                result["marks"].setdefault(mark, {})[f"{language}-{name}"] = score.as_dict()


def _name(trial: Trial) -> str:
    extra = f" + {trial.distractors:,} distractors" if trial.distractors else ""
    extra += " off topic" if trial.distractors and trial.off_topic else ""
    return trial.corpus.name + extra + "".join(f", without {part}" for part in sorted(trial.without))


def table(result: dict[str, Any]) -> str:
    """The result as people read it; cross-language pairs also as a share of the monolingual ceiling."""
    pairs = result["pairs"]
    lines = [f"{result['corpus']}", "query → texts   recall@10   MRR    share of the ceiling"]
    for name, score in pairs.items():
        target = name.split("-")[1]
        ceiling = pairs[f"{target}-{target}"]["recall_at_10"] or 1.0
        lines.append(
            f"{name:<14}  {score['recall_at_10']:.3f}      {score['mrr']:.3f}  {score['recall_at_10'] / ceiling:.2f}"
        )
    lines += [
        f"{language} → mixed     {s['recall_at_10']:.3f}      {s['mrr']:.3f}" for language, s in result["mixed"].items()
    ]
    for mark, found in result["marks"].items():
        mean = sum(score["recall_at_10"] for score in found.values()) / len(found)
        lines.append(f"marked {mark:<8} {mean:.3f}      (mean of nine pairs)")
    return "\n".join(lines)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def main(arguments: Sequence[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="script/bench search", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="a folder with documents.jsonl and queries.jsonl")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument(
        "--vocabulary",
        choices=list(VOCABULARIES),
        default="files",
        help="the words that are part of Seguia (files), or this installation's with all it has imported (database)",
    )
    parser.add_argument("--distractors", type=_count, default=0, help="generated texts mixed into each index")
    parser.add_argument(
        "--off-topic",
        action="store_true",
        help="distractors are about nothing that a query names (else about anything)",
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=list(PARTS),
        help="; ".join(f"{part}: {meaning}" for part, meaning in PARTS.items()),
    )
    options = parser.parse_args(arguments)
    try:
        corpus = read_corpus(options.corpus)
    except UnreadableCorpus as error:
        print(f"This corpus cannot be read: {error}", file=sys.stderr)
        return 2
    trial = Trial(corpus, options.vocabulary, options.distractors, frozenset(options.without), options.off_topic)
    result = evaluate(trial)
    print(table(result))
    print(machine())
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0
