"""What a process keeps open to answer: index, compiled vocabulary, speller; renewed when they change on disk."""

import threading
import weakref
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import tantivy

from seguia.search.index.store import IndexMissing, IndexStore, Stamp, reading, stamp_of
from seguia.search.lexicon.table import TranslationTable, load_table
from seguia.search.query.spelling import KnownWords, Speller

Counts = dict[str, dict[str, int]]
"""Number of documents by facet and value."""


@dataclass(frozen=True)
class SearchState:
    """A consistent view for one search."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    table: TranslationTable
    speller: Speller
    counts: dict[Hashable, Counts] = field(default_factory=dict)
    """Facets of requests without words, which go over the whole catalogue: remembered while nothing changes."""
    pools: dict[Hashable, Any] = field(default_factory=dict)
    """The nearest documents of the last requests with words, before filters and order."""


Seen = tuple[tuple[str, Stamp], Stamp]
"""State on disk of index and lexicon."""


class _Opened:
    """The last state of one store in this process."""

    def __init__(self) -> None:
        self.loading = threading.Lock()
        self.current: tuple[Seen, SearchState] | None = None


_opened: "weakref.WeakKeyDictionary[IndexStore, _Opened]" = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def open_state(store: IndexStore) -> SearchState:
    """The state to search with now. Raises `IndexMissing` while the first index is being built.

    While one thread loads what has changed, others go on with the state they have.
    """
    with _lock:
        opened = _opened.setdefault(store, _Opened())
    seen = _seen(store)
    if (current := opened.current) and current[0] == seen:
        return current[1]
    if not opened.loading.acquire(blocking=current is None):
        return current[1] if current else open_state(store)
    try:
        return _renewed(store, opened)
    finally:
        opened.loading.release()


def _seen(store: IndexStore) -> Seen:
    try:
        return store.stamp(), stamp_of(store.lexicon_path)
    except OSError as error:
        raise IndexMissing(str(store.lexicon_path)) from error


def _renewed(store: IndexStore, opened: _Opened) -> SearchState:
    """Load what has changed. What is seen is noted before it is read: a later change is then never missed."""
    seen, last = _seen(store), opened.current
    if last and last[0] == seen:
        return last[1]
    view = store.view()
    if last and last[0][1] == seen[1]:
        table, words = last[1].table, last[1].speller.words
    else:
        with reading():
            table = load_table(store.lexicon_path)
        words = KnownWords(table)
    state = SearchState(view.searcher, view.schema, table, Speller(table, view.searcher, words))
    opened.current = (seen, state)
    return state
