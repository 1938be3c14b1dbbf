"""The search: from what was typed to an explained page of results."""

import contextlib
from dataclasses import dataclass, field

import tantivy

from seguia.core.languages import language_codes
from seguia.search.facets import Facet, count_values, named_facets
from seguia.search.highlight import Found, Highlighter
from seguia.search.index.document import Document
from seguia.search.index.follower import node_store
from seguia.search.index.gathering import read_documents
from seguia.search.index.store import IndexMissing, IndexStore, reading
from seguia.search.query.build import all_words_query, filter_query, filtered, word_query
from seguia.search.query.parsing import parse_query
from seguia.search.query.translation import TranslatedQuery, translate_query
from seguia.search.registry import sources
from seguia.search.request import SearchRequest
from seguia.search.state import SearchState, open_state

NEAREST = 1_000
NEAR = 0.35
"""A result has at least this share of the score of the best one …"""
LEAST = 10
"""… except the first ones: a page is never emptied by one very good hit."""


@dataclass(frozen=True)
class Hit:
    """One result: which object, how it was found."""

    kind: str
    object_id: int
    score: float
    found: Found


@dataclass(frozen=True)
class Translation:
    """How one word of the query was understood in the other languages."""

    written: str
    words: dict[str, list[str]]


@dataclass(frozen=True)
class SearchPage:
    """A page of results with everything around it."""

    request: SearchRequest
    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    facets: list[Facet] = field(default_factory=list)
    did_you_mean: str = ""
    explanation: list[Translation] = field(default_factory=list)
    is_approximate: bool = False
    """No text has all the words; these have some."""
    is_ready: bool = True
    """False while the first index is being built."""
    unknown: list[str] = field(default_factory=list)
    """Words of the query that are known nowhere."""

    @property
    def pages(self) -> int:
        """Number of pages."""
        return max(1, -(-self.count // self.request.page_size))


@dataclass(frozen=True)
class Ranked:
    """Keys of matching documents, best first, with their scores, and how many match in all."""

    keys: list[tuple[str, float]]
    count: int
    words: tantivy.Query
    translated: TranslatedQuery


def rank(state: SearchState, request: SearchRequest) -> Ranked:
    """Which documents match, in order. The heart without its dress: benchmarks measure this."""
    with reading():
        return _ranked(state, request)


def _ranked(state: SearchState, request: SearchRequest) -> Ranked:
    translated = translate_query(parse_query(request.query), state.table, state.speller, request.language)
    if translated.parsed.is_empty:
        words = tantivy.Query.all_query() if not request.query.strip() else tantivy.Query.empty_query()
    else:
        words = relevant_query(state, word_query(state.schema, translated), request.kinds)
    query = filtered(words, filter_query(state.schema, request.kinds, request.filters))
    order = _order(request, translated)
    result = state.searcher.search(query, request.page_size, True, order, request.offset)
    keys = [(str(state.searcher.doc(address)["key"][0]), float(score)) for score, address in result.hits]
    return Ranked(keys, _count(result), words, translated)


def warm_up() -> None:
    """Open index and vocabulary before the first person asks; harmless while there is no index."""
    with contextlib.suppress(IndexMissing):
        open_state(node_store())


def relevant_query(state: SearchState, words: tantivy.Query, kinds: tuple[str, ...]) -> tantivy.Query:
    """`words` narrowed to documents that come near the best one: a single common word of many does not count.

    Counts and facets then speak of results that are worth reading. Where more than `NEAREST` documents come near,
    all that match stay.
    """
    hits = state.searcher.search(filtered(words, filter_query(state.schema, kinds, {})), NEAREST, False).hits
    least = NEAR * float(hits[0][0]) if hits else 0.0
    near = [address for place, (score, address) in enumerate(hits) if place < LEAST or float(score) >= least]
    if len(near) == NEAREST:
        return words
    numbers = state.searcher.fast_field_values("number", near)
    return filtered(words, tantivy.Query.term_set_query(state.schema, "number", numbers))


def _count(result: tantivy.SearchResult) -> int:
    """How many documents match (the binding's stubs do not name it)."""
    return int(getattr(result, "count", 0) or 0)


def _order(request: SearchRequest, translated: TranslatedQuery) -> str | None:
    if request.sort == "newest" or (request.sort == "relevance" and translated.parsed.is_empty):
        return "date"
    return "population" if request.sort == "population" else None


def search(request: SearchRequest, store: IndexStore | None = None) -> SearchPage:
    """Results for a reader. While there is no index that can be read the page says so (`is_ready`)."""
    try:
        state = open_state(store or node_store())
        ranked = rank(state, request)
        with reading():
            counts = count_values(state.searcher, state.schema, ranked.words, request)
            is_approximate = _is_approximate(state, ranked, request)
    except IndexMissing:
        return SearchPage(request, is_ready=False)
    return SearchPage(
        request,
        _hits(ranked, request),
        ranked.count,
        named_facets(counts, request),
        _corrected(ranked.translated),
        _explanation(ranked.translated, state),
        is_approximate,
        unknown=ranked.translated.unknown,
    )


def _hits(ranked: Ranked, request: SearchRequest) -> list[Hit]:
    highlighter = Highlighter(ranked.translated, request.language)
    documents = _documents([key for key, _ in ranked.keys])
    return [
        Hit(documents[key].kind, documents[key].object_id, score, highlighter.explain(documents[key]))
        for key, score in ranked.keys
        if key in documents and documents[key].texts
    ]


def _documents(keys: list[str]) -> dict[str, Document]:
    """The texts of hits, as the database has them now; what was withdrawn a moment ago is left out."""
    ids: dict[str, list[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        ids.setdefault(kind, []).append(int(number))
    registered = sources()
    found = [
        d for kind, numbers in ids.items() if kind in registered for d in read_documents(registered[kind], numbers)
    ]
    return {document.key: document for document in found}


def _is_approximate(state: SearchState, ranked: Ranked, request: SearchRequest) -> bool:
    if ranked.translated.parsed.is_empty or len(ranked.translated.groups) < 2 or not ranked.count:
        return False
    conditions = filter_query(state.schema, request.kinds, request.filters)
    complete = filtered(all_words_query(state.schema, ranked.translated), conditions)
    return not state.searcher.search(complete, 1, False).hits


def _corrected(translated: TranslatedQuery) -> str:
    """The query with slips mended; empty when there is none."""
    if not translated.corrections:
        return ""
    text = translated.parsed.text
    for word in reversed(translated.parsed.words):
        if meant := translated.corrections.get(word.written):
            text = text[: word.start] + meant + text[word.start + len(word.written) :]
    return text


def _explanation(translated: TranslatedQuery, state: SearchState) -> list[Translation]:
    """For each word, up to two words of each other language it was taken for."""
    result = []
    for group in translated.groups:
        words: dict[str, list[str]] = {}
        for language in language_codes():
            if translated.languages.get(language, 0.0) >= 0.99:
                continue
            found = [(w, stem) for (code, stem), w in group.alternatives.items() if code == language and w > 0.4]
            spellings = state.table.spellings.get(language, {})
            shown = [spellings[stem] for _, stem in sorted(found, reverse=True) if stem in spellings]
            if shown:
                words[language] = list(dict.fromkeys(shown))[:2]
        if words:
            result.append(Translation(group.written, words))
    return result
