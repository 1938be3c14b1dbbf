"""Documents from the sources, ready to be written. One that fails never holds up the others, and is never forgotten."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.db import DatabaseError, InterfaceError

from seguia.search.index.document import Document
from seguia.search.index.schema import Prepared, prepared
from seguia.search.registry import Source, sources

log = logging.getLogger("seguia.search")
BATCH = 500


@dataclass
class Gathered:
    """What became of some ids of one kind."""

    documents: list[Document] = field(default_factory=list)
    prepared: list[Prepared] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)
    """Keys of objects whose document raised."""

    def add(self, other: "Gathered") -> None:
        """Take over what another batch gave."""
        self.documents += other.documents
        self.prepared += other.prepared
        self.failing += other.failing


def gather(source: Source, ids: Sequence[int]) -> Gathered:
    """Documents of these ids. A database that does not answer is no fault of a document: that error is passed on."""
    try:
        documents = list(source.documents(ids))
        return Gathered(documents, [prepared(document) for document in documents])
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        if len(ids) == 1:
            log.exception("%s:%s cannot be read or indexed; it is tried again later", source.kind, ids[0])
            return Gathered(failing=[f"{source.kind}:{ids[0]}"])
    half, result = len(ids) // 2, Gathered()
    for part in (ids[:half], ids[half:]):
        result.add(gather(source, part))
    return result


def read_documents(source: Source, ids: Sequence[int]) -> list[Document]:
    """Documents to show. One that raises is left out, the others of the page are shown."""
    try:
        return list(source.documents(ids))
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        return gather(source, ids).documents


def gather_all() -> Iterator[Gathered]:
    """Everything that can be found, batch by batch."""
    for source in sources().values():
        for ids in _batches(source.all_ids()):
            yield gather(source, ids)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, BATCH)):
        yield batch
