"""What a plan starts from: the sheet as it was when it was taken up, read part by part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from seguia.actions.content import Content, snapshot
from seguia.actions.models import Action
from seguia.core import formats
from seguia.core.languages import current_language
from seguia.core.translated import Localised, TranslatedText
from seguia.replication.models import PartKind

_KEPT = (
    "original_language",
    "title",
    "problem",
    "transfer",
    "differently",
    "steps",
    "partners",
    "funders",
    "cost",
    "cost_currency",
    "cost_year",
    "results",
    "themes",
    "goals",
    "licence",
)
_TEXTS = {PartKind.PROBLEM: "problem", PartKind.CONDITIONS: "transfer", PartKind.DIFFERENTLY: "differently"}
BEFORE_STEPS = (PartKind.PROBLEM, PartKind.CONDITIONS)
AFTER_STEPS = (PartKind.COST, PartKind.PARTNERS, PartKind.FUNDING, PartKind.DIFFERENTLY)


@dataclass(frozen=True)
class OriginLine:
    """One line of what the source says."""

    text: Localised
    more: Localised | None = None


def taken_content(action: Action) -> Content:
    """What is kept of a sheet: no e-mail address, no files, nothing of its people."""
    content = snapshot(action)
    return {name: content[name] for name in _KEPT}


def keys_of(content: Mapping[str, Any]) -> Iterator[tuple[str, PartKind]]:
    """(key, kind) of every part of a plan, in reading order."""
    yield from ((kind.value, kind) for kind in BEFORE_STEPS)
    yield from ((step["key"], PartKind.STEP) for step in content.get("steps", []))
    yield from ((kind.value, kind) for kind in AFTER_STEPS)


def origin_lines(content: Mapping[str, Any], kind: str, key: str) -> list[OriginLine]:
    """What the source said of a part, in the reader's language where it has it; empty where it said nothing."""
    original = content.get("original_language")
    if kind in _TEXTS:
        return _lines([(content.get(_TEXTS[PartKind(kind)]), None)], original)
    if kind == PartKind.STEP:
        return _lines([(step["title"], step["text"]) for step in content["steps"] if step["key"] == key], original)
    if kind == PartKind.PARTNERS:
        return _lines([(row["name"], row["role"]) for row in content.get("partners", [])], original)
    if kind == PartKind.FUNDING:
        return _lines([(row["name"], None) for row in content.get("funders", [])], original)
    return _cost(content) if kind == PartKind.COST else []


def _lines(rows: list[tuple[Any, Any]], original: str | None) -> list[OriginLine]:
    read = [
        (TranslatedText(text).localised(original=original), TranslatedText(more).localised(original=original))
        for text, more in rows
    ]
    return [OriginLine(text, more if more else None) for text, more in read if text or more]


def _cost(content: Mapping[str, Any]) -> list[OriginLine]:
    if not content.get("cost"):
        return []
    shown = formats.money(Decimal(content["cost"]), content["cost_currency"])
    year = content.get("cost_year")
    return [OriginLine(Localised(f"{shown} ({year})" if year else shown, current_language()))]
