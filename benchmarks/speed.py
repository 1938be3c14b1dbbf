"""`script/bench speed --actions N [--against fts5,postgresql]`: how fast a catalogue of any size is searched.

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
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.catalogue import Catalogue
from benchmarks.engines import ENGINES, HITS, opened, terms_of
from benchmarks.setup import machine
from seguia.search import registry
from seguia.search.engine import search
from seguia.search.facets import count_values
from seguia.search.index.document import Document
from seguia.search.index.schema import FACETS, prepared
from seguia.search.index.store import IndexStore
from seguia.search.lexicon.phrases import Sense, senses_of_files
from seguia.search.lexicon.table import compile_table, save_table
from seguia.search.query.parsing import parse_query
from seguia.search.query.translation import translate_query
from seguia.search.ranking import rank
from seguia.search.registry import FacetKind, Source
from seguia.search.request import SearchRequest
from seguia.search.state import open_state

QUERIES, WARM_UP = 300, 30
Figures = dict[str, float]


class Shelf:
    """The catalogue on disk: what the database is to the real search."""

    def __init__(self, path: Path, documents: Iterable[Document]) -> None:
        is_filled = path.exists()
        self._database = sqlite3.connect(path)
        if is_filled:
            return
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
def registered(shelf: Shelf) -> Iterator[None]:
    """Hits come from the shelf, and facets are called by their codes."""
    facets = {name: FacetKind(name, name, lambda codes, _language: {c: c for c in codes}) for name in FACETS}
    source = Source("text", shelf.of, list)
    with (
        patch.dict(registry._SOURCES, {"text": source}, clear=True),
        patch.dict(registry._FACETS, facets, clear=True),
    ):
        yield


def measure(
    count: int, against: Sequence[str], senses: Sequence[Sense], queries: int = QUERIES, keep: Path | None = None
) -> dict[str, Any]:
    """Build, ask, compare. What is found in the folder `keep` from an earlier run of the same size is not built again."""
    catalogue = Catalogue(senses=senses)
    asked = list(catalogue.queries(queries + WARM_UP))
    with (
        contextlib.nullcontext(str(keep)) if keep else tempfile.TemporaryDirectory() as name,
        contextlib.closing(Shelf(Path(name) / "shelf.sqlite3", catalogue.documents(count))) as shelf,
    ):
        folder = Path(name)
        store = IndexStore(folder / "index")
        if not store.exists:
            save_table(compile_table(senses), store.lexicon_path)
        result: dict[str, Any] = {"actions": count, "queries": queries, "machine": machine()}
        with registered(shelf):
            result["seguia"] = _ours(store, shelf, asked, count)
        state = open_state(store)
        terms = [terms_of(translate_query(parse_query(q), state.table, state.speller, code)) for q, code in asked]
        result["against"] = {other: _theirs(other, folder, shelf, terms, count, keep is not None) for other in against}
    return result


def _ours(store: IndexStore, shelf: Shelf, asked: Sequence[tuple[str, str]], count: int) -> dict[str, Any]:
    _forget_peak()
    figures: dict[str, Any] = {}
    if not store.exists:
        started = time.perf_counter()
        store.build(prepared(document) for document in shelf.all())
        figures = _built(started, count)
    requests = [SearchRequest(query, code, page_size=HITS, kinds=("text",)) for query, code in asked]

    def ranked(request: SearchRequest) -> None:
        state = open_state(store)
        state.pools.clear()
        count_values(state, rank(state, request), request)

    def unfiltered(request: SearchRequest) -> None:
        """Filters are set on the page of results: what the words found is remembered by then."""
        rank(open_state(store), replace(request, filters={}))

    narrowed = [replace(request, filters={"country": ["FR"], "size": ["under-2000"]}) for request in requests]
    figures |= {
        "whole": _times(lambda request: search(request, store), requests),
        "filtered": _times(lambda request: search(request, store), narrowed, before=unfiltered),
        "ranking": _times(ranked, requests),
    }
    size = sum(file.stat().st_size for file in store.folder.glob("g-*/*"))
    return {**figures, "bytes": size, "peak_mib": _peak_mib()}


def _theirs(
    name: str, folder: Path, shelf: Shelf, terms: Sequence[list[str]], count: int, is_kept: bool
) -> dict[str, Any] | None:
    with opened(name, folder, is_kept=is_kept) as engine:
        if engine is None:
            return None
        _forget_peak()
        figures: dict[str, Any] = {}
        if not engine.is_built:
            started = time.perf_counter()
            engine.build(shelf.all())
            figures = _built(started, count)
        times = _times(engine.find, terms)
        return {**figures, "ranking": times, "bytes": engine.size(), "peak_mib": _peak_mib()}


def _built(started: float, count: int) -> dict[str, Any]:
    seconds = time.perf_counter() - started
    return {"build_seconds": round(seconds, 2), "documents_per_second": round(count / seconds)}


def _times(find: Callable[[Any], object], asked: Sequence[Any], before: Callable[[Any], object] = id) -> Figures:
    """Milliseconds at p50, p95, p99; the first ones warm up and are not counted."""
    taken = []
    for one in asked:
        before(one)
        started = time.perf_counter()
        find(one)
        taken.append((time.perf_counter() - started) * 1_000)
    counted = sorted(taken[WARM_UP:])
    return {f"p{share}": round(counted[len(counted) * share // 100], 2) for share in (50, 95, 99)}


def _forget_peak() -> None:
    """Let Linux measure the peak of memory anew; elsewhere it stays that of the whole run."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_mib() -> int:
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def table(result: dict[str, Any]) -> str:
    """The figures as people read them; ratios are to our ranking with facets."""
    ours = result["seguia"]
    lines = [
        f"{result['actions']:,} generated actions, {result['queries']} queries, milliseconds",
        "                                  p50      p95      p99",
        _line("seguia, whole search", ours["whole"]),
        _line("  then two filters set", ours["filtered"]),
        _line("seguia, ranking and facets", ours["ranking"]),
    ]
    for name, theirs in result["against"].items():
        if theirs is None:
            lines.append(f"{name}: not here (DATABASE_URL names no PostgreSQL)")
            continue
        lines.append(_line(f"{name}, ranking and facets", theirs["ranking"]))
        lines.append(
            _line("  as a ratio", {k: theirs["ranking"][k] / (ours["ranking"][k] or 1) for k in ours["ranking"]})
        )
    for name, figures in {"seguia": ours, **result["against"]}.items():
        if figures:
            lines.append(
                f"{name:<12} {_how_built(figures)}, {figures['bytes'] / 1_048_576:.1f} MiB on disk, peak memory {figures['peak_mib']:,} MiB"
            )
    return "\n".join([*lines, result["machine"]])


def _how_built(figures: dict[str, Any]) -> str:
    if "build_seconds" not in figures:
        return "kept from an earlier run"
    return f"built in {figures['build_seconds']:.1f} s ({figures['documents_per_second']:,} documents/s)"


def _line(name: str, times: Figures) -> str:
    return f"{name:<30}" + "".join(f"{times[share]:9.2f}" for share in ("p50", "p95", "p99"))


def main(arguments: Sequence[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="script/bench speed", description=__doc__)
    parser.add_argument("--actions", type=int, required=True, help="size of the catalogue")
    parser.add_argument("--against", default="", help=f"other engines, with commas: {', '.join(ENGINES)}")
    parser.add_argument("--queries", type=int, default=QUERIES, help=f"how many (default {QUERIES})")
    parser.add_argument("--keep", type=Path, help="a folder whose builds are used again, or made there and kept")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args(arguments)
    against = [name for name in options.against.split(",") if name]
    if unknown := sorted(set(against) - set(ENGINES)):
        print(f"Not known: {', '.join(unknown)}. There are: {', '.join(ENGINES)}", file=sys.stderr)
        return 2
    if options.actions < 1 or options.queries < 1:
        print("At least one action and one query are needed.", file=sys.stderr)
        return 2
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    result = measure(options.actions, against, list(senses_of_files()), options.queries, options.keep)
    print(table(result))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0
