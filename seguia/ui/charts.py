"""Charts drawn on the server: figures in, the coordinates of an SVG out. The templates are `ui/charts/*.html`.

Lengths are in units of the SVG's own view box. In languages written from right to left a chart is mirrored: bars grow
and time runs from the right. Every chart is told in words too (`summary`), and its page shows the figures as a table.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from seguia.core import formats
from seguia.core.languages import current_language, direction
from seguia.core.text import shortened
from seguia.core.translated import Localised

WIDTH = 360
LABEL_LIMIT = 44
COLOURS = 6
"""Classes `is-part-0` to `is-part-5` of the style sheet."""


@dataclass(frozen=True)
class Figure:
    """One figure with its name."""

    label: str | Localised
    value: float

    @property
    def text(self) -> str:
        """The name without its language."""
        return str(self.label)


def _is_mirrored() -> bool:
    return direction(current_language()) == "rtl"


def _across(x: float) -> float:
    """A place counted from where reading starts."""
    return round(WIDTH - x if _is_mirrored() else x, 1)


def _length(value: float) -> str:
    return f"{round(value, 1):g}"


@dataclass(frozen=True)
class Bar:
    """A bar with its name above and its figure at the far end."""

    label: str
    language: str
    figure: str
    label_y: str
    bar_y: str
    x: str
    width: str


@dataclass(frozen=True)
class BarChart:
    """Bars one below the other: readable on a telephone, whatever the length of the names."""

    width: int
    height: int
    start: str
    end: str
    bars: list[Bar]
    summary: str


ROW, BAR_HEIGHT = 40, 12


def bar_chart(figures: Sequence[Figure]) -> BarChart:
    """`figures` in the order in which they stand."""
    largest = max((figure.value for figure in figures), default=0) or 1
    bars = [_bar(number, figure, largest) for number, figure in enumerate(figures)]
    return BarChart(WIDTH, ROW * len(bars), _length(_across(0)), _length(_across(WIDTH)), bars, _summary_of(figures))


def _bar(number: int, figure: Figure, largest: float) -> Bar:
    top, width = number * ROW, max(figure.value, 0) / largest * WIDTH
    label = figure.label if isinstance(figure.label, Localised) else Localised(figure.label, current_language())
    return Bar(
        label=shortened(label.text, LABEL_LIMIT),
        language=label.language,
        figure=formats.number(figure.value),
        label_y=str(top + 15),
        bar_y=str(top + 21),
        x=_length(WIDTH - width if _is_mirrored() else 0),
        width=_length(width),
    )


def _summary_of(figures: Sequence[Figure]) -> str:
    """The chart in one sentence, for who does not see it."""
    if not figures:
        return _("No figures yet.")
    most = max(figures, key=lambda figure: figure.value)
    return _("%(count)s figures; the largest is %(label)s with %(value)s.") % {
        "count": formats.number(len(figures)),
        "label": most.text,
        "value": formats.number(most.value),
    }


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    place: str
    label: str


@dataclass(frozen=True)
class LineChart:
    """A line over time."""

    width: int
    height: int
    points: str
    """`x,y x,y …`"""
    dots: list[tuple[str, str, str]]
    """x, y, what it says."""
    levels: list[Tick]
    times: list[Tick]
    axis: str
    """Where the figures of the levels stand."""
    base: str
    baseline: str
    far: str
    summary: str


TOP, BASE, HEIGHT, MARGIN = 12, 148, 176, 34
MOST_TIMES = 5


def line_chart(figures: Sequence[Figure]) -> LineChart:
    """`figures` in the order of time."""
    top = _nice_ceiling(max((figure.value for figure in figures), default=0))
    step = (WIDTH - MARGIN - 8) / max(1, len(figures) - 1)
    places = [
        (_length(_across(MARGIN + step * number)), _length(BASE - (BASE - TOP) * figure.value / top))
        for number, figure in enumerate(figures)
    ]
    every = max(1, math.ceil(len(figures) / MOST_TIMES))
    return LineChart(
        width=WIDTH,
        height=HEIGHT,
        points=" ".join(f"{x},{y}" for x, y in places),
        dots=[(x, y, f"{f.text}: {formats.number(f.value)}") for (x, y), f in zip(places, figures, strict=True)],
        levels=[Tick(_length(BASE - (BASE - TOP) * part), formats.number(top * part)) for part in (0, 0.5, 1)],
        times=[Tick(places[n][0], figures[n].text) for n in range(0, len(figures), every)],
        axis=_length(_across(0)),
        base=_length(_across(MARGIN)),
        baseline=str(BASE + 18),
        far=_length(_across(WIDTH)),
        summary=_summary_of(figures),
    )


def _nice_ceiling(value: float) -> float:
    """The next 2, 4, 10, 20, 40, 100 …: halves are whole numbers too."""
    size = 1
    while True:
        for nice in (2, 4, 10):
            if value <= nice * size:
                return nice * size
        size *= 10


@dataclass(frozen=True)
class Part:
    """A piece of the ring, and its line in the legend."""

    label: str | Localised
    figure: str
    share: str
    colour: int
    dash: str
    offset: str


@dataclass(frozen=True)
class Ring:
    """Shares of a whole: at most six, the rest together."""

    parts: list[Part] = field(default_factory=list)
    total: str = ""
    radius: int = 60
    summary: str = ""


def ring_chart(figures: Sequence[Figure]) -> Ring:
    """Figures of nothing are left out; what comes after the fifth is put together."""
    shown = [figure for figure in figures if figure.value > 0]
    if len(shown) > COLOURS:
        rest = sum(figure.value for figure in shown[COLOURS - 1 :])
        shown = [*shown[: COLOURS - 1], Figure(_("others"), rest)]
    total = sum(figure.value for figure in shown)
    around, before, parts = 2 * math.pi * Ring.radius, 0.0, []
    for number, figure in enumerate(shown):
        piece = figure.value / total * around
        share = _("%(share)s %%") % {"share": formats.number(100 * figure.value / total, digits=1)}
        dash = f"{_length(max(piece - 1.5, 0.5))} {_length(around)}"
        parts.append(Part(figure.label, formats.number(figure.value), share, number, dash, _length(-before)))
        before += piece
    return Ring(parts, formats.number(total), summary=_summary_of(shown))
