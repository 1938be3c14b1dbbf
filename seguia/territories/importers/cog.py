"""INSEE's official geographic code (COG): the CSV files as they are published."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from seguia.territories.importers.france import country_row, department_of, region_name, traits_of
from seguia.territories.importers.reading import Cells, table
from seguia.territories.importers.rows import EventRow, Faults, Party, Row, TerritoryRow, file_place
from seguia.territories.models import EventKind, Kind

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_HEADERS = {
    "region": (("REG", "LIBELLE"), ("CHEFLIEU", "TNCC", "NCC", "NCCENR")),
    "departement": (("DEP", "REG", "LIBELLE"), ("CHEFLIEU", "TNCC", "NCC", "NCCENR")),
    "commune": (
        ("TYPECOM", "COM", "DEP", "LIBELLE", "COMPARENT"),
        ("REG", "CTCD", "ARR", "TNCC", "NCC", "NCCENR", "CAN"),
    ),
    "mvt": (
        ("MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "LIBELLE_AV", "TYPECOM_AP", "COM_AP", "LIBELLE_AP"),
        ("TNCC_AV", "NCC_AV", "NCCENR_AV", "TNCC_AP", "NCC_AP", "NCCENR_AP"),
    ),
}
TYPES = {
    "COM": ("insee-com", Kind.COMMUNE),
    "COMA": ("insee-coma", Kind.ASSOCIATED),
    "COMD": ("insee-comd", Kind.DELEGATED),
    "ARM": ("insee-arm", Kind.DISTRICT),
}
EVENTS = {
    "10": EventKind.RENAME,
    "20": EventKind.CREATION,
    "21": EventKind.SPLIT,
    "30": EventKind.DELETION,
    "31": EventKind.MERGER,
    "32": EventKind.MERGER,
    "33": EventKind.MERGER,
    "34": EventKind.STATUS,
    "35": EventKind.STATUS,
    "41": EventKind.RECODE,
    "50": EventKind.RECODE,
    "70": EventKind.STATUS,
}
"""INSEE's codes of events on communes (10 rename … 70 associated becomes delegated)."""


class CogSource:
    """A folder with `v_region*`, `v_departement*`, `v_commune*`, `v_mvt*commune*`, or one of these files."""

    name = "cog"

    def __init__(self, path: Path, as_of: datetime.date | None = None) -> None:
        self.path = path
        self.as_of = as_of

    def rows(self, faults: Faults) -> Iterator[Row]:
        """Country, regions, departments, communes, then events."""
        files = self._files()
        if not files:
            words = _("There is no INSEE file here (v_region*, v_departement*, v_commune*, v_mvt*commune*).")
            faults.add(file_place(self.path), words)
            return
        if any(kind != "mvt" for kind, _path in files):
            yield country_row(file_place(files[0][1]))
        for kind, path in files:
            required, optional = _HEADERS[kind]
            day = self.as_of or register_day(path)
            for cells in table(path, required, optional, faults):
                row = getattr(self, f"_{kind}")(cells, day)
                if row is not None:
                    yield row

    def _files(self) -> list[tuple[str, Path]]:
        paths = sorted(self.path.glob("v_*.csv")) if self.path.is_dir() else [self.path]
        named = [(_kind_of(path), path) for path in paths]
        return sorted(((kind, path) for kind, path in named if kind), key=lambda file: list(_HEADERS).index(file[0]))

    def _region(self, cells: Cells, day: datetime.date | None) -> TerritoryRow:
        code = cells.required("REG")
        return self._row(
            cells, day, "insee-reg", code, Kind.REGION, region_name(code, cells.required("LIBELLE")), ["iso:FR"]
        )

    def _departement(self, cells: Cells, day: datetime.date | None) -> TerritoryRow:
        code, region = cells.required("DEP"), cells.required("REG")
        name = {"fr": cells.required("LIBELLE")}
        return self._row(cells, day, "insee-dep", code, Kind.DEPARTMENT, name, [f"insee-reg:{region}"])

    def _commune(self, cells: Cells, day: datetime.date | None) -> TerritoryRow | None:
        scheme, kind = _type(cells, "TYPECOM")
        code, above = cells.required("COM"), cells.text("COMPARENT")
        parent = f"insee-com:{above}" if above else f"insee-dep:{cells.required('DEP')}"
        name = {"fr": cells.required("LIBELLE")}
        return self._row(cells, day, scheme, code, kind, name, [parent]) if scheme else None

    def _mvt(self, cells: Cells, day: datetime.date | None) -> EventRow | None:
        code, date = cells.required("MOD"), cells.day("DATE_EFF")
        before, after = _party(cells, "AV"), _party(cells, "AP")
        if code and not code.isdigit():
            cells.fault(_("“%(code)s” is not a code of an event of INSEE.") % {"code": code[:20]})
        if date is None and not cells.text("DATE_EFF"):
            cells.required("DATE_EFF")
        if date is None or before is None or after is None:
            return None
        kind = EVENTS.get(code, EventKind.STATUS)
        return EventRow(cells.place, kind, date, code, before, after, "FR", "fr", "INSEE, code officiel géographique")

    def _row(
        self,
        cells: Cells,
        day: datetime.date | None,
        scheme: str,
        code: str,
        kind: str,
        name: dict[str, str],
        parents: list[str],
    ) -> TerritoryRow:
        source = f"INSEE, COG {day.year}" if day else "INSEE, COG"
        traits = traits_of(scheme, code)
        return TerritoryRow(
            cells.place, scheme, code, kind, "FR", name, tuple(parents), traits=traits, adds_traits=True,
            source=source, as_of=day,
        )  # fmt: skip


def register_day(path: Path) -> datetime.date | None:
    """The day of a COG file: it is the state of the 1st of January of the year in its name."""
    found = _YEAR.search(path.stem)
    return datetime.date(int(found.group(1)), 1, 1) if found else None


def _kind_of(path: Path) -> str | None:
    stem = path.stem.lower()
    if "mvt" in stem:
        return "mvt"
    if "depuis" in stem or "comer" in stem:
        return None
    return next((kind for kind in ("region", "departement", "commune") if kind in stem), None)


def _type(cells: Cells, column: str) -> tuple[str, str]:
    given = cells.required(column)
    if given and given not in TYPES:
        cells.fault(_("“%(value)s” is not a type of commune of INSEE (COM, COMA, COMD, ARM).") % {"value": given[:20]})
    return TYPES.get(given, ("", ""))


def _party(cells: Cells, side: str) -> Party | None:
    scheme, kind = _type(cells, f"TYPECOM_{side}")
    code, name = cells.required(f"COM_{side}"), cells.required(f"LIBELLE_{side}")
    if not (scheme and code and name):
        return None
    department = department_of(code)
    return Party(scheme, code, name, kind, f"insee-dep:{department}" if department else "")
