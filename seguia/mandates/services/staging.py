"""A file is looked at before it is applied: kept for a day, only with the columns we read, packed."""

import dataclasses
import datetime
import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from seguia.core.permissions import require
from seguia.core.text import harmless_text
from seguia.mandates.importers import ImportOptions, MandateReport, MandateRow, import_mandates, look_through
from seguia.mandates.models import StagedImport

DAYS = ("since", "until")


def stage_file(*, user: Any, upload: "UploadedFile[Any]", options: ImportOptions) -> tuple[StagedImport, MandateReport]:
    """Read and check a file and say what it would do; nothing is changed. Raises Refused, MandatesRefused, Invalid."""
    require("mandates.import", user)
    name = harmless_text(Path(upload.name or "file.csv").name)[:120]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        rows = look_through(path, options)
    options = dataclasses.replace(options, file=name)
    report = import_mandates(rows, options, by=user, is_dry_run=True)
    with transaction.atomic():
        StagedImport.objects.filter(by=user).delete()
        staged = StagedImport.objects.create(
            name=name, options=_packed_options(options), content=_packed(rows), by=user
        )
    return staged, report


def apply_staged(*, user: Any, staged: StagedImport) -> MandateReport:
    """Do what was shown. The file is forgotten afterwards. Raises Refused, Conflict."""
    with transaction.atomic():
        require("mandates.import", user)
        report = import_mandates(_rows(staged), _options(staged), by=user)
        staged.delete()
    return report


def look_again(*, user: Any, staged: StagedImport) -> MandateReport:
    """What applying it would do now."""
    return import_mandates(_rows(staged), _options(staged), by=user, is_dry_run=True)


def _packed(rows: list[MandateRow]) -> bytes:
    lines = (json.dumps(dataclasses.asdict(row), default=str, ensure_ascii=False) for row in rows)
    return gzip.compress("\n".join(lines).encode(), compresslevel=5)


def _rows(staged: StagedImport) -> list[MandateRow]:
    lines = gzip.decompress(bytes(staged.content)).decode().split("\n")
    return [_row(json.loads(line)) for line in lines]


def _row(cells: dict[str, Any]) -> MandateRow:
    days = {name: datetime.date.fromisoformat(cells[name]) for name in DAYS if cells[name]}
    return MandateRow(**{**cells, **days})


def _packed_options(options: ImportOptions) -> dict[str, Any]:
    return {**dataclasses.asdict(options), "on": options.on.isoformat() if options.on else None}


def _options(staged: StagedImport) -> ImportOptions:
    day = staged.options["on"]
    return ImportOptions(**{**staged.options, "on": datetime.date.fromisoformat(day) if day else None})
