"""The French register as the npm package `@etalab/decoupage-administratif` publishes it: JSON, read as a stream."""

import datetime
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import ijson
from django.utils.translation import gettext as _

from seguia.territories.codes import is_code
from seguia.territories.importers.france import COLLECTIVITIES, country_row, department_of, region_name, traits_of
from seguia.territories.importers.rows import Faults, Place, TerritoryRow
from seguia.territories.models import Kind

FILES = ("regions", "departements", "epci", "communes")
TYPES = {
    "commune-actuelle": ("insee-com", Kind.COMMUNE),
    "commune-deleguee": ("insee-comd", Kind.DELEGATED),
    "commune-associee": ("insee-coma", Kind.ASSOCIATED),
    "arrondissement-municipal": ("insee-arm", Kind.DISTRICT),
}
SHORT_FORMS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
}
_LARGEST = 200_000_000
_VERSION = re.compile(r"-(\d+)\.\d+\.\d+\.tgz$")
_POPULATION_2017 = "976"
"""Mayotte's figures in this package are those of its census of 2017."""


class EtalabSource:
    """The unpacked package (or its `data` folder), the packed `.tgz`, or one of its JSON files."""

    name = "etalab"

    def __init__(self, path: Path, as_of: datetime.date | None = None) -> None:
        self.path = path
        self.as_of = as_of or _edition(path)
        self._members: dict[str, str] = {}

    def rows(self, faults: Faults) -> Iterator[TerritoryRow]:
        """Country, regions, departments, intercommunalities, communes and their parts."""
        files = [name for name in FILES if self._has(name)]
        if not files:
            words = _("There is none of these files here: %(files)s.")
            faults.add(Place(self.path.name, 0), words % {"files": ", ".join(f"{name}.json" for name in FILES)})
            return
        yield country_row(Place(f"{files[0]}.json", 0))
        for name in files:
            for number, entry in enumerate(self._entries(name, faults), 1):
                place = Place(f"{name}.json", number, is_entry=True)
                row = self._row(name, entry, place, faults)
                if row is not None:
                    yield row

    def _row(self, name: str, entry: Any, place: Place, faults: Faults) -> TerritoryRow | None:
        try:
            row: TerritoryRow | None = getattr(self, f"_{name}")(entry, place)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            faults.add(place, _("This entry lacks something or is of another shape: %(what)s.") % {"what": error})
            return None
        return row

    def _regions(self, entry: dict[str, Any], place: Place) -> TerritoryRow:
        code, name = str(entry["code"]), str(entry["nom"])
        if code not in COLLECTIVITIES:
            return self._make(place, "insee-reg", code, Kind.REGION, region_name(code, name), ["iso:FR"])
        iso, others = COLLECTIVITIES[code]
        row = self._make(place, "iso-3166-2", iso, Kind.REGION, {**others, "fr": name}, ["iso:FR"])
        row.codes, row.traits = (f"insee-dep:{code}", f"insee-reg:{code}"), traits_of("insee-dep", code)
        return row

    def _departements(self, entry: dict[str, Any], place: Place) -> TerritoryRow | None:
        code = str(entry["code"])
        if code in COLLECTIVITIES:
            return None
        parents = [f"insee-reg:{entry['region']}"]
        return self._make(place, "insee-dep", code, Kind.DEPARTMENT, {"fr": str(entry["nom"])}, parents)

    def _epci(self, entry: dict[str, Any], place: Place) -> TerritoryRow:
        """Its department is that of its largest member, which the register lists first."""
        members = [str(member["code"]) for member in entry["membres"]]
        parents = [_above(members[0])] if members else ["iso:FR"]
        siren = str(entry["code"])
        self._members.update(dict.fromkeys(members, siren))
        name = {"fr": written_out(str(entry["nom"]))}
        row = self._make(place, "siren", siren, Kind.INTERCOMMUNALITY, name, parents)
        return self._counted(row, entry.get("populationMunicipale"), members[0] if members else "")

    def _communes(self, entry: dict[str, Any], place: Place) -> TerritoryRow:
        scheme, kind = TYPES[entry["type"]]
        code = str(entry["code"])
        whole = entry.get("chefLieu") or entry.get("commune")
        parents = [f"insee-com:{whole}"] if whole else [_above(code)]
        if not whole and code in self._members:
            parents.insert(0, f"siren:{self._members[code]}")
        row = self._make(place, scheme, code, kind, {"fr": str(entry["nom"])}, parents)
        former = [f"{scheme}:{old}" for old in entry.get("anciensCodes", ()) if is_code(scheme, str(old))]
        row.codes = (*([f"siren:{entry['siren']}"] if entry.get("siren") else []), *former)
        return self._counted(row, entry.get("population"), code)

    def _make(
        self, place: Place, scheme: str, code: str, kind: str, name: dict[str, str], parents: list[str]
    ) -> TerritoryRow:
        source = f"INSEE, COG {self.as_of.year} (Etalab)" if self.as_of else "INSEE, COG (Etalab)"
        return TerritoryRow(
            place, scheme, code, kind, "FR", name, tuple(parents), traits=traits_of(scheme, code), adds_traits=True,
            source=source, as_of=self.as_of,
        )  # fmt: skip

    def _counted(self, row: TerritoryRow, population: Any, code: str) -> TerritoryRow:
        """Legal populations of year Y come into force in Y + 3; collectivities count in years of their own."""
        if population is not None:
            row.population = int(population)
            if self.as_of and not code.startswith("98") and code[:3] not in COLLECTIVITIES:
                row.population_year = 2017 if code.startswith(_POPULATION_2017) else self.as_of.year - 3
        return row

    def _has(self, name: str) -> bool:
        if self.path.is_dir():
            return self._file(name).is_file()
        return self.path.suffix == ".tgz" or self.path.stem == name

    def _file(self, name: str) -> Path:
        if not self.path.is_dir():
            return self.path
        folder = self.path / "data" if (self.path / "data").is_dir() else self.path
        return folder / f"{name}.json"

    def _entries(self, name: str, faults: Faults) -> Iterator[Any]:
        try:
            with self._opened(name) as stream:
                yield from ijson.items(stream, "item")
        except (ijson.JSONError, UnicodeDecodeError, tarfile.TarError, OSError, EOFError) as error:
            words = _("This file cannot be read as JSON (%(reason)s); fetch it again.")
            faults.add(Place(f"{name}.json", 0), words % {"reason": str(error)[:200]})

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        if self.path.is_dir() or self.path.suffix != ".tgz":
            with self._file(name).open("rb") as stream:
                yield stream
            return
        with tarfile.open(self.path, "r:gz") as package:
            member = package.getmember(f"package/data/{name}.json") if _is_in(package, name) else None
            stream_or_none = package.extractfile(member) if member and member.size <= _LARGEST else None
            if stream_or_none is None:
                raise tarfile.TarError(f"package/data/{name}.json")
            yield stream_or_none


def written_out(name: str) -> str:
    """`CC du Kreiz-Breizh` as people read it: Communauté de communes du Kreiz-Breizh."""
    short, _blank, rest = name.partition(" ")
    return f"{SHORT_FORMS[short]} {rest}" if short in SHORT_FORMS and rest else name


def _is_in(package: tarfile.TarFile, name: str) -> bool:
    return f"package/data/{name}.json" in package.getnames()


def _above(commune: str) -> str:
    """The department of a commune, or its overseas collectivity."""
    department = department_of(commune)
    if department in COLLECTIVITIES:
        return f"iso-3166-2:{COLLECTIVITIES[department][0]}"
    return f"insee-dep:{department}"


def _edition(path: Path) -> datetime.date | None:
    """The register's day: edition 6 of the package is the COG of 2026, and so on."""
    found = _VERSION.search(path.name)
    if found:
        return datetime.date(2020 + int(found.group(1)), 1, 1)
    for folder in (path, path.parent, path.parent.parent):
        if (folder / "package.json").is_file():
            try:
                version = str(json.loads((folder / "package.json").read_text("utf-8"))["version"])
                return datetime.date(2020 + int(version.split(".")[0]), 1, 1)
            except (ValueError, KeyError, TypeError):
                return None
    return None
