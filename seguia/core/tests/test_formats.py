"""Figures, dates and countries as the country writes them."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from seguia.core import formats

CASABLANCA = datetime.datetime(2026, 8, 31, 23, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def fresh_locales() -> Any:
    """The locale of a language is remembered; a test may change the country."""
    formats.locale_of.cache_clear()
    yield
    formats.locale_of.cache_clear()


@pytest.mark.parametrize(
    ("month", "name"),
    [(1, "يناير"), (5, "ماي"), (7, "يوليوز"), (8, "غشت"), (9, "شتنبر"), (11, "نونبر"), (12, "دجنبر")],
)
def test_moroccan_arabic_names_its_months(month: int, name: str) -> None:
    assert formats.partial_date(f"2014-{month:02}", "ar") == f"{name} 2014"
    assert name in formats.date(datetime.date(2014, month, 17), "ar")


def test_other_country_other_months(settings: Any) -> None:
    settings.COUNTRY = "EG"
    assert formats.partial_date("2014-08", "ar").startswith("أغسطس")


def test_dates_are_written_out() -> None:
    assert formats.date(datetime.date(2014, 5, 17), "fr") == "17 mai 2014"
    assert formats.date(datetime.date(2014, 5, 17), "ar") == "17 ماي 2014"
    assert formats.date(datetime.date(2014, 5, 17), "en") == "17 May 2014"


def test_moment_is_told_in_the_networks_time() -> None:
    assert formats.date(CASABLANCA, "fr") == "1 septembre 2026"
    assert formats.moment(CASABLANCA, "fr") == "1 septembre 2026, 00:30"
    assert formats.moment(CASABLANCA, "ar") == "1 شتنبر 2026، 00:30"
    assert formats.moment(CASABLANCA, "en") == "1 September 2026, 00:30"


@pytest.mark.parametrize(
    ("written", "shown"), [("2014", "2014"), ("2014-05", "mai 2014"), ("2014-05-17", "17 mai 2014"), ("", "")]
)
def test_partial_date_shows_what_is_known(written: str, shown: str) -> None:
    assert formats.partial_date(written, "fr") == shown


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (Decimal("42786"), "fr", "42\u202f786"),
        (Decimal("42786"), "ar", "42.786"),
        (Decimal("42786"), "en", "42,786"),
        (Decimal("12.5"), "fr", "12,5"),
        (Decimal("12.500"), "ar", "12,5"),
        (Decimal("0.125"), "en", "0.125"),
        (Decimal("-3"), "en", "-3"),
        (0, "fr", "0"),
    ],
)
def test_figure_is_written_as_in_morocco(value: Decimal, language: str, shown: str) -> None:
    assert formats.number(value, language).replace("\u200e", "") == shown


def test_figure_is_written_as_in_france_there(settings: Any) -> None:
    settings.COUNTRY = "FR"
    assert formats.number(1234.5, "fr") == "1\u202f234,5"


def test_figure_without_decimals_has_no_mark() -> None:
    assert formats.number(Decimal("1234.6"), "en", digits=0) == "1,235"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", "1\u202f200\u202f000\u00a0MAD"), ("en", "1,200,000\u00a0MAD"), ("ar", "1.200.000\u00a0د.م.")],
)
def test_money_has_its_currency_and_no_cents(language: str, shown: str) -> None:
    assert formats.money(Decimal("1200000.00"), "MAD", language).replace("\u200f", "").strip() == shown


def test_country_has_a_name_in_each_language() -> None:
    assert [formats.country_name("MA", code) for code in ("ar", "fr", "en")] == ["المغرب", "Maroc", "Morocco"]
    assert formats.country_name("XX", "fr") == "XX"


def test_language_of_the_page_is_the_default() -> None:
    with override("ar"):
        assert formats.country_name("FR") == "فرنسا"
        assert formats.partial_date("2014-09") == "شتنبر 2014"


def test_language_babel_does_not_know_is_written_in_english() -> None:
    assert formats.number(1234.5, "qqq") == "1,234.5"
    assert formats.country_name("MA", "zgh") == "ⵍⵎⵖⵔⵉⴱ"
