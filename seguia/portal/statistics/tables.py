"""What a table of figures is: its words, its rows, how it is drawn, who may see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from seguia.core.errors import Message
from seguia.core.translated import Localised
from seguia.ui.charts import Figure, bar_chart, line_chart, ring_chart


@dataclass(frozen=True)
class Row:
    """A name and its figures; None where there is none."""

    label: str | Localised
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Table:
    """One question and its answer."""

    code: str
    """In the address of its download."""
    title: Message
    explanation: Message
    columns: tuple[Message, ...]
    """Of the name first, then of each figure."""
    rows: Callable[[], Sequence[Row]]
    """In the active language, in a fixed number of queries."""
    drawing: str = "bars"
    """`bars`, `line`, `ring`, or nothing but the table."""
    is_public: bool = True


@dataclass(frozen=True)
class Shown:
    """A table with its rows, as a page shows it."""

    table: Table
    rows: Sequence[Row]

    @property
    def drawing(self) -> str:
        """The template of the chart; empty when there is nothing to draw."""
        drawn = any(row.values and row.values[0] for row in self.rows)
        return f"ui/charts/{self.table.drawing}.html" if self.table.drawing and drawn else ""

    @property
    def chart(self) -> Any:
        """The first figure of each row, drawn."""
        figures = [Figure(row.label, float(row.values[0])) for row in self.rows if row.values[0] is not None]
        return {"bars": bar_chart, "line": line_chart, "ring": ring_chart}[self.table.drawing](figures)
