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
    name = _file_name(upload.name or "")
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
            name=name, options=_packed_options(options, report), content=_packed(rows), by=user
        )
    return staged, report


def _file_name(given: str) -> str:
    """The last part of a name, short enough for any file system (200 bytes)."""
    name = harmless_text(Path(given).name).encode(errors="ignore")[:200].decode(errors="ignore").strip()
    return name[:120] if name.strip(".") else "file.csv"


def apply_staged(*, user: Any, staged: StagedImport) -> MandateReport:
    """Do what was shown. The file is forgotten afterwards. Raises Refused, Conflict."""
    with transaction.atomic():
        require("mandates.import", user)
        report = import_mandates(_rows(staged), _options(staged), by=user)
        staged.delete()
    return report


def report_of(staged: StagedImport) -> MandateReport:
    """What applying it would have done when it was looked at; applying it counts anew."""
    return MandateReport(**staged.options["report"])


def _packed(rows: list[MandateRow]) -> bytes:
    lines = (json.dumps(dataclasses.asdict(row), default=str, ensure_ascii=False) for row in rows)
    return gzip.compress("\n".join(lines).encode(), compresslevel=5)


def _rows(staged: StagedImport) -> list[MandateRow]:
    lines = gzip.decompress(bytes(staged.content)).decode().split("\n")
    return [_row(json.loads(line)) for line in lines]


def _row(cells: dict[str, Any]) -> MandateRow:
    days = {name: datetime.date.fromisoformat(cells[name]) for name in DAYS if cells[name]}
    return MandateRow(**{**cells, **days})


def _packed_options(options: ImportOptions, report: MandateReport) -> dict[str, Any]:
    chosen = {**dataclasses.asdict(options), "on": options.on.isoformat() if options.on else None}
    return {"chosen": chosen, "report": dataclasses.asdict(report)}


def _options(staged: StagedImport) -> ImportOptions:
    chosen = staged.options["chosen"]
    day = chosen["on"]
    return ImportOptions(**{**chosen, "on": datetime.date.fromisoformat(day) if day else None})
