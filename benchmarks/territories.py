"""Importing the whole French register into a fresh SQLite file: seconds, rows a second, peak memory.

`script/bench territories PATH [--json FILE]`: PATH is the npm package `@etalab/decoupage-administratif`, packed or
unpacked. Each import runs in a process of its own with an empty data folder, so that its peak memory is its own.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.setup import machine, use_product

RUNS = ("first", "again")


def main(arguments: list[str]) -> int:
    """Measure in a child, print here."""
    parser = argparse.ArgumentParser(prog="script/bench territories", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        figures = {run: _measured(options.path.resolve(), folder) for run in RUNS}
    result = {
        "machine": machine(),
        **figures,
        "again_to_first": figures["again"]["seconds"] / figures["first"]["seconds"],
    }
    print(f"Import of {options.path.name}, SQLite, {result['machine']}")
    for run in RUNS:
        print("  {run:<6} {rows} rows, {created} created, {seconds:.1f} s, {rows_per_second:.0f} rows/s, "
              "peak {peak_mib:.0f} MiB".format(run=run, **figures[run]))  # fmt: skip
    text = json.dumps(result, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _measured(path: Path, folder: str) -> dict[str, float]:
    environment = {**os.environ, "SEGUIA_DATA": folder, "SEGUIA_SEARCH_INDEX": str(Path(folder) / "search-index")}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "benchmarks.territories", str(path)]
    answer = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return figures


def _import(path: Path) -> None:
    """The child: make the tables, import, tell."""
    use_product()
    from django.core.management import call_command  # noqa: PLC0415 -- Django is ready only now

    from seguia.territories.importers import import_territories, source_of  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    report = import_territories(source_of("etalab", path))
    figures = {
        "rows": report.rows,
        "created": report.created,
        "changed": report.changed,
        "seconds": round(report.seconds, 2),
        "rows_per_second": round(report.rows / report.seconds),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    _import(Path(sys.argv[1]))
