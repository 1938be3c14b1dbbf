"""Keeping this node's index equal to the database: follow the change table, rebuild, check."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from seguia.search.index.document import Document
from seguia.search.index.store import IndexStore
from seguia.search.lexicon.phrases import senses_of_database
from seguia.search.lexicon.table import compile_table, save_table
from seguia.search.models import Change
from seguia.search.registry import Source, sources

log = logging.getLogger("seguia.search")
BATCH = 500
VOCABULARY = "vocabulary"
"""Kind of a change that concerns the words themselves."""


@cache
def _store_at(folder: Path) -> IndexStore:
    return IndexStore(folder)


def node_store() -> IndexStore:
    """This node's index."""
    return _store_at(Path(settings.SEARCH_INDEX_DIR))


def follow_changes() -> int:
    """Bring in what was committed since the checkpoint; returns how many changes. One process a node does it."""
    store = node_store()
    with store.writing() as ours:
        if not ours:
            return 0
        if not store.exists or not store.lexicon_path.exists():
            _rebuild(store)
            return 0
        changes = list(Change.objects.filter(pk__gt=store.checkpoint()).order_by("pk")[: BATCH * 4])
        if changes:
            _apply(store, changes)
        return len(changes)


def _apply(store: IndexStore, changes: Sequence[Change]) -> None:
    by_kind: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        by_kind[change.kind].add(change.object_id)
    if by_kind.pop(VOCABULARY, None):
        compile_vocabulary(store)
    documents: list[Document] = []
    for kind, ids in by_kind.items():
        if source := sources().get(kind):
            documents += source.documents(sorted(ids))
    found = {document.key for document in documents}
    removed = [f"{kind}:{number}" for kind, ids in by_kind.items() for number in ids if f"{kind}:{number}" not in found]
    store.apply(documents, removed, change=changes[-1].pk)


def compile_vocabulary(store: IndexStore) -> None:
    """Learn the word translations of this installation again."""
    save_table(compile_table(senses_of_database()), store.lexicon_path)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Build the whole index anew beside the present one; returns the number of documents, -1 when another process
    of this node is writing."""
    store = node_store()
    with store.writing() as ours:
        return _rebuild(store, progress) if ours else -1


def _rebuild(store: IndexStore, progress: Callable[[int], None] | None = None) -> int:
    last = Change.objects.aggregate(last=Max("pk"))["last"] or 0
    compile_vocabulary(store)
    return store.build(_all_documents(), change=last, progress=progress)


def _all_documents() -> Iterator[Document]:
    for source in sources().values():
        for ids in _batches(source.all_ids()):
            yield from source.documents(ids)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, BATCH)):
        yield batch


@dataclass
class Difference:
    """What `check_index` found: keys that are only in the database, only in the index, or differ."""

    documents: int = 0
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether the index says exactly what the database says."""
        return not (self.missing or self.surplus or self.different)


def check_index() -> Difference:
    """Compare every document of the database with the digest kept in the index."""
    indexed = node_store().digests()
    result = Difference()
    for document in _all_documents():
        result.documents += 1
        digest = indexed.pop(document.key, None)
        if digest is None:
            result.missing.append(document.key)
        elif digest != document.digest():
            result.different.append(document.key)
    result.surplus = sorted(indexed)
    return result


def count_documents(source: Source) -> int:
    """How many objects a source has, for a progress bar."""
    return sum(1 for _ in source.all_ids())
