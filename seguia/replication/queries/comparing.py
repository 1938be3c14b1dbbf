"""Figures side by side: what the source measured, what the town measured, and the difference in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from seguia.actions.models import Action, Indicator, ResultKind
from seguia.core import formats
from seguia.core.translated import Localised, TranslatedText
from seguia.replication.models import Replication


@dataclass(frozen=True)
class Figure:
    """One figure of one side."""

    indicator: str
    label: Localised
    value: Decimal
    unit: str
    year: int | None
    kind: str

    @property
    def shown(self) -> str:
        """Value and unit."""
        return f"{formats.number(self.value)} {self.unit}"

    @property
    def indicator_label(self) -> str:
        """What it measures."""
        return str(Indicator(self.indicator).label)

    @property
    def how(self) -> str:
        """Measured, estimated or aimed at."""
        return str(ResultKind(self.kind).label)


@dataclass(frozen=True)
class Pair:
    """The same indicator on both sides, or on one."""

    indicator: str
    source: Figure | None
    own: Figure | None
    difference: str

    @property
    def label(self) -> str:
        """What the figure measures."""
        return str(Indicator(self.indicator).label)


def figures_of_content(content: Mapping[str, Any]) -> list[Figure]:
    """The figures of a snapshot."""
    return [
        Figure(
            row["indicator"],
            TranslatedText(row["label"]).localised(original=content.get("original_language")),
            Decimal(row["value"]),
            row["unit"],
            row["year"],
            row["kind"],
        )
        for row in content.get("results", [])
    ]


def figures_of_action(action: Action) -> list[Figure]:
    """The figures of a sheet. One query."""
    return [
        Figure(
            row.indicator,
            TranslatedText(row.label).localised(original=action.original_language),
            row.value,
            row.unit,
            row.year,
            row.kind,
        )
        for row in action.results.all()
    ]


def own_figures(plan: Replication, *, is_insider: bool) -> list[Figure]:
    """What the town measured: its sheet tells it once it has figures, else the plan."""
    own = plan.own_action if is_insider else plan.public_own_action
    told = figures_of_action(own) if own is not None else []
    return told or [
        Figure(row.indicator, Localised(row.label, plan.language), row.value, row.unit, row.year, row.kind)
        for row in plan.results.all()
    ]


def source_figures(plan: Replication, *, is_insider: bool) -> list[Figure]:
    """What the source measured: as it tells it today, else as it did when it was taken up."""
    if plan.has_public_source and plan.source_action is not None:
        return figures_of_action(plan.source_action)
    return figures_of_content(plan.source_content) if is_insider else []


def side_by_side(plan: Replication, *, is_insider: bool) -> list[Pair]:
    """Indicators of both, in the order of the source. Two queries at most."""
    return paired(source_figures(plan, is_insider=is_insider), own_figures(plan, is_insider=is_insider))


def paired(source: Sequence[Figure], own: Sequence[Figure]) -> list[Pair]:
    """The same indicator beside the same indicator: first those with the same unit, then the others in their order."""
    left, found = list(own), {}
    for is_exact in (True, False):
        for place, one in enumerate(source):
            if place in found:
                continue
            match = next((other for other in left if _is_alike(one, other, is_exact=is_exact)), None)
            if match is not None:
                left.remove(match)
                found[place] = match
    rows = [
        Pair(one.indicator, one, found.get(place), difference(one, found.get(place)))
        for place, one in enumerate(source)
    ]
    return rows + [Pair(one.indicator, None, one, difference(None, one)) for one in left]


def _is_alike(one: Figure, other: Figure, *, is_exact: bool) -> bool:
    same_unit = _unit(one.unit) == _unit(other.unit)
    if one.indicator != other.indicator:
        return False
    return same_unit if is_exact else not same_unit and one.indicator != Indicator.OTHER


def _unit(unit: str) -> str:
    return unit.casefold().replace("³", "3").replace("²", "2").replace("m^", "m").strip()


def difference(source: Figure | None, own: Figure | None) -> str:
    """In words; figures of different units or currencies are never converted."""
    if source is None:
        return _("Only the town that took it up gives this figure.")
    if own is None:
        return _("Only the town of origin gives this figure.")
    if _unit(source.unit) != _unit(own.unit):
        return _("The units differ, so these figures are not compared.")
    told = [_distance(source.value, own.value)]
    if source.kind != own.kind:
        told.append(_("The two are not known in the same way."))
    if source.year and own.year and source.year != own.year:
        told.append(_("The years differ."))
    return " ".join(told)


def _distance(source: Decimal, own: Decimal) -> str:
    if source == own:
        return _("The same in both towns.")
    if source == 0:
        return _("The town of origin had none.")
    share = formats.number(abs(own - source) / abs(source) * 100, digits=0)
    words = (
        _("%(percent)s%% more than in the town of origin.")
        if own > source
        else _("%(percent)s%% less than in the town of origin.")
    )
    return words % {"percent": share}
