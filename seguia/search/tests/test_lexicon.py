"""Learning word translations from phrases, and keeping them on disk."""

from pathlib import Path

import pytest

from seguia.search.analysis import stems
from seguia.search.lexicon import table as table_module
from seguia.search.lexicon.alignment import learn_translations, pivot_synonyms
from seguia.search.lexicon.phrases import Sense, phrase_pairs, senses_of_database
from seguia.search.lexicon.table import TranslationTable, compile_table, load_table, save_table
from seguia.search.tests.conftest import senses
from seguia.vocabulary.models import Concept


def stem(word: str, language: str) -> str:
    return stems(word, language)[0]


def best(table: TranslationTable, word: str, source: str, target: str) -> str:
    return next(iter(table.translations(stem(word, source), source, target)))


@pytest.mark.parametrize(
    ("ar", "fr", "en"),
    [("التسميد", "compostage", "composting"), ("فرز", "tri", "sorting"), ("شجرة", "arbre", "tree")],
)
def test_right_word_wins_in_every_direction(table: TranslationTable, ar: str, fr: str, en: str) -> None:
    written = {"ar": ar, "fr": fr, "en": en}
    for source in written:
        for target in written:
            if source != target:
                assert best(table, written[source], source, target) == stem(written[target], target)


def test_words_of_a_phrase_are_told_apart_by_what_else_they_stand_in(table: TranslationTable) -> None:
    sorting = table.translations(stem("tri", "fr"), "fr", "en")
    assert sorting[stem("sorting", "en")] > sorting.get(stem("waste", "en"), 0.0)


def test_direct_translations_are_symmetric() -> None:
    learnt = learn_translations(
        phrase_pairs(Sense({k: v for k, v in sense.phrases.items() if k != "ar"}) for sense in senses())
    )
    there, back = learnt["fr", "en"], learnt["en", "fr"]
    for source, targets in there.items():
        for target, weight in targets.items():
            assert back[target][source] == pytest.approx(weight)


def test_third_language_joins_two_that_never_met() -> None:
    apart = [
        Sense({"ar": [("شجرة", 1.0)], "en": [("tree", 1.0)]}),
        Sense({"en": [("tree", 1.0)], "fr": [("arbre", 1.0)]}),
        Sense({"ar": [("مدرسة", 1.0)], "fr": [("école", 1.0)]}),
        Sense({"ar": [("شجرة", 1.0), ("مدرسة", 0.1)], "fr": [("école", 0.1)]}),
    ]
    learnt = learn_translations(phrase_pairs(apart))
    assert stem("arbre", "fr") in learnt["ar", "fr"][stem("شجرة", "ar")]
    without = learn_translations(phrase_pairs([apart[0], *apart[2:]]))
    assert stem("arbre", "fr") not in without["ar", "fr"].get(stem("شجرة", "ar"), {})


def test_broken_plural_and_singular_are_synonyms(table: TranslationTable) -> None:
    assert stem("أشجار", "ar") != stem("شجرة", "ar")
    assert stem("أشجار", "ar") in table.translations(stem("شجرة", "ar"), "ar", "ar")
    learnt = {key: found for key, found in table.words.items() if key[0] != key[1]}
    assert pivot_synonyms(learnt, "ar") == table.words["ar", "ar"]


def test_learning_is_deterministic(table: TranslationTable) -> None:
    again = compile_table(senses())
    assert (again.words, again.spellings, again.by_phrase) == (table.words, table.spellings, table.by_phrase)
    assert [list(found) for found in again.words["ar", "fr"].values()] == [
        list(found) for found in table.words["ar", "fr"].values()
    ]


def test_unknown_words_have_no_translation(table: TranslationTable) -> None:
    assert table.translations("zzz", "fr", "ar") == {}
    assert table.translations("arbr", "fr", "es") == {}
    assert not table.knows("zzz", "fr")


def test_longest_concept_is_found_in_a_sequence(table: TranslationTable) -> None:
    sequence = stems("le tri des déchets et le compostage", "fr")
    found = table.concepts_in(sequence, "fr")
    assert [(start, end, concept.slug) for start, end, concept in found] == [
        (0, 2, "waste-sorting"),
        (2, 3, "composting"),
    ]
    assert table.concepts_in([], "fr") == []
    assert table.concepts_in(sequence, "en") == []


def test_saved_table_is_loaded_equal(table: TranslationTable, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "lexicon.json"
    save_table(table, path)
    loaded = load_table(path)
    for name in ("words", "concepts", "by_phrase", "spellings"):
        assert getattr(loaded, name) == getattr(table, name), name
    assert loaded.written_words("ar") == table.written_words("ar")
    assert [p.name for p in path.parent.iterdir()] == ["lexicon.json"]


def test_table_is_replaced_whole_or_not_at_all(
    table: TranslationTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lexicon.json"
    save_table(table, path)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(table_module.os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        save_table(TranslationTable(), path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"words": 1}', '{"words": [], "concepts": [[1]]}'])
def test_what_is_no_table_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "lexicon.json"
    path.write_text(content)
    with pytest.raises(ValueError):  # noqa: PT011 -- json and our own message both are
        load_table(path)


def test_vocabulary_of_the_database_gives_the_same_table(words: None, table: TranslationTable) -> None:
    assert compile_table(senses_of_database()).words == table.words


@pytest.mark.django_db
def test_concept_with_one_language_teaches_nothing_and_harms_nothing() -> None:
    Concept.objects.create(slug="alone", preferred={"ar": "وحيد"}, alternative={"ar": [], "fr": []})
    compiled = compile_table(senses_of_database())
    assert compiled.words == {}
    assert compiled.concepts["alone"].labels == {"ar": ["وحيد"]}
