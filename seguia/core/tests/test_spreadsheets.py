"""خلايا الجداول: a cell is never a formula, and nothing of a text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seguia.core.spreadsheets import harmless_cell, is_formula, text_again


@pytest.mark.parametrize("text", ["=1+1", "+212", "-5", "@x", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＠x"])
def test_what_might_be_run_gets_an_apostrophe(text: str) -> None:
    assert harmless_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["جماعة شفشاون", "a=b", "12", "", "L’eau"])
def test_other_texts_stay(text: str) -> None:
    assert harmless_cell(text) == text


@given(st.text())
def test_nothing_is_lost_and_nothing_is_run(text: str) -> None:
    cell = harmless_cell(text)
    assert text_again(cell) == text
    assert not is_formula(cell)
