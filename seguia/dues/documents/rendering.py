"""From data to PDF by typst: own fonts, no system fonts, no network, the same bytes for the same content."""

import hashlib
import json
import os
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "paper.typ"
FONTS = FOLDER.parent / "fonts"


@cache
def _compiler() -> Any:
    """One for the process: it keeps fonts and template in memory (about 50 MB)."""
    return typst.Compiler(
        str(TEMPLATE), root=str(FOLDER), font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs={"data": "{}"}
    )


@cache
def _edition() -> str:
    """Changes with the template, the fonts and typst: papers of an older edition are rendered anew."""
    names = sorted(path.name for path in FONTS.iterdir())
    return hashlib.sha256(repr((TEMPLATE.read_bytes(), names, version("typst"))).encode()).hexdigest()


def rendered(data: dict[str, Any]) -> bytes:
    """The PDF of a paper. `data` is what `paper.typ` reads; every text in it stays text."""
    pdf: bytes = typst_compile(json.dumps(data, ensure_ascii=False, sort_keys=True))
    return pdf


def typst_compile(content: str) -> bytes:
    """One call of typst."""
    pdf = _compiler().compile(format="pdf", sys_inputs={"data": content})
    assert isinstance(pdf, bytes)
    return pdf


def cached_pdf(data: dict[str, Any]) -> bytes:
    """The PDF from the cache, where it lies by the digest of its content; rendered when it is not there."""
    place = _place_of(data)
    try:
        return place.read_bytes()
    except FileNotFoundError:
        pdf = rendered(data)
        _keep(place, pdf)
        return pdf


def _place_of(data: dict[str, Any]) -> Path:
    content = json.dumps(data, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(f"{_edition()}{content}".encode()).hexdigest()
    return Path(settings.EXPORTS_DIR) / "papers" / digest[:2] / f"{digest}.pdf"


def _keep(place: Path, pdf: bytes) -> None:
    """Whole or not at all: a reader never sees half a file."""
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pdf)
    Path(name).replace(place)
