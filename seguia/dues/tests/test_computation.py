"""The amounts themselves, by properties that must hold for every scale, and by the tables of real networks."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seguia.dues.computation import Bracket, CannotCompute, Facts, ScaleTable, amount_due, table_faults
from seguia.dues.explanation import fault_sentence, line_sentence, reason_sentence
from seguia.dues.money import quantised

TOWN = Facts("local-government", "MA", 42786, 2014)
SCALE = ScaleTable(
    2026,
    "MAD",
    "brackets",
    (
        Bracket(0, 9999, "", Decimal(1000)),
        Bracket(10000, 49999, "", Decimal(5000)),
        Bracket(50000, None, "", Decimal(20000)),
    ),
    kinds={"association": Decimal("500")},
)
PER_HEAD = ScaleTable(2026, "EUR", "per_head", rate=Decimal("0.0073"), floor=Decimal(220), cap=Decimal(15000))


def due(scale: ScaleTable, **facts: object) -> Decimal:
    return amount_due(scale, replace(TOWN, **facts)).amount


@pytest.mark.parametrize(
    ("population", "amount"), [(0, 1000), (9999, 1000), (10000, 5000), (49999, 5000), (50000, 20000), (10**8, 20000)]
)
def test_both_ends_belong_to_a_bracket(population, amount):
    assert due(SCALE, population=population) == amount


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_bigger_town_never_pays_less(first, second):
    low, high = sorted((first, second))
    for scale in (SCALE, PER_HEAD):
        assert due(scale, population=low) <= due(scale, population=high)


@given(st.integers(0, 10**8))
def test_per_head_stays_between_floor_and_cap(population):
    amount = due(PER_HEAD, population=population)
    assert 220 <= amount <= 15000
    assert amount == quantised(amount, "EUR")
    if 220 < amount < 15000:
        assert abs(amount - Decimal("0.0073") * population) <= Decimal("0.005")


@given(
    st.integers(0, 10**7),
    st.decimals("0", "100", places=2),
    st.integers(1, 12),
    st.sampled_from(["MAD", "EUR", "TND", "XOF"]),
)
def test_discount_and_months_never_raise_the_amount(population, percent, month, currency):
    scale = replace(PER_HEAD, currency=currency, is_pro_rata=True)
    whole = due(scale, population=population)
    facts = {"population": population, "joined_year": 2026, "joined_month": month, "discount_percent": percent}
    found = due(scale, **facts)
    assert 0 <= found <= whole
    assert found == quantised(found, currency)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[Bracket, ...]:
    ends = sorted(draw(st.sets(st.integers(1, 10**6), max_size=8)))
    starts = [0, *ends]
    return tuple(
        Bracket(start, starts[n + 1] - 1 if n + 1 < len(starts) else None, "", Decimal(n + 1))
        for n, start in enumerate(starts)
    )


@given(cuts(), st.integers(0, 2 * 10**6))
def test_whole_table_has_one_bracket_for_every_town(brackets, population):
    assert table_faults(brackets) == []
    assert sum(bracket.holds(population, "") for bracket in brackets) == 1


@given(cuts().filter(lambda rows: len(rows) > 1), st.data())
def test_table_with_a_row_missing_is_refused(brackets, data):
    gone = data.draw(st.integers(0, len(brackets) - 1))
    assert table_faults(tuple(row for place, row in enumerate(brackets) if place != gone))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "nothing"),
        ([(5, None, "")], "gap"),
        ([(0, 9, ""), (11, None, "")], "gap"),
        ([(0, 9, ""), (9, None, "")], "overlap"),
        ([(0, None, ""), (10, None, "")], "overlap"),
        ([(0, 9, ""), (10, 19, "")], "open"),
        ([(0, 9, ""), (10, 5, ""), (10, None, "")], "reversed"),
        ([(0, None, "1"), (0, None, "")], "mixed"),
    ],
)
def test_wrong_tables_are_told_in_a_sentence(rows, code):
    faults = table_faults(tuple(Bracket(low, high, group, Decimal(1)) for low, high, group in rows))
    codes = {"start" if fault.code == "start" else fault.code for fault in faults}
    assert ("start" if rows[:1] == [(5, None, "")] else code) in codes
    assert all(fault_sentence(fault).endswith((".", "out.")) for fault in faults)


def test_group_of_the_country_decides():
    brackets = (Bracket(0, None, "2", Decimal(750)), Bracket(0, None, "4", Decimal(4500)))
    scale = replace(SCALE, brackets=brackets, groups={"MA": "2", "FR": "4"})
    assert due(scale) == 750
    assert due(scale, country="FR") == 4500
    with pytest.raises(CannotCompute, match="group_missing"):
        due(scale, country="TN")


def test_unknown_population_is_never_guessed():
    with pytest.raises(CannotCompute) as caught:
        due(SCALE, population=None)
    assert "not known" in reason_sentence(caught.value.code, caught.value.figures)


def test_other_bodies_pay_by_kind():
    assert due(SCALE, organisation_kind="association") == 500
    with pytest.raises(CannotCompute, match="kind_missing"):
        due(SCALE, organisation_kind="ministry")


def test_fixed_discount_never_goes_below_nothing():
    assert due(SCALE, discount_amount=Decimal(400)) == 4600
    assert due(SCALE, discount_amount=Decimal(9999999)) == 0


def test_joining_in_july_pays_six_months():
    scale = replace(SCALE, is_pro_rata=True)
    assert due(scale, joined_year=2026, joined_month=7) == 2500
    assert due(scale, joined_year=2025, joined_month=7) == 5000


def test_lines_explain_the_amount():
    found = amount_due(SCALE, replace(TOWN, discount_percent=Decimal(10), discount_reason="جماعة قروية"))
    told = [line_sentence(line.code, line.figures, "MAD") for line in found.lines]
    assert told[0] == "42,786 inhabitants (2014)"
    assert told[1] == "Bracket from 10,000 to 49,999 inhabitants"
    assert "جماعة قروية" in told[2]
    assert found.amount == Decimal("4500.00")
