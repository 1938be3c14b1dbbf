"""`script/bench speed --actions N [--against fts5,postgresql] [--json FILE]`: how fast a catalogue of any size is searched.

A generated catalogue is indexed in a temporary folder and asked 300 generated queries through the code that serves
the site. The other engines get the same tokens and the same, already translated words in the same run. Peak memory
is that of this process (which holds the vocabulary) while one engine is built and asked; a server's own is not in it.
"""

import argparse
import contextlib
import json
import pickle
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.catalogue import Catalogue
from benchmarks.engines import ENGINES, HITS, opened, terms_of
from benchmarks.setup import machine
from seguia.search import registry
from seguia.search.engine import rank, search
from seguia.search.facets import count_values
from seguia.search.index.document import Document
from seguia.search.index.schema import FACETS, prepared
from seguia.search.index.store import IndexStore
from seguia.search.lexicon.phrases import Sense, senses_of_files
from seguia.search.lexicon.table import compile_table, save_table
from seguia.search.query.parsing import parse_query
from seguia.search.query.translation import translate_query
from seguia.search.registry import FacetKind, Source
from seguia.search.request import SearchRequest
from seguia.search.state import open_state

QUERIES, WARM_UP = 300, 30
Figures = dict[str, float]


class Shelf:
    """The catalogue on disk: what the database is to the real search."""

    def __init__(self, path: Path, documents: Iterable[Document]) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("CREATE TABLE documents (id INTEGER PRIMARY KEY, content BLOB)")
        rows = ((document.object_id, pickle.dumps(document)) for document in documents)
        self._database.executemany("INSERT INTO documents VALUES (?, ?)", rows)
        self._database.commit()

    def all(self) -> Iterator[Document]:
        """Every document."""
        for (content,) in self._database.execute("SELECT content FROM documents ORDER BY id"):
            yield pickle.loads(content)

    def of(self, ids: Iterable[int]) -> list[Document]:
        """These documents."""
        wanted = list(ids)
        places = ", ".join("?" * len(wanted))
        rows = self._database.execute(f"SELECT content FROM documents WHERE id IN ({places})", wanted)
        return [pickle.loads(content) for (content,) in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


@contextlib.contextmanager
def _registered(shelf: Shelf) -> Iterator[None]:
    """Hits come from the shelf, and facets are called by their codes."""
    facets = {name: FacetKind(name, name, lambda codes, _language: {c: c for c in codes}) for name in FACETS}
    source = Source("text", shelf.of, list)
    with (
        patch.dict(registry._SOURCES, {"text": source}, clear=True),
        patch.dict(registry._FACETS, facets, clear=True),
    ):
        yield


def measure(count: int, against: Sequence[str], senses: Sequence[Sense], queries: int = QUERIES) -> dict[str, Any]:
    """Build, ask, compare."""
    catalogue = Catalogue(senses=senses)
    asked = list(catalogue.queries(queries + WARM_UP))
    with tempfile.TemporaryDirectory() as name, contextlib.closing(
        Shelf(Path(name) / "shelf.sqlite3", catalogue.documents(count))
    ) as shelf:
        folder = Path(name)
        store = IndexStore(folder / "index")
        save_table(compile_table(senses), store.lexicon_path)
        result: dict[str, Any] = {"actions": count, "queries": queries, "machine": machine()}
        with _registered(shelf):
            result["seguia"] = _ours(store, shelf, asked, count)
        state = open_state(store)
        terms = [terms_of(translate_query(parse_query(q), state.table, state.speller, code)) for q, code in asked]
        result["against"] = {other: _theirs(other, folder, shelf, terms, count) for other in against}
    return result


def _ours(store: IndexStore, shelf: Shelf, asked: Sequence[tuple[str, str]], count: int) -> dict[str, Any]:
    _forget_peak()
    started = time.perf_counter()
    store.build(prepared(document) for document in shelf.all())
    figures = _built(started, count)
    requests = [SearchRequest(query, code, page_size=HITS, kinds=("text",)) for query, code in asked]

    def ranked(request: SearchRequest) -> None:
        state = open_state(store)
        count_values(state.searcher, state.schema, rank(state, request).words, request)

    figures |= {"whole": _times(lambda request: search(request, store), requests), "ranking": _times(ranked, requests)}
    size = sum(file.stat().st_size for file in store.folder.glob("g-*/*"))
    return {**figures, "bytes": size, "peak_mib": _peak_mib()}


def _theirs(name: str, folder: Path, shelf: Shelf, terms: Sequence[list[str]], count: int) -> dict[str, Any] | None:
    with opened(name, folder) as engine:
        if engine is None:
            return None
        _forget_peak()
        started = time.perf_counter()
        engine.build(shelf.all())
        figures = _built(started, count)
        times = _times(engine.find, terms)
        return {**figures, "ranking": times, "bytes": engine.size(), "peak_mib": _peak_mib()}


def _built(started: float, count: int) -> dict[str, Any]:
    seconds = time.perf_counter() - started
    return {"build_seconds": round(seconds, 2), "documents_per_second": round(count / seconds)}


def _times[T](find: Callable[[T], object], asked: Sequence[T]) -> Figures:
    """Milliseconds at p50, p95, p99; the first ones warm up and are not counted."""
    raise NotImplementedError
