"""Counts beside the results: how many there are of each theme, country, size …"""

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy

from seguia.core.errors import Message
from seguia.search.index.schema import FACETS, facet_field
from seguia.search.query.build import filter_query, filtered
from seguia.search.ranking import Ranked
from seguia.search.registry import FacetKind, facet_kinds
from seguia.search.request import SearchRequest, parameter_of
from seguia.search.state import Counts, SearchState

MOST_VALUES = 250
MOST_REMEMBERED = 500


@dataclass(frozen=True)
class FacetValue:
    """One value with its name in the reader's language."""

    value: str
    label: str
    count: int
    is_active: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its values, active ones first."""

    name: str
    label: Message
    values: list[FacetValue]

    @property
    def parameter(self) -> str:
        """Its name in the address."""
        return parameter_of(self.name)

    @property
    def active(self) -> list[FacetValue]:
        """The chosen values."""
        return [value for value in self.values if value.is_active]


def count_values(state: SearchState, ranked: Ranked, request: SearchRequest) -> Counts:
    """Counts of all facets that are shown: one pass over the results, and one more for each facet that is filtered
    by, which counts what its other values would give. Those of the whole catalogue are remembered until it changes."""
    if request.query.strip():
        return _counted(state, ranked, request)
    asked = (request.kinds, tuple((name, tuple(values)) for name, values in sorted(request.filters.items())))
    if asked not in state.counts:
        if len(state.counts) >= MOST_REMEMBERED:
            state.counts.clear()
        state.counts[asked] = _counted(state, ranked, request)
    return state.counts[asked]


def _counted(state: SearchState, ranked: Ranked, request: SearchRequest) -> Counts:
    shown = [name for name in FACETS if name in facet_kinds()]
    counts = _counts(state.searcher, ranked.within, [name for name in shown if name not in request.filters])
    for name in shown:
        if name in request.filters:
            others = {facet: values for facet, values in request.filters.items() if facet != name}
            query = filtered(ranked.around, filter_query(state.schema, request.kinds, others))
            counts |= _counts(state.searcher, query, [name])
    return counts


def named_facets(counts: Counts, request: SearchRequest) -> list[Facet]:
    """The facets with their values in the reader's language, in the order of the page."""
    return [_facet(kind, counts.get(name, {}), request) for name, kind in facet_kinds().items()]


def _counts(searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str]) -> Counts:
    if not names:
        return {}
    wanted = {name: {"terms": {"field": facet_field(name), "size": MOST_VALUES}} for name in names}
    result = searcher.aggregate(query, wanted)
    return {name: {b["key"]: b["doc_count"] for b in result[name]["buckets"]} for name in names}


def _facet(kind: FacetKind, counts: dict[str, int], request: SearchRequest) -> Facet:
    chosen = request.filters.get(kind.name, [])
    codes = list(dict.fromkeys([*chosen, *counts]))
    labels = kind.labels(codes, request.language)
    values = [
        FacetValue(code, labels.get(code, code), counts.get(code, 0), code in chosen)
        for code in codes
        if code in labels or code in chosen
    ]
    place = {code: number for number, code in enumerate(kind.order)}
    values.sort(key=lambda v: (not v.is_active, place.get(v.value, 0), -v.count, v.label))
    return Facet(kind.name, kind.label, values)
