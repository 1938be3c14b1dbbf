"""The search: from what was typed to an explained page of results."""

import contextlib
from dataclasses import dataclass, field

from seguia.core.languages import language_codes
from seguia.search.facets import Facet, count_values, named_facets
from seguia.search.highlight import Found, Highlighter
from seguia.search.index.document import Document
from seguia.search.index.follower import node_store
from seguia.search.index.gathering import read_documents
from seguia.search.index.store import IndexMissing, IndexStore, reading
from seguia.search.query.translation import TranslatedQuery
from seguia.search.ranking import Near, Ranked, rank
from seguia.search.registry import sources
from seguia.search.request import SearchRequest
from seguia.search.state import SearchState, open_state


@dataclass(frozen=True)
class Hit:
    """One result: which object, how it was found."""

    kind: str
    object_id: int
    score: float
    found: Found
    likeness: float | None = None
    """How like the reader's place its town is, 0 to 1, where that was asked for and can be said."""


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
    is_capped: bool = False
    """More come near; these are the nearest."""
    facets: list[Facet] = field(default_factory=list)
    did_you_mean: str = ""
    explanation: list[Translation] = field(default_factory=list)
    is_approximate: bool = False
    """None of the best results has all the words; they have some."""
    is_ready: bool = True
    """False while the first index is being built."""
    unknown: list[str] = field(default_factory=list)
    """Words of the query that are known nowhere."""

    @property
    def pages(self) -> int:
        """Number of pages."""
        return max(1, -(-self.count // self.request.page_size))


def warm_up() -> None:
    """Open index and vocabulary before the first person asks; harmless while there is no index."""
    with contextlib.suppress(IndexMissing):
        open_state(node_store())


def search(request: SearchRequest, store: IndexStore | None = None) -> SearchPage:
    """Results for a reader. While there is no index that can be read the page says so (`is_ready`)."""
    try:
        state = open_state(store or node_store())
        with reading():
            ranked = rank(state, request)
            counts = count_values(state, ranked, request)
    except IndexMissing:
        return SearchPage(request, is_ready=False)
    hits = _hits(ranked, request)
    return SearchPage(
        request,
        hits,
        ranked.count,
        ranked.is_capped,
        named_facets(counts, request),
        _corrected(ranked.translated),
        _explanation(ranked.translated, state),
        _is_approximate(ranked, request, hits),
        unknown=ranked.translated.unknown,
    )


def found_ids(request: SearchRequest, store: IndexStore | None = None) -> list[int]:
    """Only which objects, best first: nothing is counted and no text is read. Empty while there is no index."""
    try:
        state = open_state(store or node_store())
        with reading():
            return [near.object_id for near in rank(state, request).page]
    except IndexMissing:
        return []


def _hits(ranked: Ranked, request: SearchRequest) -> list[Hit]:
    highlighter = Highlighter(ranked.translated, request.language)
    documents = _documents(ranked.page)
    return [
        Hit(near.kind, near.object_id, near.score, highlighter.explain(documents[near.key]), near.likeness)
        for near in ranked.page
        if near.key in documents and documents[near.key].texts
    ]


def _documents(page: list[Near]) -> dict[str, Document]:
    """The texts of hits, as the database has them now; what was withdrawn a moment ago is left out."""
    ids: dict[str, list[int]] = {}
    for near in page:
        ids.setdefault(near.kind, []).append(near.object_id)
    registered = sources()
    found = [
        d for kind, numbers in ids.items() if kind in registered for d in read_documents(registered[kind], numbers)
    ]
    return {document.key: document for document in found}


def _is_approximate(ranked: Ranked, request: SearchRequest, hits: list[Hit]) -> bool:
    """Whether some word of the query is missing in each of the best results. Later pages say nothing of the best."""
    best_shown = request.page == 1 and request.sort == "relevance" and not request.like
    return (
        best_shown and len(ranked.translated.groups) > 1 and bool(hits) and not any(h.found.is_complete for h in hits)
    )


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
