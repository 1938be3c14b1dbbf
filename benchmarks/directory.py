"""The directory of members at the size of a country: milliseconds of its pages, as a visitor gets them.

`script/bench directory [--towns 34969] [--rounds 40] [--json FILE]`: towns, organisations and memberships are generated
into an empty SQLite file; every page then goes through the whole stack (middleware, templates, compression).
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.setup import machine

BATCH = 2000
SYLLABLES = ["ba", "cha", "dou", "fer", "gre", "lan", "mon", "nou", "par", "rou", "sain", "tou", "ver", "ville", "zac"]
PAGES = [
    ("list", "/fr/members/"),
    ("list, page 500", "/fr/members/?page=500"),
    ("list, a name", "/fr/members/?q=mon"),
    ("list, a region", "/fr/members/?region=insee-reg:15"),
    ("map page", "/fr/members/map/"),
    ("map data", "/fr/members/map.json"),
    ("town page", "/fr/territories/insee-com/00007/"),
    ("API, 100 members", "/api/v1/members?page_size=100"),
]


def main(arguments: list[str]) -> int:
    """Generate, measure, print a table."""
    parser = argparse.ArgumentParser(prog="script/bench directory", description=__doc__)
    parser.add_argument("--towns", type=int, default=34_969)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _use_empty_database(Path(folder) / "directory.sqlite3")
        _generate(options.towns)
        rows = [_measured(name, path, options.rounds) for name, path in PAGES]
    print(f"Directory of {options.towns} members, SQLite, {machine()}\n")
    print(f"{'page':<18} {'first ms':>9} {'p50 ms':>8} {'p95 ms':>8} {'kB sent':>8}")
    for row in rows:
        print(
            f"{row['page']:<18} {row['first_ms']:>9.1f} {row['p50_ms']:>8.1f} {row['p95_ms']:>8.1f} {row['kb']:>8.1f}"
        )
    if options.json:
        result = {"machine": machine(), "towns": options.towns, "pages": rows}
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _use_empty_database(path: Path) -> None:
    from django.core.management import call_command  # noqa: PLC0415 -- Django is ready only now
    from django.db import connections  # noqa: PLC0415

    settings = connections["default"].settings_dict
    if connections["default"].vendor != "sqlite":
        raise SystemExit("This benchmark makes its own SQLite file: run it without DATABASE_URL.")
    connections["default"].close()
    settings["NAME"] = str(path)
    call_command("migrate", verbosity=0)


def _generate(number: int) -> None:
    """A country of 18 regions, sizes as skewed as real ones; the same towns at every run."""
    from seguia.membership.models import Membership, Organisation  # noqa: PLC0415 -- Django is ready only now
    from seguia.territories.models import Territory  # noqa: PLC0415

    dice = random.Random(2026)
    country = Territory.objects.create(kind="country", country="FR", scheme="iso", code="FR", name={"fr": "France"})
    regions = [
        Territory.objects.create(
            kind="region",
            country="FR",
            scheme="insee-reg",
            code=f"{n + 10}",
            name={"fr": f"Région {n}"},
            parent=country,
        )
        for n in range(18)
    ]
    for start in range(0, number, BATCH):
        numbers = range(start, min(start + BATCH, number))
        towns = Territory.objects.bulk_create([_town(Territory, n, dice, regions) for n in numbers])
        halls = Organisation.objects.bulk_create(
            [
                Organisation(kind="local-government", name={"fr": f"Commune de {t.name['fr']}"}, territory=t)
                for t in towns
            ]
        )
        days = [f"{dice.randint(1995, 2025)}-{dice.randint(1, 12):02}-01" for _hall in halls]
        Membership.objects.bulk_create(
            [
                Membership(organisation=hall, status="active", since=day, member_since=day)
                for hall, day in zip(halls, days, strict=True)
            ]
        )


def _town(territory: Any, number: int, dice: random.Random, regions: list[Any]) -> Any:
    name = "-".join("".join(dice.choices(SYLLABLES, k=dice.randint(2, 3))) for _ in range(dice.randint(1, 3))).title()
    return territory(
        kind="commune",
        country="FR",
        scheme="insee-com",
        code=f"{number:05}",
        name={"fr": name},
        region=regions[number % len(regions)],
        parent=regions[number % len(regions)],
        population=int(40 * dice.paretovariate(0.7)) % 2_000_000,
        latitude=f"{dice.uniform(42.5, 51):.4f}",
        longitude=f"{dice.uniform(-4.5, 8):.4f}",
    )


def _measured(name: str, path: str, rounds: int) -> dict[str, Any]:
    """The first answer makes what is kept; the others are what readers get."""
    from django.test import Client  # noqa: PLC0415 -- Django is ready only now

    client, times, size = Client(headers={"host": "localhost", "accept-encoding": "gzip"}), [], 0
    for _ in range(rounds + 1):
        start = time.perf_counter()
        answer = client.get(path)
        size = len(answer.content)
        times.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
    first, rest = times[0], sorted(times[1:])
    return {
        "page": name,
        "first_ms": round(first, 1),
        "p50_ms": round(statistics.median(rest), 1),
        "p95_ms": round(rest[int(len(rest) * 0.95) - 1], 1),
        "kb": round(size / 1024, 1),
    }
