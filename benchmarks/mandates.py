"""Importing a register of mayors into a fresh SQLite file: seconds, lines a second, peak memory; then again, then an election.

`script/bench mandates [--count 35000] [--json FILE]`: towns and people are invented, the file has the columns of the
French register. Each run is a process of its own over the same folder, so that its peak memory is its own.
"""

import argparse
import datetime
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.setup import machine, use_product

RUNS = ("first", "again", "elected")
GIVEN = ("Aline", "Bastien", "Chloé", "Driss", "Élodie", "Fatima", "Gaël", "Hanane", "Inès", "Jean-Loup")
FAMILY = ("HÉRISSON", "MARTRE", "LOUTRE", "BLAIREAU", "PUTOIS", "RENARD", "GENETTE", "BELETTE", "CASTOR", "LYNX")
HEADER = (
    "Code du département;Libellé du département;Code de la commune;Libellé de la commune;Nom de l'élu;Prénom de l'élu;"
    "Code sexe;Date de naissance;Code de la catégorie socio-professionnelle;"
    "Date de début du mandat;Date de début de la fonction"
)


def main(arguments: list[str]) -> int:
    """Measure in children, print here."""
    parser = argparse.ArgumentParser(prog="script/bench mandates", description=__doc__)
    parser.add_argument("--count", type=int, default=35_000, help="mandates, one a town")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _child(folder, "prepare", options.count)
        figures = {run: _child(folder, run, options.count) for run in RUNS}
    result = {"machine": machine(), "count": options.count, **figures}
    print(f"Import of {options.count} mandates, SQLite, {result['machine']}")
    for run in RUNS:
        print("  {run:<8} {begun} begun, {ended} ended, {unchanged} unchanged, {seconds:.1f} s, "
              "{rows_per_second:.0f} lines/s, peak {peak_mib:.0f} MiB".format(run=run, **figures[run]))  # fmt: skip
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _child(folder: str, run: str, count: int) -> dict[str, float]:
    environment = {**os.environ, "SEGUIA_DATA": folder, "SEGUIA_SEARCH_INDEX": str(Path(folder) / "search-index")}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "benchmarks.mandates", run, folder, str(count)]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return figures


def _codes(count: int) -> Iterator[str]:
    return (f"{number:05d}" for number in range(1_001, 1_001 + count))


def _prepare(folder: Path, count: int) -> None:
    """Towns, and two files: before and after an election in which every third mayor stays."""
    from django.core.management import call_command  # noqa: PLC0415 -- Django is ready only now

    from seguia.territories.models import Kind, Territory  # noqa: PLC0415

    call_command("migrate", verbosity=0, skip_checks=True)
    towns = (
        Territory(scheme="insee-com", code=code, kind=Kind.COMMUNE, country="FR", name={"fr": f"Commune {code}"})
        for code in _codes(count)
    )
    Territory.objects.bulk_create(towns, batch_size=500)
    _write(folder / "before.csv", count, "23/05/2020", shift=0)
    _write(folder / "after.csv", count, "27/03/2026", shift=1)
    print("{}")


def _write(path: Path, count: int, day: str, *, shift: int) -> None:
    with path.open("w", encoding="latin-1", newline="") as file:
        file.write(HEADER + "\r\n")
        for number, code in enumerate(_codes(count)):
            turn = number + (shift if number % 3 else 0)
            family, given = FAMILY[turn % 10], GIVEN[turn // 10 % 10]
            file.write(f"01;Ain;{code};Commune;{family};{given};F;01/01/1960;21;{day};{day}\r\n")


def _import(folder: Path, run: str) -> None:
    """The child: import, tell."""
    from seguia.mandates.importers import ImportOptions, import_mandates, look_through  # noqa: PLC0415

    is_after = run == "elected"
    day = datetime.date(2026, 5, 1) if is_after else datetime.date(2025, 5, 1)
    options = ImportOptions(on=day, source="RNE", file="bench.csv")
    started = time.monotonic()
    rows = look_through(folder / ("after.csv" if is_after else "before.csv"), options)
    report = import_mandates(rows, options)
    seconds = time.monotonic() - started
    figures: dict[str, Any] = {
        **report.figures(),
        "seconds": round(seconds, 2),
        "rows_per_second": round(len(rows) / seconds),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    use_product()
    if sys.argv[1] == "prepare":
        _prepare(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        _import(Path(sys.argv[2]), sys.argv[1])
