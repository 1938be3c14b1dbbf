"""Which documents answer a request, and in what order."""

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from tantivy import DocAddress, Query

from seguia.search.index.numbering import kind_and_id, number_of, numbers_of_kinds
from seguia.search.index.schema import COMPLETE
from seguia.search.query.build import filter_query, filtered, word_query
from seguia.search.query.parsing import parse_query
from seguia.search.query.translation import TranslatedQuery, literal_query, translate_query
from seguia.search.registry import likeness_to
from seguia.search.request import SearchRequest
from seguia.search.state import SearchState

Found = TypeVar("Found")
Hits = Sequence[tuple[float, DocAddress]]
"""(score, document), best first."""
NEAREST = 1_000
"""A request with words has at most so many results: the nearest ones."""
NEAR = 0.35
"""A result has at least this share of the score of the best one …"""
LEAST = 10
MOST_REMEMBERED = 120
"""… except the first ones: a page is never emptied by one very good hit."""


@dataclass(frozen=True)
class TieBreakers:
    """What moves a result a little: shares of its score."""

    completeness: float = 0.03
    freshness: float = 0.02
    half_fresh: float = 3 * 365.25 * 86_400
    """Age in seconds at which half of the freshness is left."""
    likeness: float = 0.6
    """For a place as like as can be, where the reader asked for towns like theirs first."""


class Near(NamedTuple):
    """A result before its texts are read. There are up to a thousand a search: a tuple is made quickest."""

    address: DocAddress
    score: float
    kind: str
    object_id: int
    likeness: float | None = None
    """0 to 1, where the reader asked for towns like theirs first and the place is known."""

    @property
    def key(self) -> str:
        """`kind:id`."""
        return f"{self.kind}:{self.object_id}"


@dataclass(frozen=True)
class Ranked:
    """The results of one page, how many there are, and the queries facets are counted over."""

    page: list[Near]
    count: int
    is_capped: bool
    """More come near than are shown."""
    around: Query
    """What is found without the filters."""
    within: Query
    """What is found."""
    translated: TranslatedQuery

    @property
    def keys(self) -> list[str]:
        """Keys of the page, best first."""
        return [near.key for near in self.page]


def rank(state: SearchState, request: SearchRequest) -> Ranked:
    """Which documents match, in order. The heart without its dress: benchmarks measure this."""
    translated = understood(state, request)
    if not request.query.strip():
        return _everything(state, request, translated)
    if translated.parsed.is_empty:
        nothing = Query.empty_query()
        return Ranked([], 0, False, nothing, nothing, translated)
    return _nearest(state, request, translated)


def understood(state: SearchState, request: SearchRequest) -> TranslatedQuery:
    """What the words of a request stand for."""
    parsed = parse_query(request.query)
    if request.is_literal:
        return literal_query(parsed, state.table, request.language)
    return translate_query(parsed, state.table, state.speller, request.language)


def _everything(state: SearchState, request: SearchRequest, translated: TranslatedQuery) -> Ranked:
    """Without words all objects are results, the newest first."""
    around = filter_query(state.schema, request.kinds, {})
    within = filter_query(state.schema, request.kinds, request.filters)
    by_likeness = bool(request.like) and request.sort == "relevance"
    size, offset = (NEAREST, 0) if by_likeness else (request.page_size, request.offset)
    order = "population" if request.sort == "population" else "date"
    result = state.searcher.search(within, size, True, order, offset)
    page = _numbered(state, [(1.0, address) for _, address in result.hits], request.kinds)
    count = int(getattr(result, "count", 0) or 0)
    if by_likeness:
        page, count = _page_of(state, request, page), min(count, NEAREST)
    return Ranked(page, count, False, around, within, translated)


def _nearest(state: SearchState, request: SearchRequest, translated: TranslatedQuery) -> Ranked:
    words = word_query(state.searcher, state.schema, translated)
    near, is_capped = _pool(state, words, request)
    around = within = _these(state, near)
    if request.filters:
        conditions = filter_query(state.schema, request.kinds, request.filters)
        if is_capped:
            least = NEAR * near[0].score
            near, is_capped = _cut(_searched(state, filtered(words, conditions), request.kinds), least)
            within = _these(state, near)
        else:
            kept = _searched(state, filtered(around, conditions), request.kinds)
            passed = {one.key for one in kept}
            near = [one for one in near if one.key in passed]
    return Ranked(_page_of(state, request, near), len(near), is_capped, around, within, translated)


def _pool(state: SearchState, words: Query, request: SearchRequest) -> tuple[list[Near], bool]:
    """The nearest of these kinds. Whoever filters or turns the page after a search has it remembered."""
    asked = (request.query, request.language, request.is_literal)
    hits = _remembered(state, asked, lambda: state.searcher.search(words, NEAREST, False).hits)
    return _remembered(state, (*asked, request.kinds), lambda: _pool_of(state, words, hits, request.kinds))


def _remembered(state: SearchState, asked: Hashable, read: Callable[[], Found]) -> Found:
    """What was read for this before, or is read now."""
    if asked not in state.pools:
        if len(state.pools) >= MOST_REMEMBERED:
            state.pools.clear()
        state.pools[asked] = read()
    found: Found = state.pools[asked]
    return found


def _pool_of(state: SearchState, words: Query, hits: Hits, kinds: Sequence[str]) -> tuple[list[Near], bool]:
    """Kinds are sorted out of the hits of all kinds, which is faster where nearly all are of one kind. The index is asked
    for them alone only where hits that were not read could come near enough."""
    near = _numbered(state, hits, kinds)
    are_all_read = len(hits) < NEAREST or (len(near) >= LEAST and hits[-1][0] < NEAR * near[0].score)
    if len(near) < len(hits) and not are_all_read:
        near = _searched(state, filtered(words, filter_query(state.schema, kinds, {})), kinds)
    return _cut(near, NEAR * near[0].score if near else 0.0)


def _searched(state: SearchState, query: Query, kinds: Sequence[str]) -> list[Near]:
    return _numbered(state, state.searcher.search(query, NEAREST, False).hits, kinds)


def _cut(near: list[Near], least: float) -> tuple[list[Near], bool]:
    """Without those that are too far from the best; and whether more come near than were read."""
    kept = [one for place, one in enumerate(near) if place < LEAST or one.score >= least]
    return kept, len(kept) == NEAREST


def _numbered(state: SearchState, hits: Hits, kinds: Sequence[str]) -> list[Near]:
    """Hits of these kinds, read from a column of numbers: no stored document is opened."""
    addresses = [address for _, address in hits]
    numbers = state.searcher.fast_field_values("number", addresses) if addresses else []
    known = numbers_of_kinds(kinds)
    found = []
    for (score, address), number in zip(hits, numbers, strict=True):
        kind, object_id = kind_and_id(known, int(number or 0))
        if kind:
            found.append(Near(address, float(score), kind, object_id))
    return found


def _these(state: SearchState, near: Sequence[Near]) -> Query:
    """Exactly these documents."""
    numbers = [number_of(one.kind, one.object_id) for one in near]
    if not numbers:
        return Query.empty_query()
    return Query.term_set_query(state.schema, "number", numbers)


def _page_of(state: SearchState, request: SearchRequest, near: list[Near]) -> list[Near]:
    """The part of the results that is shown, in the order that is asked for."""
    if not near:
        return near
    addresses = [one.address for one in near]

    def column(name: str) -> list[float]:
        return [float(value or 0) for value in state.searcher.fast_field_values(name, addresses)]

    likenesses: list[float | None] = [None] * len(near)
    if request.sort == "relevance":
        likenesses = (_likenesses(request, column) if request.like else None) or likenesses
        worths = _worths(near, column("date"), column("completeness"), likenesses)
    else:
        worths = column("date" if request.sort == "newest" else "population")
    order = sorted(range(len(near)), key=lambda place: (-worths[place], place))
    shown = order[request.offset :][: request.page_size]
    return [near[place]._replace(likeness=likenesses[place]) for place in shown]


def _likenesses(request: SearchRequest, column: Callable[[str], list[float]]) -> list[float | None] | None:
    likeness = likeness_to(request.like)
    return list(likeness([int(place) for place in column("place")])) if likeness else None


def _worths(
    near: list[Near], dates: list[float], completeness: list[float], likenesses: list[float | None]
) -> list[float]:
    weights, now = TieBreakers(), time.time()
    worths = []
    for one, date, complete, like in zip(near, dates, completeness, likenesses, strict=True):
        fresh = 0.5 ** (max(0.0, now - date) / weights.half_fresh) if date else 0.0
        little = 1 + weights.completeness * complete / COMPLETE + weights.freshness * fresh
        worths.append(one.score * little * (1 + weights.likeness * (like or 0.0)))
    return worths
