"""The search turned round: which of a few objects, just changed, does a request find? For alerts."""

from collections.abc import Iterable

import tantivy
from tantivy import Occur, Query

from seguia.search.highlight import Found, Highlighter
from seguia.search.index.checkpoint import read_checkpoint
from seguia.search.index.follower import node_store
from seguia.search.index.gathering import read_documents
from seguia.search.index.store import reading
from seguia.search.models import Change
from seguia.search.query.build import all_words_query, filter_query, filtered, word_query
from seguia.search.query.translation import TranslatedQuery
from seguia.search.ranking import understood
from seguia.search.registry import sources
from seguia.search.request import SearchRequest
from seguia.search.state import SearchState, open_state


class IndexMoment:
    """The index of this node as it is at one moment, and the last change that is in it. Raises `IndexMissing`."""

    def __init__(self) -> None:
        self._state: SearchState = open_state(node_store())
        with reading():
            self.change: int = read_checkpoint(self._state.searcher, self._state.schema).change

    def found_among(self, request: SearchRequest, kind: str, ids: Iterable[int]) -> list[int]:
        """Those of `ids` that have every word of the request (in any language) and pass its filters; any order.

        Stricter than the search page, which shows texts with some of the words below those with all.
        """
        keys = [f"{kind}:{number}" for number in ids]
        if not keys:
            return []
        among = (Occur.Must, Query.term_set_query(self._state.schema, "key", keys))
        query = Query.boolean_query([(Occur.Must, self._query(request)), among])
        with reading():
            hits = self._state.searcher.search(query, len(keys)).hits
            found = [str(self._state.searcher.doc(address)["key"][0]) for _, address in hits]
        return [int(key.partition(":")[2]) for key in found]

    def explained(self, request: SearchRequest, kind: str, ids: Iterable[int]) -> dict[int, Found]:
        """Why each of these was found."""
        highlighter = Highlighter(self._translated(request), request.language)
        documents = read_documents(sources()[kind], list(ids))
        return {document.object_id: highlighter.explain(document) for document in documents if document.texts}

    def _translated(self, request: SearchRequest) -> TranslatedQuery:
        return understood(self._state, request)

    def _query(self, request: SearchRequest) -> tantivy.Query:
        translated, schema = self._translated(request), self._state.schema
        conditions = filter_query(schema, request.kinds, request.filters)
        if translated.parsed.is_empty:
            return filtered(Query.empty_query() if request.query.strip() else Query.all_query(), conditions)
        words = filtered(word_query(self._state.searcher, schema, translated), conditions)
        if len(translated.groups) < 2:
            return words
        return Query.boolean_query([(Occur.Must, words), (Occur.Must, all_words_query(schema, translated))])


def changed_between(kind: str, after: int, until: int) -> set[int]:
    """Ids of objects of a kind that changed after one change and until another (the latter included)."""
    changes = Change.objects.filter(kind=kind, pk__gt=after, pk__lte=until)
    return set(changes.order_by().values_list("object_id", flat=True))


def last_change() -> int:
    """The number of the last change that was committed; 0 before the first."""
    return Change.objects.order_by("pk").values_list("pk", flat=True).last() or 0
