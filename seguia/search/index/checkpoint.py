"""How far an index has followed the change table. It lies in the index itself, in the same commit as the documents."""

import json
from dataclasses import asdict, dataclass, field

import tantivy

from seguia.search.index.schema import CHECKPOINT


@dataclass
class Checkpoint:
    """The last change that is in the index, and what could not be brought in.

    Mutable on purpose: documents that fail while an index is being written are added before it is stored.
    """

    change: int = 0
    at: str = ""
    """When that change was written: another moment under the same number is another history (a restored backup)."""
    failing: list[str] = field(default_factory=list)
    """Keys whose document could not be made. They are out of the index and are tried again."""

    def as_document(self) -> tantivy.Document:
        """As it is stored."""
        document = tantivy.Document()
        document.add_text("key", CHECKPOINT)
        document.add_text(CHECKPOINT, json.dumps(asdict(self)))
        return document


def read_checkpoint(searcher: tantivy.Searcher, schema: tantivy.Schema) -> Checkpoint:
    """The checkpoint of a view; a new one where there is none."""
    hits = searcher.search(tantivy.Query.term_query(schema, "key", CHECKPOINT), 1).hits
    if not hits:
        return Checkpoint()
    return Checkpoint(**json.loads(searcher.doc(hits[0][1])[CHECKPOINT][0]))
