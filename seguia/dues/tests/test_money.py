"""Amounts as people and banks write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from seguia.dues.money import is_exact, quantised, read_amount, written


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("١٢٣٤٫٥", "1234.5"),
        ("-12,5", "-12.5"),
        ("0,125", "0.125"),
        ("5000", "5000"),
    ],
)
def test_usual_ways_of_writing_are_read(text, amount):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "abc", "1,234", "12.34.5", "1,2,3.4.5", "NaN", "1e9", "--5", "99999999999"])
def test_what_is_unclear_is_refused(text):
    with pytest.raises(ValidationError):
        read_amount(text)


def test_every_currency_has_its_digits():
    assert quantised(Decimal("10.005"), "MAD") == Decimal("10.01")
    assert quantised(Decimal("10.0005"), "TND") == Decimal("10.001")
    assert quantised(Decimal("10.5"), "XOF") == Decimal(11)
    assert not is_exact(Decimal("10.5"), "XOF")
    assert is_exact(Decimal("10.125"), "TND")


def test_amounts_are_written_as_each_language_does():
    assert written(Decimal("1234.5"), "EUR", "fr") == "1 234,50 €".replace(" ", "\u202f", 1).replace(" ", "\u00a0")
    assert "1.234,50" in written(Decimal("1234.5"), "MAD", "ar")
    assert "1,234.500" in written(Decimal("1234.5"), "TND", "en")
