"""The downloads of the vocabulary as files: written beside the pages, replaced as a whole, served while they are renewed.

To serialise thousands of concepts takes seconds. The worker does it after each change; a web process does it only when
there is no file at all yet, and then one request at a time.
"""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from seguia.core.languages import language_codes
from seguia.vocabulary import sources
from seguia.vocabulary.changes import revision
from seguia.vocabulary.skos import ENDINGS, serialised

SHAPE = 1
"""Raise it when the shape of the exports changes."""


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.EXPORTS_DIR)


def vocabulary_fingerprint() -> str:
    """Changes with every change of the vocabulary and of what its export says beside it: one query."""
    told = (SHAPE, revision() or sources.fingerprint(), settings.SITE_URL, settings.NETWORK_NAME, language_codes())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Export:
    """A file that is open for reading, and which state of the vocabulary it holds."""

    file: BinaryIO
    fingerprint: str


def open_export(ending: str) -> Export | None:
    """The newest file there is, made now when there is none; None while another request makes the first one."""
    if (found := _opened(ending)) is not None:
        return found
    with _writing() as is_ours:
        if is_ours and not _present(ending):
            _write(ending, vocabulary_fingerprint())
    return _opened(ending)


def _opened(ending: str) -> Export | None:
    """The newest; another one when it was replaced between looking and opening."""
    for _ in range(3):
        if not (paths := _present(ending)):
            return None
        with contextlib.suppress(FileNotFoundError):
            return Export(paths[-1].open("rb"), _fingerprint_of(paths[-1]))
    return None


def _fingerprint_of(path: Path) -> str:
    return path.name.removeprefix("vocabulary-").split(".")[0]


def renew_exports() -> int:
    """Write what is missing or old; returns how many files. A job of the worker: one query when nothing changed."""
    wanted = vocabulary_fingerprint()
    missing = [ending for ending in ENDINGS if not _file(ending, wanted).is_file()]
    if not missing:
        return 0
    with _writing() as is_ours:
        if not is_ours:
            return 0
        for ending in missing:
            _write(ending, wanted)
    return len(missing)


def _file(ending: str, fingerprint: str) -> Path:
    return folder() / f"vocabulary-{fingerprint}.{ending}"


def _present(ending: str) -> list[Path]:
    """The files of one format, the newest last."""
    found = []
    for path in folder().glob(f"vocabulary-*.{ending}"):
        with contextlib.suppress(FileNotFoundError):
            found.append((path.stat().st_mtime_ns, path))
    return [path for _time, path in sorted(found)]


def _write(ending: str, fingerprint: str) -> None:
    """The new file first, then away with the old ones: whoever has one of them open reads it to its end."""
    path = _file(ending, fingerprint)
    draft = path.with_name(f"{path.name}.new")
    with draft.open("wb") as file:
        file.write(serialised(ending))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    for old in _present(ending):
        if old != path:
            old.unlink(missing_ok=True)


@contextlib.contextmanager
def _writing() -> Iterator[bool]:
    """Yield True to the one process that may write now."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
