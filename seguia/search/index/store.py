"""The index on disk: built anew beside the old one, switched at once, followed by any number of readers.

<folder>/current          the name of the generation in use
<folder>/g-<time>-…/      one generation (tantivy files); its name says version and languages
<folder>/lexicon.json     the compiled vocabulary
<folder>/writer.lock      held by the one process that writes
"""

import contextlib
import fcntl
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tantivy

from seguia.core.languages import language_codes
from seguia.search.index.checkpoint import Checkpoint, read_checkpoint
from seguia.search.index.schema import CHECKPOINT, VERSION, Prepared, build_schema

log = logging.getLogger("seguia.search")
WRITER_MEMORY = 64_000_000
MOST_SWITCHES = 5
"""How often a reader that finds its generation gone looks which one has taken its place."""
Progress = Callable[[int], None]
Stamp = tuple[int, int, int]
"""Time, number and size of a file: no two states of a file that is always replaced have the same."""


class IndexMissing(Exception):
    """There is no index that can be read now; it is being built, or must be."""


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Whatever goes wrong in tantivy or the file system while reading becomes `IndexMissing`, with a line in the log.

    The binding raises ValueError and OSError, and for a panic an exception outside `Exception`.
    """
    try:
        yield
    except BaseException as error:
        if not isinstance(error, (OSError, ValueError)) and not _is_panic(error):
            raise
        log.exception("the search index cannot be read")
        raise IndexMissing(str(error)) from error


def _is_panic(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"


def stamp_of(path: Path) -> Stamp:
    """The state of a file. Raises OSError."""
    status = path.stat()
    return status.st_mtime_ns, status.st_ino, status.st_size


@dataclass(frozen=True)
class View:
    """What was committed at one moment. It stays readable when the files are removed."""

    generation: str
    stamp: Stamp
    searcher: tantivy.Searcher
    schema: tantivy.Schema


class IndexStore:
    """One folder with the generations of an index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: tuple[str, tantivy.Index] | None = None
        self._view: View | None = None

    @property
    def lexicon_path(self) -> Path:
        """Where the compiled vocabulary lies."""
        return self.folder / "lexicon.json"

    def _current(self) -> str:
        try:
            name = (self.folder / "current").read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise IndexMissing(str(self.folder)) from error
        if not name.endswith(_suffix()):
            raise IndexMissing(f"{self.folder}: the index is of another version")
        return name

    @property
    def exists(self) -> bool:
        """Whether there is an index that this version of Seguia can read."""
        try:
            return (self.folder / self._current() / "meta.json").is_file()
        except IndexMissing:
            return False

    def stamp(self) -> tuple[str, Stamp]:
        """Generation and commit now on disk: cheap, to see whether a view is still the latest. Raises `IndexMissing`."""
        for _ in range(MOST_SWITCHES):
            name = self._current()
            try:
                return name, stamp_of(self.folder / name / "meta.json")
            except OSError as error:
                if name == self._current():
                    raise IndexMissing(name) from error
        raise IndexMissing(str(self.folder))

    def _index(self, name: str) -> tantivy.Index:
        held = self._held
        if held is None or held[0] != name:
            held = self._held = (name, tantivy.Index.open(str(self.folder / name)))
        return held[1]

    def view(self) -> View:
        """What was committed last, also by another process. Raises `IndexMissing`."""
        for _ in range(MOST_SWITCHES):
            name, stamp = self.stamp()
            view = self._view
            if view and (view.generation, view.stamp) == (name, stamp):
                return view
            try:
                with reading():
                    return self._opened(name, stamp)
            except IndexMissing:
                if name == self._current():
                    raise
        raise IndexMissing(str(self.folder))

    def _opened(self, name: str, stamp: Stamp) -> View:
        index = self._index(name)
        index.reload()
        view = self._view = View(name, stamp, index.searcher(), index.schema)
        return view

    @contextlib.contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[bool]:
        """Yield True to the one process that may write; others get False, after `patience` seconds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "writer.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            yield _locked(descriptor, time.monotonic() + patience)
        finally:
            os.close(descriptor)

    def build(
        self, documents: Iterable[Prepared], checkpoint: Checkpoint | None = None, progress: Progress | None = None
    ) -> int:
        """Write a new generation, then switch to it; readers see the old one until then. Returns how many.

        The checkpoint is stored last, so that what failed on the way is in it.
        """
        name = f"g-{time.time_ns():x}{_suffix()}"
        place = self.folder / name
        place.mkdir(parents=True)
        try:
            count = _write(place, documents, checkpoint or Checkpoint(), progress)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        self._switch(name)
        return count

    def _switch(self, name: str) -> None:
        """Readers that hold an older generation keep its files open; for others its name is no longer there to find."""
        draft = self.folder / "current.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / "current")
        for old in self.folder.glob("g-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def apply(self, documents: Iterable[Prepared], removed: Iterable[str], checkpoint: Checkpoint) -> None:
        """Replace and remove documents and move the checkpoint, in one commit. Raises `IndexMissing`."""
        with reading():
            index = self._index(self._current())
        with _committing(index) as writer:
            for key in removed:
                writer.delete_documents_by_term("key", key)
            for document in documents:
                writer.delete_documents_by_term("key", document.key)
                writer.add_document(document.content)
            writer.delete_documents_by_term("key", CHECKPOINT)
            writer.add_document(checkpoint.as_document())

    def checkpoint(self) -> Checkpoint:
        """How far this index has come. Raises `IndexMissing`."""
        view = self.view()
        with reading():
            return read_checkpoint(view.searcher, view.schema)

    def digests(self) -> dict[str, str]:
        """The digest of every document, by key. Raises `IndexMissing`."""
        searcher = self.view().searcher
        found: dict[str, str] = {}
        with reading():
            for _, address in searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs)).hits:
                stored = searcher.doc(address)
                key = str(stored["key"][0])
                if key != CHECKPOINT:
                    found[key] = str(stored["digest"][0])
        return found


def _write(place: Path, documents: Iterable[Prepared], checkpoint: Checkpoint, progress: Progress | None) -> int:
    count = 0
    with _committing(tantivy.Index(build_schema(language_codes()), path=str(place))) as writer:
        for document in documents:
            writer.add_document(document.content)
            count += 1
            if progress:
                progress(1)
        writer.add_document(checkpoint.as_document())
    return count


def _suffix() -> str:
    """What the name of a readable generation ends with: another version or another set of languages is rebuilt."""
    return f"-v{VERSION}-{'.'.join(language_codes())}"


def _locked(descriptor: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        else:
            return True


@contextlib.contextmanager
def _committing(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    """Commit at the end, or nothing at all; the writer's own lock is given back either way."""
    writer = index.writer(WRITER_MEMORY, 1)
    try:
        yield writer
        writer.commit()
    except BaseException as error:
        with contextlib.suppress(ValueError):
            writer.rollback()
        if _is_panic(error):
            raise OSError(f"the index could not be written: {error}") from error
        raise
    finally:
        writer.wait_merging_threads()
