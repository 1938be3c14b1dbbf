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


Dependents = Callable[[Sequence[int]], Iterable[int]]
"""ids of changed objects → ids of the objects whose documents speak of them"""

Likeness = Callable[[Sequence[int]], Sequence[float | None]]
"""identifiers of places → how like the reader's place each is, 0 to 1; None for a place that cannot be compared"""
FindLikeness = Callable[[str], Likeness | None]
"""reference of the reader's place (`hcp:1510101`) → its likeness to others; None where there is no such place"""

_LIKENESS: list[FindLikeness] = []
_SOURCES: dict[str, Source] = {}
_DEPENDENTS: dict[tuple[str, str], Dependents] = {}
_FACETS: dict[str, FacetKind] = {}


def register_source(source: Source) -> None:
    """Make a kind of object findable."""
    _SOURCES[source.kind] = source


def register_facet(facet: FacetKind) -> None:
    """Name a facet."""
    _FACETS[facet.name] = facet


def register_dependents(kind: str, of: str, find: Dependents) -> None:
    """When objects of kind `of` change, documents of `kind` change with them: an action names its town."""
    _DEPENDENTS[kind, of] = find


def register_likeness(find: FindLikeness) -> None:
    """Say how like places are to one another."""
    _LIKENESS[:] = [find]


def likeness_to(reference: str) -> Likeness | None:
    """How like others are to a place; None where it is not known or nobody can say."""
    return _LIKENESS[0](reference) if _LIKENESS else None


def dependents(of: str, ids: Sequence[int]) -> dict[str, set[int]]:
    """Ids by kind of the documents that speak of these objects."""
    return {kind: set(find(ids)) for (kind, changed), find in _DEPENDENTS.items() if changed == of}


def sources() -> dict[str, Source]:
    """All kinds, by name."""
    return dict(_SOURCES)


def facet_kinds() -> dict[str, FacetKind]:
    """All facets in the order in which they were registered."""
    return dict(_FACETS)
