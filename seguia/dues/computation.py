"""What a member owes by a scale: a pure function, and the lines that explain it.

Lines are codes with figures, never sentences: they are kept with the invoice and told in any language later
(`explanation`).
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from seguia.dues.money import quantised

LOCAL_GOVERNMENT = "local-government"
MONTHS = 12


@dataclass(frozen=True)
class Bracket:
    """An amount for towns of a size (both ends belong to it) and a group of countries (empty: every group)."""

    population_from: int
    population_to: int | None
    group: str
    amount: Decimal

    def holds(self, population: int, group: str) -> bool:
        """Whether a town belongs here."""
        within = self.population_to is None or population <= self.population_to
        return within and population >= self.population_from and self.group in ("", group)


@dataclass(frozen=True)
class ScaleTable:
    """The figures of a scale, apart from the database."""

    year: int
    currency: str
    method: str
    """`brackets` or `per_head`."""
    brackets: tuple[Bracket, ...] = ()
    groups: dict[str, str] = field(default_factory=dict)
    """ISO 3166-1 alpha-2 → income group of the World Bank."""
    rate: Decimal | None = None
    """Per inhabitant, in the currency."""
    floor: Decimal | None = None
    cap: Decimal | None = None
    kinds: dict[str, Decimal] = field(default_factory=dict)
    """Amounts of bodies other than towns, by kind of organisation."""
    is_pro_rata: bool = False
    """Whether who joins within the year pays for the months from then on, the first one whole."""


@dataclass(frozen=True)
class Facts:
    """What is known of a member."""

    organisation_kind: str
    country: str = ""
    population: int | None = None
    population_year: int | None = None
    joined_year: int | None = None
    joined_month: int | None = None
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    discount_reason: str = ""


@dataclass(frozen=True)
class Line:
    """One step: a code, the figures of its sentence, and the amount after it (None where it is only a fact)."""

    code: str
    figures: dict[str, Any] = field(default_factory=dict)
    amount: Decimal | None = None

    def kept(self) -> dict[str, Any]:
        """As JSON; amounts as text, so that nothing is lost."""
        return {"code": self.code, "figures": self.figures, "amount": None if self.amount is None else str(self.amount)}


@dataclass(frozen=True)
class Computation:
    """An amount and how it came about."""

    amount: Decimal
    currency: str
    lines: tuple[Line, ...]


class CannotCompute(Exception):
    """Something that is needed is not known; `code` and `figures` make the sentence. Never a guess."""

    def __init__(self, code: str, **figures: Any) -> None:
        super().__init__(code)
        self.code = code
        self.figures = figures


def amount_due(scale: ScaleTable, facts: Facts) -> Computation:
    """What a member owes for the year of the scale. Raises CannotCompute."""
    lines = _basis(scale, facts)
    lines += _pro_rata(scale, facts, _last_amount(lines))
    lines += _discount(scale, facts, _last_amount(lines))
    return Computation(_last_amount(lines), scale.currency, tuple(lines))


def _last_amount(lines: list[Line]) -> Decimal:
    return next(line.amount for line in reversed(lines) if line.amount is not None)


def _basis(scale: ScaleTable, facts: Facts) -> list[Line]:
    if facts.organisation_kind != LOCAL_GOVERNMENT:
        return _by_kind(scale, facts)
    if facts.population is None:
        raise CannotCompute("population_missing")
    known = Line("population", {"population": facts.population, "year": facts.population_year})
    more = _per_head(scale, facts.population) if scale.method == "per_head" else _by_bracket(scale, facts)
    return [known, *more]


def _by_kind(scale: ScaleTable, facts: Facts) -> list[Line]:
    amount = scale.kinds.get(facts.organisation_kind)
    if amount is None:
        raise CannotCompute("kind_missing", kind=facts.organisation_kind)
    return [Line("kind", {"kind": facts.organisation_kind}, quantised(amount, scale.currency))]


def _by_bracket(scale: ScaleTable, facts: Facts) -> list[Line]:
    population = facts.population or 0
    group = scale.groups.get(facts.country, "")
    lines = []
    if any(bracket.group for bracket in scale.brackets):
        if not group:
            raise CannotCompute("group_missing", country=facts.country)
        lines.append(Line("group", {"country": facts.country, "group": group}))
    for bracket in scale.brackets:
        if bracket.holds(population, group):
            ends = {"from": bracket.population_from, "to": bracket.population_to}
            return [*lines, Line("bracket", ends, quantised(bracket.amount, scale.currency))]
    raise CannotCompute("bracket_missing", population=population, group=group)


def _per_head(scale: ScaleTable, population: int) -> list[Line]:
    if scale.rate is None:
        raise CannotCompute("rate_missing")
    amount = quantised(scale.rate * population, scale.currency)
    lines = [Line("per_head", {"population": population, "rate": str(scale.rate)}, amount)]
    if scale.floor is not None and amount < scale.floor:
        lines.append(Line("floor", {}, quantised(scale.floor, scale.currency)))
    elif scale.cap is not None and amount > scale.cap:
        lines.append(Line("cap", {}, quantised(scale.cap, scale.currency)))
    return lines


def _pro_rata(scale: ScaleTable, facts: Facts, amount: Decimal) -> list[Line]:
    if not scale.is_pro_rata or facts.joined_year != scale.year or not facts.joined_month or facts.joined_month == 1:
        return []
    months = MONTHS + 1 - facts.joined_month
    return [Line("pro_rata", {"months": months}, quantised(amount * months / MONTHS, scale.currency))]


def _discount(scale: ScaleTable, facts: Facts, amount: Decimal) -> list[Line]:
    if facts.discount_percent is not None:
        less = amount - amount * facts.discount_percent / 100
        figures = {"percent": str(facts.discount_percent), "reason": facts.discount_reason}
    elif facts.discount_amount is not None:
        less = amount - facts.discount_amount
        figures = {"amount": str(facts.discount_amount), "reason": facts.discount_reason}
    else:
        return []
    return [Line("discount", figures, max(quantised(less, scale.currency), quantised(Decimal(0), scale.currency)))]


@dataclass(frozen=True)
class TableFault:
    """Why a table of brackets cannot be used."""

    code: str
    """`nothing`, `start`, `gap`, `overlap`, `open`, `reversed`, `mixed`."""
    group: str = ""
    population: int = 0


def table_faults(brackets: tuple[Bracket, ...]) -> list[TableFault]:
    """Every number of inhabitants from 0 on must be in exactly one bracket, in each group by itself."""
    if not brackets:
        return [TableFault("nothing")]
    groups = {bracket.group for bracket in brackets}
    if "" in groups and len(groups) > 1:
        return [TableFault("mixed")]
    found: list[TableFault] = []
    for group in sorted(groups):
        rows = sorted(
            (b for b in brackets if b.group == group), key=lambda b: (b.population_from, b.population_to or 0)
        )
        found += _faults_of_group(group, rows)
    return found


def _faults_of_group(group: str, rows: list[Bracket]) -> list[TableFault]:
    found = []
    expected: int | None = 0
    for row in rows:
        if row.population_to is not None and row.population_to < row.population_from:
            found.append(TableFault("reversed", group, row.population_from))
        if expected is None or row.population_from < expected:
            found.append(TableFault("overlap", group, row.population_from))
        elif row.population_from > expected:
            found.append(TableFault("gap" if expected else "start", group, expected))
        if expected is not None:
            expected = None if row.population_to is None else max(expected, row.population_to + 1)
    if expected is not None:
        found.append(TableFault("open", group, expected - 1))
    return found
