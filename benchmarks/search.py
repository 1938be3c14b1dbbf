"""`script/bench search --corpus FOLDER [--vocabulary database] [--json FILE]`: quality of cross-language retrieval.

Runs through the code that serves the site (`seguia.search.engine.rank`) with the vocabulary that is part of Seguia.
For each ordered pair of languages only the texts of the second language are indexed; in the mixed setting every
document is indexed in one language, round-robin by its line.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus, CorpusDocument, CorpusQuery, UnreadableCorpus, read_corpus
from benchmarks.setup import machine
from seguia.search.engine import rank
from seguia.search.index.document import Document, Texts
from seguia.search.index.schema import prepared
from seguia.search.index.store import IndexStore
from seguia.search.lexicon.phrases import senses_of_database, senses_of_files
from seguia.search.lexicon.table import compile_table, save_table
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


def _ranker(corpus: Corpus, assigned: Assignment, folder: Path, lexicon: Path) -> Ranker:

    def document(number: int, item: CorpusDocument) -> Document:
        language = assigned(number)
        return Document("text", number, {language: Texts(item.title[language], "", item.body[language])}, language)

    store = IndexStore(folder)
    store.build(prepared(document(number, item)) for number, item in enumerate(corpus.documents))
    store.lexicon_path.symlink_to(lexicon)

    def ranked(query: str, language: str) -> list[str]:
        request = SearchRequest(query, language, page_size=DEPTH, kinds=("text",))
        keys = rank(open_state(store), request).keys
        return [corpus.documents[int(key.partition(":")[2])].identifier for key, _ in keys]

    return ranked


def _measure(queries: Sequence[CorpusQuery], language: str, ranker: Ranker) -> tuple[Score, dict[str, Score]]:
    total, by_mark = Score(), {mark: Score() for mark in ("slip", "plain", "dialect")}
    for query in queries:
        ranking = ranker(query.text[language], language)
        for score in (total, *(by_mark[mark] for mark in query.marks)):
            score.add(ranking, query.relevant)
    return total, by_mark


VOCABULARIES = {"files": senses_of_files, "database": senses_of_database}


def evaluate(corpus: Corpus, vocabulary: str = "files") -> dict[str, Any]:
    """All nine pairs and the mixed setting, with the words that are part of Seguia or those of this installation."""

    result: dict[str, Any] = {"corpus": corpus.name, "pairs": {}, "mixed": {}, "marks": {}}
    with tempfile.TemporaryDirectory() as folder:
        lexicon = Path(folder) / "lexicon.json"
        started = time.perf_counter()
        save_table(compile_table(VOCABULARIES[vocabulary]()), lexicon)
        result["vocabulary_seconds"] = round(time.perf_counter() - started, 2)
        settings: list[tuple[str, Assignment]] = [(code, lambda _, code=code: code) for code in LANGUAGES]  # type: ignore[misc]
        settings.append(("mixed", lambda number: LANGUAGES[number % 3]))
        for name, assigned in settings:
            ranker = _ranker(corpus, assigned, Path(folder) / name, lexicon)
            for language in LANGUAGES:
                total, by_mark = _measure(corpus.queries, language, ranker)
                place = result["mixed"] if name == "mixed" else result["pairs"]
                place[language if name == "mixed" else f"{language}-{name}"] = total.as_dict()
                for mark, score in by_mark.items():
                    if score.recalls and name != "mixed":
                        result["marks"].setdefault(mark, {})[f"{language}-{name}"] = score.as_dict()
    return result


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
    options = parser.parse_args(arguments)
    try:
        result = evaluate(read_corpus(options.corpus), options.vocabulary)
    except UnreadableCorpus as error:
        print(f"This corpus cannot be read: {error}", file=sys.stderr)
        return 2
    print(table(result))
    print(machine())
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0
