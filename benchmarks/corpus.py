"""Retrieval corpora in three languages: reading them, indexing them, measuring recall@10 and MRR.

The format is that of a folder with `documents.jsonl` (`id`, `title` and `body` by language) and `queries.jsonl`
(`id`, `text` by language, `relevant` ids). A folder with a single file of coded titles (`code`, `kind`, `title`) is read
as: titles of indicators are queries for the target they belong to.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class CorpusDocument:
    """One document with its title and body by language."""

    identifier: str
    title: dict[str, str]
    body: dict[str, str]


@dataclass(frozen=True)
class CorpusQuery:
    """One need, worded in each language, with the documents that answer it."""

    identifier: str
    text: dict[str, str]
    relevant: frozenset[str]
    marks: frozenset[str]


@dataclass(frozen=True)
class Corpus:
    """Documents and queries."""

    name: str
    documents: list[CorpusDocument]
    queries: list[CorpusQuery]


class UnreadableCorpus(Exception):
    """The folder does not hold a corpus; says which file and line."""


def read_corpus(folder: Path) -> Corpus:
    """Read a folder. Raises `UnreadableCorpus`."""
    if (folder / "documents.jsonl").exists():
        documents = [_document(raw) for raw in _lines(folder / "documents.jsonl", "id", "title", "body")]
        queries = [_query(raw) for raw in _lines(folder / "queries.jsonl", "id", "text", "relevant")]
        return _checked(Corpus(folder.name, documents, queries))
    coded = sorted(folder.glob("*.jsonl"))
    if len(coded) == 1:
        return _checked(_coded_titles(folder.name, list(_lines(coded[0], "code", "kind", "title"))))
    raise UnreadableCorpus(f"{folder}: neither documents.jsonl nor one file of coded titles")


def _lines(path: Path, *wanted: str) -> Iterator[dict[str, Any]]:
    """The objects of a file, one a line, that have the wanted keys."""
    if not path.exists():
        raise UnreadableCorpus(f"{path}: missing")
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                raw = json.loads(line)
                missing = [key for key in wanted if key not in raw]
            except (ValueError, TypeError) as error:
                raise UnreadableCorpus(f"{path}, line {number}: {error}") from error
            if missing or not isinstance(raw, dict):
                raise UnreadableCorpus(f"{path}, line {number}: needs {', '.join(wanted)}")
            yield raw


def _checked(corpus: Corpus) -> Corpus:
    """A corpus that can be measured with: every query has an answer, and the answers exist."""
    known = {document.identifier for document in corpus.documents}
    if not known or not corpus.queries:
        raise UnreadableCorpus(f"{corpus.name}: no documents or no queries")
    for query in corpus.queries:
        if not query.relevant or query.relevant - known:
            raise UnreadableCorpus(f"{corpus.name}, query {query.identifier}: its relevant documents are not there")
    return corpus


def _document(raw: dict[str, Any]) -> CorpusDocument:
    return CorpusDocument(raw["id"], raw["title"], raw["body"])


def _query(raw: dict[str, Any]) -> CorpusQuery:
    marks = frozenset(mark for mark in ("slip", "plain", "dialect") if raw.get(mark))
    return CorpusQuery(raw["id"], raw["text"], frozenset(raw["relevant"]), marks)


def _coded_titles(name: str, rows: list[dict[str, Any]]) -> Corpus:
    targets = [row for row in rows if row["kind"] == "target"]
    indicators = [row for row in rows if row["kind"] == "indicator"]
    documents = [CorpusDocument(row["code"], row["title"], dict.fromkeys(row["title"], "")) for row in targets]
    queries = [
        CorpusQuery(row["code"], row["title"], frozenset({row["code"].rpartition(".")[0]}), frozenset())
        for row in indicators
    ]
    return Corpus(f"{name} (indicator to its target)", documents, queries)
