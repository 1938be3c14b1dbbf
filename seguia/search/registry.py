"""What upper floors tell search at start: which objects there are, and what their facet codes are called."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from seguia.core.errors import Message
from seguia.search.index.document import Document

Labels = Callable[[Sequence[str], str], dict[str, str]]
"""(codes, language) → label by code; codes without a label are left out."""


@dataclass(frozen=True)
class Source:
    """A kind of object that can be found."""

    kind: str
    documents: Callable[[Iterable[int]], Iterable[Document]]
    """Documents of these ids that may be found by everybody; the others are taken out of the index. One that raises
    is logged, left out, and tried again: it does not hold up the others."""
    all_ids: Callable[[], Iterable[int]]


@dataclass(frozen=True)
class FacetKind:
    """A facet of the search page."""

    name: str
    label: Message
    labels: Labels
    order: Sequence[str] = ()
    """Codes in their natural order (sizes, stages); empty: by count."""


_SOURCES: dict[str, Source] = {}
_FACETS: dict[str, FacetKind] = {}


def register_source(source: Source) -> None:
    """Make a kind of object findable."""
    _SOURCES[source.kind] = source


def register_facet(facet: FacetKind) -> None:
    """Name a facet."""
    _FACETS[facet.name] = facet


def sources() -> dict[str, Source]:
    """All kinds, by name."""
    return dict(_SOURCES)


def facet_kinds() -> dict[str, FacetKind]:
    """All facets in the order in which they were registered."""
    return dict(_FACETS)
