"""The demonstration's sheets as they are written in the files, turned into content the actions app understands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seguia.actions.models import Licence
from seguia.core.identifiers import public_id_for
from seguia.search.analysis import normalised_words

FOLDER = Path(__file__).parent / "actions"
TEXTS = {"title", "summary", "problem", "done", "lessons", "differently", "transfer"}
Raw = dict[str, Any]


def raw_sheets() -> Iterator[Raw]:
    """Every sheet, file by file."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


class ConceptFinder:
    """Finds concepts by the plain English notions that the files tag sheets with."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        self._slugs: dict[tuple[str, ...], str] = {}
        for slug, names in labels.items():
            for name in names:
                self._slugs.setdefault(tuple(normalised_words(name)), slug)

    def slugs(self, notions: list[str]) -> list[str]:
        """Slugs of the notions that are concepts."""
        found = (self._slugs.get(tuple(normalised_words(notion))) for notion in notions)
        return [slug for slug in dict.fromkeys(found) if slug]


def content_of(raw: Raw, concepts: ConceptFinder) -> dict[str, Any]:
    """The content of one sheet."""
    cost = raw.get("cost") or {}
    return {
        **{name: raw.get(name) or {} for name in TEXTS},
        "contact_function": (raw.get("contact") or {}).get("function") or {},
        "original_language": raw["original_language"],
        "stage": raw["stage"],
        "started": raw.get("started") or "",
        "ended": raw.get("ended") or "",
        "cost": cost.get("amount"),
        "cost_currency": cost.get("currency") or "",
        "cost_year": cost.get("year"),
        "contact_email": "",
        "licence": Licence.CC_BY.value,
        "themes": sorted({*raw["themes"], *concepts.slugs(raw.get("concepts_en", []))}),
        "goals": sorted(raw.get("sdg", [])),
        "places": sorted(raw.get("places", [])),
        **_rows(raw),
    }


def _rows(raw: Raw) -> dict[str, list[Raw]]:
    """Rows with keys that stay the same at every load."""
    shaped = {
        "steps": [{"title": r["title"], "text": r.get("text") or {}} for r in raw.get("steps", [])],
        "results": [_result(r) for r in raw.get("results", [])],
        "funders": [{"name": r["name"], "kind": r["kind"], "amount": r.get("amount")} for r in raw.get("funders", [])],
        "partners": [{"name": r["name"], "role": r.get("role") or {}} for r in raw.get("partners", [])],
        "sources": [
            {
                "title": r["title"],
                "publisher": r.get("publisher") or "",
                "year": r.get("year"),
                "url": r.get("url") or "",
            }
            for r in raw.get("sources", [])
        ],
        "media": [],
    }
    for name, rows in shaped.items():
        for number, row in enumerate(rows):
            row["key"] = public_id_for(f"{raw['key']}/{name}/{number}")
    return shaped


def _result(row: Raw) -> Raw:
    return {
        "indicator": row["indicator"],
        "label": row.get("label") or {},
        "value": row["value"],
        "unit": row["unit"],
        "year": row.get("year"),
        "kind": row["kind"],
        "method": row.get("method") or {},
    }
