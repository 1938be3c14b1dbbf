"""Reading the vocabulary that is part of Seguia: concepts (JSON lines), goals, lexicon (tab-separated)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from seguia.vocabulary.themes import THEMES

DATA = Path(__file__).parent / "data"
LEXICON_COLUMNS = ("ar", "fr", "en")


@dataclass(frozen=True)
class ConceptRow:
    """One concept as it is written in the files; `labels[language][0]` is the preferred label."""

    slug: str
    labels: dict[str, list[str]]
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    is_theme: bool = False


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n")


def theme_rows() -> Iterator[ConceptRow]:
    """The top concepts."""
    for slug, labels in THEMES:
        yield ConceptRow(slug, labels, is_theme=True)


def concept_rows() -> Iterator[ConceptRow]:
    """Every concept below the themes, file by file."""
    for path in sorted((DATA / "concepts").glob("*.jsonl")):
        for line in _lines(path):
            raw: dict[str, Any] = json.loads(line)
            labels = {language: list(dict.fromkeys(raw[language])) for language in LEXICON_COLUMNS}
            yield ConceptRow(raw["id"], labels, raw["broader"], raw.get("related", []), raw.get("sdg", []))


def goal_rows() -> Iterator[dict[str, str]]:
    """Goals and targets in numerical order: `{"code", "ar", "fr", "en"}`."""
    for line in _lines(DATA / "sdg.jsonl"):
        yield json.loads(line)


def _weighted(cell: str) -> list[tuple[str, float]]:
    words = []
    for part in cell.split("|"):
        word, _, weight = part.partition(":")
        words.append((word, float(weight) if weight else 1.0))
    return words


def lexicon_rows() -> Iterator[dict[str, list[tuple[str, float]]]]:
    """One sense a row: words with weights (0 to 1) by language."""
    for path in sorted((DATA / "lexicon").glob("*.tsv")):
        for line in _lines(path):
            yield {language: _weighted(cell) for language, cell in zip(LEXICON_COLUMNS, line.split("\t"), strict=True)}


@cache
def fingerprint() -> str:
    """Changes when any file of the vocabulary changes."""
    digest = hashlib.sha256(repr(THEMES).encode())
    for path in sorted(DATA.rglob("*.*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
