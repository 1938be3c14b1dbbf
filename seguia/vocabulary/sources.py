"""Reading the vocabulary that is part of Seguia: concepts (JSON lines), goals, lexicon (tab-separated)."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from seguia.vocabulary.themes import THEMES

DATA = Path(__file__).parent / "data"
LEXICON_COLUMNS = ("ar", "fr", "en")
Row = TypeVar("Row")


class UnreadableVocabulary(ValueError):
    """A file of the vocabulary is not as it must be; says which file and line."""


@dataclass(frozen=True)
class ConceptRow:
    """One concept as it is written in the files; `labels[language][0]` is the preferred label."""

    slug: str
    labels: dict[str, list[str]]
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    is_theme: bool = False


def _rows(path: Path, read: Callable[[str], Row]) -> Iterator[Row]:
    """What `read` makes of each line. Raises `UnreadableVocabulary`."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                yield read(line.rstrip("\n"))
            except (ValueError, KeyError, TypeError) as error:
                raise UnreadableVocabulary(f"{path.name}, line {number}: {error!r}") from error


def theme_rows() -> Iterator[ConceptRow]:
    """The top concepts."""
    for slug, labels in THEMES:
        yield ConceptRow(slug, labels, is_theme=True)


def concept_rows() -> Iterator[ConceptRow]:
    """Every concept below the themes, file by file."""
    for path in sorted((DATA / "concepts").glob("*.jsonl")):
        yield from _rows(path, _concept)


def _concept(line: str) -> ConceptRow:
    raw: dict[str, Any] = json.loads(line)
    labels = {language: list(dict.fromkeys(raw[language])) for language in LEXICON_COLUMNS}
    return ConceptRow(raw["id"], labels, raw["broader"], raw.get("related", []), raw.get("sdg", []))


def goal_rows() -> Iterator[dict[str, str]]:
    """Goals and targets in numerical order: `{"code", "ar", "fr", "en"}`."""
    yield from _rows(DATA / "sdg.jsonl", json.loads)


def _weighted(cell: str) -> list[tuple[str, float]]:
    words = []
    for part in cell.split("|"):
        word, _, written = part.partition(":")
        weight = float(written) if written else 1.0
        if not word.strip() or not 0 < weight <= 1:
            raise ValueError(f"“{part}” is no word with a weight above 0, at most 1")
        words.append((word, weight))
    return words


def lexicon_rows() -> Iterator[dict[str, list[tuple[str, float]]]]:
    """One sense a row: words with weights (0 to 1) by language."""
    for path in sorted((DATA / "lexicon").glob("*.tsv")):
        yield from _rows(path, _sense)


def _sense(line: str) -> dict[str, list[tuple[str, float]]]:
    return {language: _weighted(cell) for language, cell in zip(LEXICON_COLUMNS, line.split("\t"), strict=True)}


@cache
def fingerprint() -> str:
    """Changes when any file of the vocabulary changes."""
    digest = hashlib.sha256(repr(THEMES).encode())
    for path in sorted(DATA.rglob("*.*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
