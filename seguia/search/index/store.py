"""The index on disk: built anew beside the old one, switched at once, followed by any number of readers.

<folder>/current          the name of the generation in use
<folder>/g-<time>/        one generation (tantivy files)
<folder>/lexicon.json     the compiled vocabulary
<folder>/writer.lock      held by the one process that writes
"""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import tantivy

from seguia.core.languages import language_codes
from seguia.search.index.document import Document
from seguia.search.index.schema import CHECKPOINT, VERSION, build_schema, index_document

WRITER_MEMORY = 64_000_000
Progress = Callable[[int], None]


class IndexMissing(Exception):
    """There is no index of this version yet; it must be built."""


class IndexStore:
    """One folder with the generations of an index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index: tantivy.Index | None = None
        self._opened = ""
        self._seen = 0

    @property
    def lexicon_path(self) -> Path:
        """Where the compiled vocabulary lies."""
        return self.folder / "lexicon.json"

    def _current(self) -> str:
        try:
            return (self.folder / "current").read_text(encoding="ascii").strip()
        except OSError as error:
            raise IndexMissing(str(self.folder)) from error

    @property
    def exists(self) -> bool:
        """Whether there is an index that this version of Seguia can read."""
        try:
            return self._current().endswith(f"-v{VERSION}") and (self.folder / self._current()).is_dir()
        except IndexMissing:
            return False

    def index(self) -> tantivy.Index:
        """The current generation, reopened when it was switched. Raises `IndexMissing`."""
        name = self._current()
        if self._index is None or name != self._opened:
            if not self.exists:
                raise IndexMissing(name)
            self._index = tantivy.Index.open(str(self.folder / name))
            self._opened = name
        return self._index

    @property
    def generation(self) -> tuple[str, int]:
        """Changes with every commit that `searcher` has seen."""
        return self._opened, self._seen

    def searcher(self) -> tantivy.Searcher:
        """A view of what was committed last, also by another process."""
        index = self.index()
        changed = (self.folder / self._opened / "meta.json").stat().st_mtime_ns
        if changed != self._seen:
            index.reload()
            self._seen = changed
        return index.searcher()

    @contextlib.contextmanager
    def writing(self) -> Iterator[bool]:
        """Yield True to the one process that may write; others get False at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "writer.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True
        finally:
            os.close(descriptor)

    def build(self, documents: Iterable[Document], *, change: int = 0, progress: Progress | None = None) -> int:
        """Write a new generation, then switch to it; readers see the old one until then. Returns how many."""
        name = f"g-{time.time_ns():x}-v{VERSION}"
        place = self.folder / name
        place.mkdir(parents=True)
        index = tantivy.Index(build_schema(language_codes()), path=str(place))
        writer = index.writer(WRITER_MEMORY, 1)
        count = 0
        for document in documents:
            writer.add_document(index_document(document))
            count += 1
            if progress:
                progress(1)
        writer.add_document(_checkpoint(change))
        writer.commit()
        writer.wait_merging_threads()
        self._switch(name)
        return count

    def _switch(self, name: str) -> None:
        draft = self.folder / "current.new"
        draft.write_text(name, encoding="ascii")
        draft.replace(self.folder / "current")
        for old in self.folder.glob("g-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def apply(self, documents: Iterable[Document], removed: Iterable[str], *, change: int) -> None:
        """Replace and remove documents and move the checkpoint, in one commit."""
        index = self.index()
        writer = index.writer(WRITER_MEMORY, 1)
        for key in removed:
            writer.delete_documents("key", key)
        for document in documents:
            writer.delete_documents("key", document.key)
            writer.add_document(index_document(document))
        writer.delete_documents("key", CHECKPOINT)
        writer.add_document(_checkpoint(change))
        writer.commit()
        writer.wait_merging_threads()

    def checkpoint(self) -> int:
        """Id of the last change that is in the index."""
        searcher = self.searcher()
        query = tantivy.Query.term_query(self.index().schema, "key", CHECKPOINT)
        hits = searcher.search(query, 1).hits
        return int(searcher.doc(hits[0][1])["change"][0]) if hits else 0

    def digests(self) -> dict[str, str]:
        """The digest of every document, by key."""
        searcher = self.searcher()
        found: dict[str, str] = {}
        for _, address in searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs)).hits:
            stored = searcher.doc(address)
            key = str(stored["key"][0])
            if key != CHECKPOINT:
                found[key] = str(stored["digest"][0])
        return found


def _checkpoint(change: int) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("key", CHECKPOINT)
    document.add_unsigned("change", change)
    return document
