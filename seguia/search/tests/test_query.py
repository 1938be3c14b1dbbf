"""From what was typed to weighted words of every language."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seguia.search.analysis import stems
from seguia.search.lexicon.table import TranslationTable
from seguia.search.query.parsing import MAX_CHARACTERS, MAX_PHRASES, MAX_WORDS, parse_query
from seguia.search.query.spelling import Speller
from seguia.search.query.translation import (
    MOST_CORRECTIONS,
    TranslatedQuery,
    query_languages,
    translate_query,
)
from seguia.search.tests.test_analysis import QUICK, TEXTS


def translated(table: TranslationTable, query: str, language: str = "fr") -> TranslatedQuery:
    return translate_query(parse_query(query), table, Speller(table, None), language)


def written(table: TranslationTable, query: str, language: str = "fr") -> list[str]:
    return [group.written for group in translated(table, query, language).groups]


def likeliest(table: TranslationTable, query: str, hint: str) -> str:
    languages = query_languages(parse_query(query), table, hint)
    return max(languages, key=lambda code: languages[code])


@pytest.mark.parametrize(
    ("query", "hint", "expected"),
    [
        ("gestion de l'eau dans la ville", "fr", ["gestion", "eau", "ville"]),
        ("gestion de l’eau dans la ville", "en", ["gestion", "eau", "ville"]),
        ("the water of the town", "fr", ["water", "town"]),
        ("les arbres qu’on plante", "ar", ["arbres", "plante"]),
        ("غرس الأشجار في المدينة", "fr", ["غرس", "الأشجار", "المدينة"]),
        ("compost التسميد", "en", ["compost", "التسميد"]),
    ],
)
def test_stop_words_of_the_querys_own_language_do_not_count(
    table: TranslationTable, query: str, hint: str, expected: list[str]
) -> None:
    assert written(table, query, hint) == expected


def test_word_that_is_a_stop_word_only_elsewhere_counts(table: TranslationTable) -> None:
    assert written(table, "car sharing in town", "en") == ["car", "sharing", "town"]


@pytest.mark.parametrize(("query", "hint"), [("pour les", "fr"), ("في من", "ar"), ("of the", "en")])
def test_only_stop_words_are_taken_as_they_are(table: TranslationTable, query: str, hint: str) -> None:
    assert written(table, query, hint) == query.split()


@pytest.mark.parametrize(
    ("query", "hint", "language"),
    [
        ("tri des déchets", "en", "fr"),
        ("waste sorting", "fr", "en"),
        ("فرز", "fr", "ar"),
        ("compost", "fr", "fr"),
        ("compost", "en", "en"),
        ("zzz", "en", "en"),
        ("zzz", "fr", "fr"),
    ],
)
def test_language_is_guessed_from_script_then_words_then_reader(
    table: TranslationTable, query: str, hint: str, language: str
) -> None:
    assert likeliest(table, query, hint) == language


def test_group_brings_the_words_of_the_other_languages(table: TranslationTable) -> None:
    (group,) = translated(table, "arbres").groups
    offered = {language for language, _ in group.alternatives}
    assert offered == {"ar", "fr", "en"}
    assert group.alternatives["fr", stems("arbre", "fr")[0]] == 1.0
    assert 0.5 < group.alternatives["ar", stems("أشجار", "ar")[0]] < 1.0


def test_word_quoted_in_another_script_is_looked_for_as_it_stands(table: TranslationTable) -> None:
    (group,) = translated(table, "PCAET").groups
    assert group.alternatives["ar", "pcaet"] == 1.0
    (group,) = translated(table, "الواحات").groups
    assert group.alternatives["fr", stems("الواحات", "ar")[0]] == 1.0


def test_concept_of_several_words_brings_its_phrases(table: TranslationTable) -> None:
    result = translated(table, "le tri des déchets à l’école")
    assert [concept.slug for concept in result.concepts] == ["waste-sorting"]
    (group,) = result.concept_groups
    assert group.written == "tri déchets"
    assert ("ar", tuple(stems("فرز النفايات", "ar"))) in [(code, phrase) for code, phrase, _ in group.phrases]


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [("compostge", "fr", "compostage"), ("sortng", "en", "sorting"), ("التسميذ", "ar", "التسميد")],
)
def test_slips_are_mended_in_every_script(table: TranslationTable, typed: str, language: str, meant: str) -> None:
    result = translated(table, typed, language)
    assert result.corrections == {typed: meant}
    assert (language, stems(meant, language)[0]) in result.groups[0].alternatives


def test_known_and_short_words_are_not_mended(table: TranslationTable) -> None:
    assert translated(table, "compost arbre eau").corrections == {}
    assert translated(table, "zx 12345").corrections == {}


def test_at_most_some_words_are_mended(table: TranslationTable) -> None:
    typed = "compostge éclairge publc plui tr eaux écol vile arbe plantr déchetz compostagee"
    assert len(translated(table, f"{typed} compostaje compostahe").corrections) == MOST_CORRECTIONS


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ('"eau de pluie"', ["eau de pluie"]),
        ("« eau de pluie » ville", ["eau de pluie"]),
        ("“rain water”", ["rain water"]),
        ("«مياه الأمطار»", ["مياه الأمطار"]),
        ('"eau', []),
        ('eau"', []),
        ('""', []),
        ('"a" "b', ["a"]),
    ],
)
def test_quotes_keep_words_together_and_odd_ones_are_harmless(query: str, phrases: list[str]) -> None:
    assert parse_query(query).phrases == phrases


def test_signs_of_query_languages_are_only_signs(table: TranslationTable) -> None:
    result = translated(table, "+compost -ville AND arbre OR (eau^2)~ title:école* \\ / [a TO b]")
    assert [g.written for g in result.groups if len(g.written) > 3] == ["compost", "ville", "arbre", "title", "école"]


def test_long_query_is_cut_and_fast() -> None:
    started = time.process_time()
    parsed = parse_query("تسميد compost " * 7_000)
    assert time.process_time() - started < 1
    assert len(parsed.text) <= MAX_CHARACTERS
    assert len(parsed.words) == MAX_WORDS
    assert len(parse_query('"a b" ' * 60).phrases) == MAX_PHRASES


def test_invisible_characters_are_dropped(table: TranslationTable) -> None:
    assert parse_query("eau\x00 \u202e\u2066ville\x1b").text == "eau ville"
    assert written(table, "eau\x00\u202eville") == ["eau", "ville"]


@QUICK
@given(TEXTS, st.sampled_from(["ar", "fr", "en", "xx"]))
def test_any_query_is_translated(table: TranslationTable, query: str, language: str) -> None:
    result = translated(table, query, language)
    assert len(result.groups) == len(result.parsed.words) <= MAX_WORDS
    for word in result.parsed.words:
        assert result.parsed.text[word.start : word.start + len(word.written)] == word.written
    assert all(0 < weight <= 1.0 for group in result.groups for weight in group.alternatives.values())
