"""Identifiers, dates known in part, languages, words shortened, errors."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, override

from seguia.core import errors
from seguia.core.identifiers import PublicIdConverter, new_public_id, public_id_for
from seguia.core.languages import current_language, direction, fallback_order, own_name
from seguia.core.partial_dates import parsed, validate_partial_date
from seguia.core.text import compared, harmless_text, shortened


def test_identifier_has_eight_unmistakable_characters() -> None:
    made = {new_public_id() for _ in range(2000)}
    assert len(made) == 2000
    assert all(re.fullmatch("[0-9a-hjkmnp-tv-z]{8}", one) for one in made)


def test_identifier_of_a_name_is_always_the_same() -> None:
    assert public_id_for("ma-chefchaouen") == public_id_for("ma-chefchaouen") != public_id_for("fr-loos")
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{8}", public_id_for("شفشاون"))


@pytest.mark.parametrize(
    ("typed", "meant"), [("ABCDEFGH", "abcdefgh"), ("O0oIiLl1", "00011111"), ("zzzz9999", "zzzz9999")]
)
def test_identifier_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert re.fullmatch(PublicIdConverter.regex, typed)
    assert PublicIdConverter().to_python(typed) == meant
    assert PublicIdConverter().to_url(meant) == meant


@pytest.mark.parametrize("typed", ["", "abc", "abcdefghi", "abcdefg\n", "abcdéfgh", "١٢٣٤٥٦٧٨"])
def test_other_words_are_no_identifiers(typed: str) -> None:
    assert not re.fullmatch(PublicIdConverter.regex, typed)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("2014", (2014, None, None)),
        ("2014-05", (2014, 5, None)),
        ("2016-02-29", (2016, 2, 29)),
        ("0001", (1, None, None)),
    ],
)
def test_partial_date_is_read(written: str, parts: tuple[int, int | None, int | None]) -> None:
    assert parsed(written) == parts
    validate_partial_date(written)


@pytest.mark.parametrize(
    "written",
    [
        "14",
        "2014-5",
        "2014-13",
        "2014-00",
        "2015-02-29",
        "2014-05-17T10:00",
        "0000",
        "2014\n",
        "-2014",
        "٢٠١٤",
        "99999",
        "x",
    ],
)
def test_broken_partial_date_is_refused(written: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_partial_date(written)
    assert caught.value.code == "partial_date"


def test_no_date_is_fine() -> None:
    validate_partial_date("")


def test_languages_know_their_names_and_directions() -> None:
    assert [own_name(code) for code in ("ar", "fr", "en", "zgh")] == ["العربيّة", "français", "English", "ⵜⴰⵎⴰⵣⵉⵖⵜ"]
    assert [direction(code) for code in ("ar", "fr", "zgh", "ur", "ckb", "qqq")] == [
        "rtl",
        "ltr",
        "ltr",
        "rtl",
        "rtl",
        "ltr",
    ]
    assert own_name("qqq") == "qqq"


def test_current_language_is_one_of_the_networks() -> None:
    for active, expected in (("ar", "ar"), ("fr-ma", "fr"), ("de", "ar")):
        with override(active):
            assert current_language() == expected
    with override(None):
        assert current_language() == "fr"


def test_fallback_order_names_each_language_once() -> None:
    assert list(fallback_order("fr", "en")) == ["fr", "en", "ar"]
    assert list(fallback_order("ar", "ar")) == ["ar", "fr", "en"]
    assert list(fallback_order("zgh")) == ["zgh", "ar", "fr", "en"]


def test_shortened_text_ends_at_a_word() -> None:
    assert shortened("مكتب الاستشارة في الطاقة", 16) == "مكتب الاستشارة…"
    assert shortened("short", 5) == "short"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"


def test_harmless_text_loses_only_what_is_forbidden() -> None:
    assert harmless_text("ما\x00ء\u202e De\u0301chets") == "ما ء  Déchets"


def test_dictionary_order_puts_accents_beside_their_letters() -> None:
    words = ["zoo", "école", "Eau", "eau", "Ébène", "أرض", "بيئة", "ماء"]
    for first, second in [("Ébène", "école"), ("école", "zoo"), ("أرض", "بيئة"), ("بيئة", "ماء"), ("Eau", "eau")]:
        assert (compared(first, second), compared(second, first)) == (-1, 1)
    assert [compared(word, word) for word in words] == [0] * len(words)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        (errors.Invalid, 400, "invalid"),
        (errors.NotFound, 404, "not_found"),
        (errors.Refused, 403, "refused"),
        (errors.Conflict, 409, "conflict"),
        (errors.SeguiaError, 400, "error"),
    ],
)
def test_error_has_status_code_and_sentence(kind: type[errors.SeguiaError], status: int, code: str) -> None:
    error = kind("لم يتم الحفظ", field="title")
    assert (error.status, error.code, str(error), error.message) == (status, code, "لم يتم الحفظ", "لم يتم الحفظ")
    assert error.details == {"field": "title"}
    assert kind("x", code="special").code == "special"
    assert kind("x").code == code
    assert isinstance(error, errors.SeguiaError)


def test_sentence_of_an_error_waits_for_the_readers_language() -> None:
    error = errors.NotFound(gettext_lazy("January"))
    with override("fr"):
        assert str(error.message) == "janvier"
    with override("ar"):
        assert str(error.message) == "يناير"
