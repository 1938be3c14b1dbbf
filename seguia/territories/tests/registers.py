"""Registers for tests: real facts in data/cog, and invented ones of any length in every format."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from seguia.territories.importers import Report, import_territories, source_of

DATA = Path(__file__).parent / "data"
MOVEMENTS = [
    "MOD",
    "DATE_EFF",
    "TYPECOM_AV",
    "COM_AV",
    "TNCC_AV",
    "NCC_AV",
    "NCCENR_AV",
    "LIBELLE_AV",
    "TYPECOM_AP",
    "COM_AP",
    "TNCC_AP",
    "NCC_AP",
    "NCCENR_AP",
    "LIBELLE_AP",
]
PLAIN = [
    "scheme",
    "code",
    "kind",
    "country",
    "name_ar",
    "name_fr",
    "name_en",
    "parents",
    "valid_from",
    "valid_to",
    "population",
    "population_year",
    "area_km2",
    "latitude",
    "longitude",
    "traits",
    "climate",
    "climate_source",
    "spoken_languages",
    "budget_per_inhabitant",
    "budget_currency",
    "budget_year",
    "budget_source",
    "other_codes",
    "source",
]


def load(name: str, path: Path | None, **options: Any) -> Report:
    """Import one register."""
    return import_territories(source_of(name, path, **options))


def load_cog() -> Report:
    """The real facts: communes of 2026 and what happened to them."""
    return load("cog", DATA / "cog")


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """A comma-separated file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_cog(folder: Path, count: int, year: int = 2023) -> Path:
    """A COG of one region and department with `count` communes 01001, 01002 …"""
    write(folder / f"v_region_{year}.csv", ["REG", "LIBELLE"], [("84", "Auvergne-Rhône-Alpes")])
    write(folder / f"v_departement_{year}.csv", ["DEP", "REG", "LIBELLE"], [("01", "84", "Ain")])
    communes = [("COM", f"01{n:03}", "84", "01", f"Ville-{n:03}", "") for n in range(1, count + 1)]
    header = ["TYPECOM", "COM", "REG", "DEP", "LIBELLE", "COMPARENT"]
    write(folder / f"v_commune_{year}.csv", header, communes)
    return folder


def movement(mod: int, date: str, before: tuple[str, str], after: tuple[str, str], kind: str = "COM") -> list[str]:
    """One pair of INSEE's file of movements."""
    sides = [
        [side_kind, code, "0", name.upper(), name, name] for side_kind, (code, name) in (("COM", before), (kind, after))
    ]
    return [str(mod), date, *sides[0], *sides[1]]


def write_plain(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """A plain table of territories."""
    return write(path, PLAIN, ([row.get(column, "") for column in PLAIN] for row in rows))


def plain_rows(count: int) -> list[dict[str, Any]]:
    """A country and `count` towns with Arabic names."""
    country = {
        "scheme": "iso",
        "code": "TN",
        "kind": "country",
        "country": "TN",
        "name_fr": "Tunisie",
        "name_ar": "تونس",
    }
    towns = [
        {
            "scheme": "local", "code": f"TN-{n}", "kind": "commune", "country": "TN", "name_ar": f"مدينة {n}",
            "name_fr": f"Ville {n}", "parents": "iso:TN", "population": n * 100, "population_year": 2024,
            "traits": "urban coast", "latitude": "35.17", "longitude": "10.5", "source": "essai",
        }
        for n in range(1, count + 1)
    ]  # fmt: skip
    return [country, *towns]


def write_etalab(folder: Path, count: int) -> Path:
    """The package of one department, one intercommunality and `count` communes; the first has a delegated part."""
    data = folder / "data"
    data.mkdir()
    (folder / "package.json").write_text(json.dumps({"version": "6.0.0"}), encoding="utf-8")
    communes = [
        {
            "code": f"01{n:03}",
            "nom": f"Ville-{n:03}",
            "type": "commune-actuelle",
            "siren": f"2101{n:05}",
            "population": n,
        }
        for n in range(1, count)
    ]
    communes[0]["anciensCodes"] = ["01999"]
    communes.append({"code": "01001", "nom": "Ville-001", "type": "commune-deleguee", "chefLieu": "01001"})
    files: dict[str, Any] = {
        "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}, {"code": "988", "nom": "Nouvelle-Calédonie"}],
        "departements": [{"code": "01", "nom": "Ain", "region": "84"}],
        "epci": [{"code": "200000172", "nom": "CC du Lac", "populationMunicipale": 3, "membres": communes[:2]}],
        "communes": communes,
    }
    for name, entries in files.items():
        (data / f"{name}.json").write_text(json.dumps(entries), encoding="utf-8")
    return folder


def write_hcp(path: Path, count: int) -> Path:
    """A list with every level, a large city with a district, and `count` lines in all."""
    rows = [
        ("06.", "Casablanca-Settat", "الدار البيضاء سطات"),
        ("06.141.", "Préfecture: Casablanca", "عمالة الدار البيضاء"),
        ("06.141.01.0.", "Casablanca", "الدار البيضاء"),
        ("06.141.01.09.", "Aïn Chock", "عين الشق"),
        ("06.461.", "Settat", "سطات"),
        ("06.461.03.", "Cercle Settat-Nord", "دائرة سطات الشمالية"),
        ("06.461.03.01.", "Oulad Saïd", "أولاد سعيد"),
    ]
    rows += [(f"461{n // 99 + 20}{n % 99 + 1:02}", f"Jamaa {n}", f"جماعة {n}") for n in range(count - len(rows))]
    return write(path, ["code", "name_fr", "name_ar"], rows)


def write_geonames(path: Path, count: int) -> Path:
    """Towns of Tunisia and one of Algeria."""
    towns = {
        str(n): {
            "geonameid": n, "name": f"Madina {n}", "latitude": 36.8 - n / 1000, "longitude": 10.18, "countrycode": "TN",
            "population": n * 100, "alternatenames": [f"Medina {n}", f"مدينة {'بتثجح'[n % 5]}", "شهر مدینه"],
        }
        for n in range(1, count)
    }  # fmt: skip
    towns["999999"] = {**towns["1"], "geonameid": 999999, "countrycode": "DZ"}
    path.write_text(json.dumps(towns, ensure_ascii=False), encoding="utf-8")
    return path
