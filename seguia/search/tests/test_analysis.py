"""Words that are the same must meet, whatever was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seguia.search.analysis import (
    analyse,
    find_stems,
    is_arabic,
    normalised_words,
    stems,
    word_spans,
)
from seguia.search.analysis.analyser import MAX_WORD

QUICK = settings(max_examples=150, deadline=None, database=None)
TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(list("النفاياتوةىأإآءـًُِّ٠٩۴ﻻﷺ' ’«»-_éœçÉİßﬁ½ \u00a0\u00ad\u200b\u200d\u200f\u0301")),
    ),
    max_size=60,
)
LANGUAGES = st.sampled_from(["ar", "fr", "en", "es", ""])


@pytest.mark.parametrize(
    "written",
    [
        ["النفايات", "نفايات", "والنفايات", "بالنفايات", "للنفايات"],
        ["مَدْرَسَة", "مدرسة", "المدرسة", "مدرسه"],
        ["تـــسميد", "تسميد", "التسميد"],
        ["أشجار", "اشجار", "الأشجار", "إشجار", "آشجار"],
        ["مبنى", "مبني", "مبنی", "المبنى"],
        ["كهرباء", "کهرباء", "الكهرباء"],
        ["٢٠٢٤", "2024", "۲۰۲۴"],
        ["ﻻجئ", "لاجئ"],
    ],
)
def test_arabic_spellings_meet(written: list[str]) -> None:
    assert {tuple(stems(word, "ar")) for word in written} == {tuple(stems(written[0], "ar"))}
    assert stems(written[0], "ar") != []


def test_arabic_words_that_differ_stay_apart() -> None:
    assert stems("مدينة", "ar") != stems("مدرسة", "ar")
    assert stems("ماء", "ar") != stems("مال", "ar")
    exact = [normalised_words(word) for word in ("بلد", "بلدية")]
    assert exact[0] != exact[1]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fr", ["déchets", "dechets", "Déchets", "DÉCHETS", "de\u0301chets", "déchet"]),
        ("fr", ["l'eau", "l’eau", "eau", "d'eau", "qu’eau", "L'EAU"]),
        ("fr", ["œuvre", "oeuvre", "Œuvres", "l’œuvre"]),
        ("fr", ["cité", "cite", "cités"]),
        ("fr", ["com\u00adpost", "compost"]),
        ("en", ["towns", "town", "Town's", "town’s"]),
        ("en", ["cities", "city"]),
        ("en", ["waste sorting", "Waste-Sorting", "waste/sorting"]),
    ],
)
def test_latin_spellings_meet(language: str, written: list[str]) -> None:
    assert {tuple(stems(text, language)) for text in written} == {tuple(stems(written[0], language))}


def test_stop_words_and_elided_articles_are_left_out() -> None:
    assert stems("l’eau qu’on boit dans la ville", "fr") == ["eau", "boit", "vill"]
    assert stems("the water of the town", "en") == ["water", "town"]
    assert stems("في المدينة من هذا", "ar") == stems("المدينة", "ar")
    assert [t.exact for t in analyse("l’eau", "fr", keep_stopwords=True)] == ["l", "eau"]


def test_latin_words_inside_arabic_are_folded_not_stemmed() -> None:
    assert stems("برنامج PCAET للمناخ", "ar")[1] == "pcaet"
    assert stems("CO₂", "ar") == stems("co2", "fr") == ["co2"]


def test_word_of_ten_thousand_letters_is_cut_and_its_place_kept() -> None:
    for letter in ("a", "ا", "é"):
        (token,) = analyse(letter * 10_000, "fr")
        assert len(token.exact) == MAX_WORD
        assert (token.start, token.end) == (0, 10_000)


def test_places_point_at_the_written_word() -> None:
    text = "Réduire l’eau : «النَّفايات» œuvres, CO₂."
    found = [text[t.start : t.end] for t in analyse(text, "fr")]
    assert found == ["Réduire", "eau", "النَّفايات", "œuvres", "CO₂"]


@pytest.mark.parametrize("text", ["", " ", "…", "'", "ـــ", "\u0301", "\u200f", "\x00", "«»"])
def test_nothing_written_gives_no_words(text: str) -> None:
    assert analyse(text, "ar") == []


@QUICK
@given(TEXTS, LANGUAGES)
def test_any_text_is_analysed_and_tokens_lie_in_it_in_order(text: str, language: str) -> None:
    place = 0
    for token in analyse(text, language, keep_stopwords=True):
        assert place <= token.start < token.end <= len(text)
        assert token.exact
        assert not any(letter.isspace() for letter in token.exact + token.stem)
        place = token.end
    assert {(t.start, t.end) for t in analyse(text, language)} <= set(word_spans(text))


@QUICK
@given(TEXTS)
def test_normalising_again_changes_nothing(text: str) -> None:
    for word in normalised_words(text):
        if len(word) <= MAX_WORD:
            assert "".join(normalised_words(word)) == "".join(c for c in word if normalised_words(c))


@QUICK
@given(TEXTS, LANGUAGES)
def test_finding_stems_gives_the_same_tokens_as_analysing(text: str, language: str) -> None:
    tokens = analyse(text, language)
    wanted = {token.stem for token in tokens[::2]}
    assert find_stems(text, language, wanted) == [token for token in tokens if token.stem in wanted]


def test_letters_of_arabic_blocks_count_as_arabic() -> None:
    assert [is_arabic(c) for c in ("ا", "ﻻ", "a", "1", "é")] == [True, True, False, False, False]


@pytest.mark.parametrize("written", ["ماء", "الماء", "بالماء", "والماء"])
def test_water_is_a_word_and_not_a_particle(written: str) -> None:
    assert stems(written, "ar") == ["ماء"]
    assert stems("ما", "ar") == []


def test_final_hamza_may_be_left_out() -> None:
    assert stems("البناء بنا بناء", "ar") == ["بنا", "بنا", "بنا"]
