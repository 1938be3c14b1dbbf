"""What a process keeps open to answer: index, compiled vocabulary, speller; renewed when they change on disk."""

import threading
from dataclasses import dataclass

import tantivy

from seguia.search.index.store import IndexMissing, IndexStore
from seguia.search.lexicon.table import TranslationTable, load_table
from seguia.search.query.spelling import Speller


@dataclass(frozen=True)
class SearchState:
    """A consistent view for one search."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    table: TranslationTable
    speller: Speller


class _Opened:
    """The last state of one store in this process."""

    def __init__(self) -> None:
        self.lexicon_seen = 0
        self.table = TranslationTable()
        self.speller: Speller | None = None
        self.speller_for: object = None


_opened: dict[str, _Opened] = {}
_lock = threading.Lock()


def open_state(store: IndexStore) -> SearchState:
    """The state to search with now. Raises `IndexMissing` while the first index is being built."""
    with _lock:
        opened = _opened.setdefault(str(store.folder), _Opened())
        searcher = store.searcher()
        schema = store.index().schema
        try:
            changed = store.lexicon_path.stat().st_mtime_ns
        except OSError as error:
            raise IndexMissing(str(store.lexicon_path)) from error
        if changed != opened.lexicon_seen:
            opened.table, opened.lexicon_seen, opened.speller = load_table(store.lexicon_path), changed, None
        if opened.speller is None or opened.speller_for != store.generation:
            opened.speller = Speller(opened.table, searcher)
            opened.speller_for = store.generation
        return SearchState(searcher, schema, opened.table, opened.speller)
