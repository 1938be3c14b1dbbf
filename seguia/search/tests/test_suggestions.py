"""Help while typing."""

import json
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from seguia.search.index.store import IndexStore
from seguia.search.lexicon.table import KnownConcept, TranslationTable, save_table
from seguia.search.suggestions import LONGEST, Suggestion, _Labels, suggest
from seguia.search.tests.conftest import Shelf
from seguia.search.views import suggestions


@pytest.fixture
def shop(tmp_path: Path, table: TranslationTable) -> IndexStore:
    """An index without texts: the vocabulary is enough."""
    shop = IndexStore(tmp_path / "index")
    shop.build([])
    save_table(table, shop.lexicon_path)
    return shop


def texts(shop: IndexStore, typed: str, language: str = "fr") -> list[str]:
    return [suggestion.text for suggestion in suggest(typed, language, store=shop)]


def test_label_comes_in_the_language_typed_with_the_readers_word(shop: IndexStore) -> None:
    assert suggest("فرز", "fr", store=shop) == [Suggestion("فرز النفايات", "ar", "tri des déchets")]
    assert suggest("tri", "fr", store=shop) == [Suggestion("tri des déchets", "fr", "")]
    assert suggest("tri", "ar", store=shop) == [Suggestion("tri des déchets", "fr", "فرز النفايات")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("eclairage", "éclairage public"),
        ("ÉCLAI", "éclairage public"),
        ("تسميد", "التسميد"),
        ("الانارة", "الإنارة العمومية"),
        ("إنار", "الإنارة العمومية"),
        ("أمطار", "مياه الأمطار"),
        ("  eau   de pl", "eau de pluie"),
        ("public", "éclairage public"),
    ],
)
def test_accents_hamza_article_and_later_words_do_not_matter(shop: IndexStore, typed: str, found: str) -> None:
    assert texts(shop, typed) == [found]


def test_each_concept_once_and_the_readers_language_first(shop: IndexStore) -> None:
    assert suggest("compost", "fr", store=shop) == [Suggestion("compostage", "fr", "")]
    assert suggest("compost", "en", store=shop) == [Suggestion("composting", "en", "")]
    assert texts(shop, "comp") == ["compostage"]


def test_first_words_come_before_later_ones(table: TranslationTable) -> None:
    found = [label.text for label in _Labels(table).beginning("de", "fr")]
    assert found == ["tri des déchets"]
    assert [label.text for label in _Labels(table).beginning("eau", "fr")] == ["eau de pluie", "eaux pluviales"]


def test_limit(shop: IndexStore) -> None:
    assert len(suggest("ال", "ar", store=shop)) == 4
    assert len(suggest("ال", "ar", limit=2, store=shop)) == 2


def test_word_shared_by_two_concepts_is_one_line(shop: IndexStore) -> None:
    shared = {name: KnownConcept(name, {}, {"ar": ["ماء الورد"], "fr": [name]}) for name in ("rose", "miel")}
    save_table(TranslationTable(concepts=shared), shop.lexicon_path)
    assert suggest("ماء", "ar", store=shop) == [Suggestion("ماء الورد", "ar", "")]
    assert {found.label for found in suggest("ماء", "fr", store=shop)} == {"rose", "miel"}


@pytest.mark.parametrize("typed", ["", " ", "c", "zz", "\x00", "((", "«»", "*", "comp*", "x" * 100_000])
def test_nothing_to_suggest(shop: IndexStore, typed: str) -> None:
    assert suggest(typed, "fr", store=shop) == ([] if typed != "comp*" else suggest("comp", "fr", store=shop))


def test_long_text_is_cut(shop: IndexStore) -> None:
    assert texts(shop, "compost" + " " * LONGEST + "zzz") == ["compostage"]


def test_changed_vocabulary_is_suggested(shop: IndexStore, table: TranslationTable) -> None:
    assert texts(shop, "tri") == ["tri des déchets"]
    save_table(TranslationTable(), shop.lexicon_path)
    assert texts(shop, "tri") == []


def test_no_index_suggests_nothing(tmp_path: Path) -> None:
    assert suggest("compost", "fr", store=IndexStore(tmp_path)) == []


def test_address_answers_with_data(site: Shelf, rf: RequestFactory) -> None:
    with override("ar"):
        response = suggestions(rf.get("/", {"q": "éclai"}))
    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content) == [
        {"text": "éclairage public", "language": "fr", "label": "الإنارة العمومية", "direction": "ltr"}
    ]
    assert json.loads(suggestions(rf.get("/")).content) == []
    assert suggestions(rf.post("/")).status_code == 405
