"""A shelf of documents that search knows nothing else about, and a small vocabulary."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seguia.search import registry
from seguia.search.changes import mark_changed
from seguia.search.engine import SearchPage, search
from seguia.search.index.document import Document, Texts
from seguia.search.index.follower import follow_changes, node_store
from seguia.search.index.store import IndexStore
from seguia.search.lexicon.phrases import Sense
from seguia.search.lexicon.table import TranslationTable, compile_table
from seguia.search.registry import FacetKind, Source
from seguia.search.request import SearchRequest
from seguia.vocabulary.models import Concept, LexiconEntry

KIND = "text"
CONCEPTS: dict[str, dict[str, list[str]]] = {
    "composting": {"ar": ["التسميد", "كومبوست"], "fr": ["compostage", "compost"], "en": ["composting", "compost"]},
    "waste-sorting": {"ar": ["فرز النفايات"], "fr": ["tri des déchets"], "en": ["waste sorting"]},
    "street-lighting": {"ar": ["الإنارة العمومية"], "fr": ["éclairage public"], "en": ["street lighting"]},
    "rainwater": {
        "ar": ["مياه الأمطار"],
        "fr": ["eau de pluie", "eaux pluviales"],
        "en": ["rainwater", "rain water"],
    },
}
LEXICON: list[dict[str, list[tuple[str, float]]]] = [
    {"ar": [("شجرة", 1.0), ("أشجار", 1.0)], "fr": [("arbre", 1.0)], "en": [("tree", 1.0)]},
    {"ar": [("نفايات", 1.0)], "fr": [("déchet", 1.0)], "en": [("waste", 1.0)]},
    {"ar": [("مدرسة", 1.0), ("مدارس", 1.0)], "fr": [("école", 1.0)], "en": [("school", 1.0)]},
    {"ar": [("مدينة", 1.0), ("مدن", 1.0)], "fr": [("ville", 1.0)], "en": [("city", 1.0), ("town", 1.0)]},
    {"ar": [("ماء", 1.0), ("مياه", 1.0)], "fr": [("eau", 1.0)], "en": [("water", 1.0)]},
    {"ar": [("غرس", 1.0)], "fr": [("planter", 1.0), ("plantation", 1.0)], "en": [("plant", 1.0), ("planting", 1.0)]},
]


def senses() -> Iterator[Sense]:
    """The small vocabulary."""
    for slug, labels in CONCEPTS.items():
        phrases = {
            language: [(text, 0.6 if place else 1.0) for place, text in enumerate(texts)]
            for language, texts in labels.items()
        }
        yield Sense(phrases, slug)
    for words in LEXICON:
        yield Sense(words)


@pytest.fixture(scope="session")
def table() -> TranslationTable:
    """The small vocabulary, compiled."""
    return compile_table(senses())


@pytest.fixture
def words(db: None) -> None:
    """The small vocabulary in the database."""
    for slug, labels in CONCEPTS.items():
        Concept.objects.create(
            slug=slug,
            preferred={language: texts[0] for language, texts in labels.items()},
            alternative={language: texts[1:] for language, texts in labels.items()},
        )
    for entry in LEXICON:
        LexiconEntry.objects.create(words=entry)


class Shelf:
    """Documents by number. `raising` are those whose document cannot be made."""

    def __init__(self) -> None:
        self.documents: dict[int, Document] = {}
        self.raising: dict[int, Exception] = {}

    def put(self, number: int, titles: dict[str, str], body: dict[str, str] | None = None, **fields: Any) -> Document:
        """Place a document (or replace it) without telling anybody."""
        texts = {language: Texts(title, "", (body or {}).get(language, "")) for language, title in titles.items()}
        fields.setdefault("original_language", next(iter(titles), ""))
        document = self.documents[number] = Document(KIND, number, texts, **fields)
        return document

    def change(self, number: int, titles: dict[str, str], body: dict[str, str] | None = None, **fields: Any) -> None:
        """Place a document and mark the change."""
        self.put(number, titles, body, **fields)
        mark_changed(KIND, number)

    def remove(self, number: int) -> None:
        """Withdraw a document and mark the change."""
        del self.documents[number]
        mark_changed(KIND, number)

    def source(self) -> Source:
        """As it is registered."""
        return Source(KIND, self._read, lambda: sorted(self.documents))

    def _read(self, ids: Iterable[int]) -> Iterable[Document]:
        wanted = list(ids)
        for number in wanted:
            if number in self.raising:
                raise self.raising[number]
        return [self.documents[number] for number in wanted if number in self.documents]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The only source of documents, with all facets named by their codes."""
    shelf = Shelf()
    monkeypatch.setattr(registry, "_SOURCES", {})
    monkeypatch.setattr(registry, "_FACETS", {})
    registry.register_source(shelf.source())
    for name in ("theme", "country", "size", "language"):
        order = ("small", "large") if name == "size" else ()
        registry.register_facet(
            FacetKind(name, name, lambda codes, language: {c: f"{c}/{language}" for c in codes if c != "?"}, order)
        )
    return shelf


@pytest.fixture
def node(tmp_path: Path, settings: Any) -> IndexStore:
    """This node's index in a folder of its own, not built yet."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return node_store()


@pytest.fixture
def site(node: IndexStore, shelf: Shelf, words: None) -> Shelf:
    """The shelf with an index that follows it."""
    follow_changes()
    return shelf


def find(query: str = "", language: str = "fr", **asked: Any) -> SearchPage:
    """A search of this node."""
    return search(SearchRequest(query, language, kinds=(KIND,), **asked))


def numbers(query: str = "", language: str = "fr", **asked: Any) -> list[int]:
    """Which documents were found, best first."""
    return [hit.object_id for hit in find(query, language, **asked).hits]
