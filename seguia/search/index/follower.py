"""Keeping this node's index equal to the database: follow the change table, rebuild, check."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from seguia.search.changes import VOCABULARY
from seguia.search.index.checkpoint import Checkpoint
from seguia.search.index.gathering import BATCH, Gathered, gather, gather_all
from seguia.search.index.schema import Prepared
from seguia.search.index.store import IndexMissing, IndexStore
from seguia.search.lexicon.phrases import senses_of_database
from seguia.search.lexicon.table import compile_table, save_table
from seguia.search.models import Change
from seguia.search.registry import Source, dependents, sources

log = logging.getLogger("seguia.search")
MOST_CHANGES = BATCH * 4
TRY_AGAIN = 60.0
"""Seconds after which a document that failed is tried again."""
PATIENCE = 10.0
"""Seconds a command waits for another process to finish writing."""


@cache
def _store_at(folder: Path) -> IndexStore:
    return IndexStore(folder)


def node_store() -> IndexStore:
    """This node's index."""
    return _store_at(Path(settings.SEARCH_INDEX_DIR))


_tried_at: dict[Path, float] = {}
"""When this process last tried what had failed, by folder."""


def follow_changes() -> int:
    """Bring in what was committed since the checkpoint; returns how many changes. One process a node does it."""
    store = node_store()
    with store.writing() as ours:
        return _follow(store) if ours else 0


def _follow(store: IndexStore) -> int:
    try:
        checkpoint = store.checkpoint()
    except IndexMissing:
        _rebuild(store)
        return 0
    changes = _changes_since(checkpoint)
    if changes is None:
        log.warning("the index belongs to another history of the database (a restored backup?); it is built anew")
        _rebuild(store)
        return 0
    if not _has_lexicon(store):
        compile_vocabulary(store)
    again = _due_again(store, checkpoint)
    if changes or again:
        _apply(store, checkpoint, changes, again)
    return len(changes)


def _has_lexicon(store: IndexStore) -> bool:
    return store.lexicon_path.is_file() and store.lexicon_path.stat().st_size > 0


def _changes_since(checkpoint: Checkpoint) -> list[Change] | None:
    """Changes after the checkpoint; None when the change it stands on is not in this database's history."""
    found = list(Change.objects.filter(pk__gte=checkpoint.change).order_by("pk")[: MOST_CHANGES + 1])
    if not checkpoint.change:
        return found[:MOST_CHANGES]
    if not found or found[0].pk != checkpoint.change or found[0].at.isoformat() != checkpoint.at:
        return None
    return found[1:]


def _due_again(store: IndexStore, checkpoint: Checkpoint) -> list[str]:
    if not checkpoint.failing or time.monotonic() - _tried_at.get(store.folder, -TRY_AGAIN) < TRY_AGAIN:
        return []
    _tried_at[store.folder] = time.monotonic()
    return checkpoint.failing


def _apply(store: IndexStore, checkpoint: Checkpoint, changes: Sequence[Change], again: Iterable[str]) -> None:
    """One commit for all of it: documents, removals, checkpoint."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for key in [*again, *(str(change) for change in changes)]:
        kind, _, number = key.partition(":")
        by_kind[kind].add(int(number))
    for kind, numbers in list(by_kind.items()):
        for dependent, found in dependents(kind, sorted(numbers)).items():
            by_kind[dependent] |= found
    touched = {f"{kind}:{number}" for kind, numbers in by_kind.items() for number in numbers}
    gathered = _gathered(store, by_kind)
    last = changes[-1] if changes else None
    store.apply(
        gathered.prepared,
        sorted(touched - {item.key for item in gathered.prepared}),
        Checkpoint(
            last.pk if last else checkpoint.change,
            last.at.isoformat() if last else checkpoint.at,
            [key for key in checkpoint.failing if key not in touched] + gathered.failing,
        ),
    )


def _gathered(store: IndexStore, by_kind: dict[str, set[int]]) -> Gathered:
    result = Gathered()
    if by_kind.pop(VOCABULARY, None):
        result.failing += _vocabulary_failing(store)
    for kind, numbers in sorted(by_kind.items()):
        if source := sources().get(kind):
            result.add(gather(source, sorted(numbers)))
    return result


def _vocabulary_failing(store: IndexStore) -> list[str]:
    """Compile; a vocabulary that cannot be compiled leaves the old one in place and is tried again."""
    try:
        compile_vocabulary(store)
    except (ValueError, TypeError, LookupError, AttributeError):
        log.exception("the vocabulary cannot be compiled; the last one stays in use")
        return [f"{VOCABULARY}:0"]
    return []


def compile_vocabulary(store: IndexStore) -> None:
    """Learn the word translations of this installation again."""
    save_table(compile_table(senses_of_database()), store.lexicon_path)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Build the whole index anew beside the present one; returns the number of documents, -1 when another process
    of this node goes on writing."""
    store = node_store()
    with store.writing(PATIENCE) as ours:
        return _rebuild(store, progress) if ours else -1


def _rebuild(store: IndexStore, progress: Callable[[int], None] | None = None) -> int:
    """The last change is read before the documents: what happens meanwhile is followed afterwards."""
    last = Change.objects.order_by("pk").last()
    checkpoint = Checkpoint(last.pk, last.at.isoformat()) if last else Checkpoint()
    compile_vocabulary(store)
    return store.build(_all_prepared(checkpoint), checkpoint, progress)


def _all_prepared(checkpoint: Checkpoint) -> Iterator[Prepared]:
    for batch in gather_all():
        checkpoint.failing += batch.failing
        yield from batch.prepared


@dataclass
class Difference:
    """What `check_index` found: keys that are only in the database, only in the index, differ, or raise."""

    documents: int = 0
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        """Whether the index says exactly what the database says."""
        return not (self.missing or self.surplus or self.different or self.failing)


def check_index() -> Difference:
    """Compare every document of the database with the digest kept in the index. Raises `IndexMissing`."""
    store = node_store()
    indexed = store.digests()
    result = Difference()
    for batch in gather_all():
        result.failing += batch.failing
        for document in batch.documents:
            result.documents += 1
            digest = indexed.pop(document.key, None)
            if digest is None:
                result.missing.append(document.key)
            elif digest != document.digest():
                result.different.append(document.key)
    result.surplus = sorted(set(indexed) - set(result.failing))
    result.failing += [key for key in store.checkpoint().failing if key not in result.failing]
    return result


def count_documents(source: Source) -> int:
    """How many objects a source has, for a progress bar."""
    return sum(1 for _ in source.all_ids())
