"""Figures are read alike in every language, so that a wrong one stands out."""

import pytest

from seguia.core.numbers import number_mismatch, numbers_in


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        # French
        ("2 400 habitants", ["2400"]),
        ("2\u202f400 habitants", ["2400"]),
        ("2\u00a0400 habitants", ["2400"]),
        ("12,5 %", ["12.5"]),
        ("1 234 567,50 €", ["1234567.5"]),
        ("en 2014 2 400 habitants", ["2014", "2400"]),
        ("de 3 000 à 5 000", ["3000", "5000"]),
        # English
        ("2,400 people", ["2400"]),
        ("1,234,567.5", ["1234567.5"]),
        ("12.5%", ["12.5"]),
        ("12.50", ["12.5"]),
        # Arabic
        ("٢٤٠٠ نسمة", ["2400"]),
        ("٢٬٤٠٠ نسمة", ["2400"]),
        ("2.400 نسمة", ["2400"]),
        ("١٢٫٥ في المائة", ["12.5"]),
        ("۲۴۰۰", ["2400"]),
        ("استفادت ب200 درهم", ["200"]),
        ("سنة 2014، 30 أسرة", ["2014", "30"]),
        # elsewhere
        ("1'234'567", ["1234567"]),
        ("1.234.567,8", ["1234567.8"]),
        # ambiguous: three digits behind one separator are thousands, in every language
        ("1,234", ["1234"]),
        ("1.234", ["1234"]),
        # ... but not after a zero, and not where the groups are irregular
        ("0,125", ["0.125"]),
        ("0.125", ["0.125"]),
        ("2 4000", ["2", "4000"]),
        ("1,2,3", ["1", "2", "3"]),
        # dates, years, leading zeros
        ("17.05.2014", ["17", "5", "2014"]),
        ("2014-05-17", ["2014", "5", "17"]),
        ("2014/2016", ["2014", "2016"]),
        # no figures: units and formulas
        ("CO2, PM10 et 5 m2", ["5"]),
        ("", []),
        ("sans chiffre.", []),
        ("0", ["0"]),
        ("Fini en 2014.", ["2014"]),
    ],
)
def test_figure_is_read_whatever_its_writing(text: str, figures: list[str]) -> None:
    assert list(numbers_in(text).elements()) == figures


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("2 000 communes membres", "200 جماعة عضو", (["2000"], ["200"])),
        ("2 000 communes membres", "٢٠٠٠ جماعة عضو", ([], [])),
        ("1 200 foyers en 2014", "1,200 households in 2014", ([], [])),
        ("1,5 tonne", "1.5 tonnes", ([], [])),
        ("15 tonnes", "1.5 tonnes", (["15"], ["1.5"])),
        ("30 %", "٣٠٪", ([], [])),
        ("30 %", "35 %", (["30"], ["35"])),
        ("depuis 2015", "since 2016", (["2015"], ["2016"])),
        ("24 composteurs, 24 relais", "24 composters", ([], [])),
        ("24 composteurs", "composters", (["24"], [])),
        ("des composteurs", "24 composters", ([], ["24"])),
        ("tonnes de CO2", "أطنان من ثنائي أكسيد الكربون", ([], [])),
        ("le 17/05/2014", "17.5.2014", ([], [])),
    ],
)
def test_mismatch_tells_both_sides(original: str, translation: str, expected: tuple[list[str], list[str]]) -> None:
    assert number_mismatch(original, translation) == expected


def test_endless_digits_are_read_in_time() -> None:
    assert sum(numbers_in("1," * 20_000 + "1").values()) == 20_001
    assert sum(numbers_in("123 " * 20_000).values()) >= 1
