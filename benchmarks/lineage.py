"""The tree of an action and its map: one walk in the database beside the plain one with a query for every town.

`script/bench lineage [--replications 10000] [--rounds 40]`: towns, sheets and replications are generated into an empty
SQLite file, each town with a sheet of its own that others take up in turn. Both ways must find the same towns.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.directory import _use_empty_database
from benchmarks.setup import machine

BATCH = 2000
PLAIN_ROUNDS = 3


def main(arguments: list[str]) -> int:
    """Generate, measure, print a table."""
    parser = argparse.ArgumentParser(prog="script/bench lineage", description=__doc__)
    parser.add_argument("--replications", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _use_empty_database(Path(folder) / "lineage.sqlite3")
        root = _generate(max(options.replications, 10))
        is_equal = _compared(root, options.rounds)
    print(f"{options.replications:,} replications of one action, SQLite, {machine()}")
    return 0 if is_equal else 1


def _generate(number: int) -> Any:
    """A tree as they grow: most towns take up from the early ones. The same tree at every run."""
    from django.utils import timezone  # noqa: PLC0415 -- Django is ready only now

    from seguia.actions.models import Action  # noqa: PLC0415
    from seguia.membership.models import Organisation  # noqa: PLC0415
    from seguia.replication.models import Replication  # noqa: PLC0415
    from seguia.territories.models import Territory  # noqa: PLC0415

    dice, now = random.Random(2026), timezone.now()
    places = [
        Territory(
            scheme="insee-com", code=f"{n:05}", kind="commune", country="FR", name={"fr": f"Ville {n}", "ar": f"مدينة {n}"},
            latitude=round(dice.uniform(42, 51), 3), longitude=round(dice.uniform(-4, 8), 3),
        )
        for n in range(number + 1)
    ]  # fmt: skip
    Territory.objects.bulk_create(places, BATCH)
    towns = [
        Organisation(kind="local-government", name={"fr": f"Commune {n}"}, search_key="", territory=place)
        for n, place in enumerate(places)
    ]
    Organisation.objects.bulk_create(towns, BATCH)
    sheets = [
        Action(
            organisation=town, title={"fr": f"Action {n}"}, original_language="fr", status="published", published_at=now
        )
        for n, town in enumerate(towns)
    ]
    Action.objects.bulk_create(sheets, BATCH)
    plans = [
        Replication(
            organisation=towns[n], source_action=sheets[int(n * dice.random() ** 3)], own_action=sheets[n],
            source_public_id="", source_title={"fr": ""}, source_language="fr", source_organisation={"fr": ""}, language="fr",
            is_shown=True, shown_at=now, consent="confirmed", is_linked=True, linked_at=now,
        )
        for n in range(1, number + 1)
    ]  # fmt: skip
    Replication.objects.bulk_create(plans, BATCH)
    return sheets[0]


def _compared(root: Any, rounds: int) -> bool:
    from seguia.replication.queries.lineage import descent, spread_of, spread_towns  # noqa: PLC0415

    plain_ms, walked = _timed(lambda: _plainly(root), PLAIN_ROUNDS)
    map_ms, towns = _timed(lambda: spread_towns(root, limit=1_000_000), rounds)
    count_ms, spread = _timed(lambda: spread_of(root), rounds)
    tree_ms, (nodes, is_cut) = _timed(lambda: descent(root, levels=4, limit=200), rounds)
    print(f"{'what':<34} {'p50 ms':>9} {'p95 ms':>9} {'plain is':>9}")
    for name, times in (
        ("a query for every town (plain)", plain_ms),
        ("map of spread, all towns", map_ms),
        ("towns and countries counted", count_ms),
        ("tree page, 4 levels, 200 towns", tree_ms),
    ):
        middle = statistics.median(times)
        slowest = sorted(times)[len(times) * 95 // 100]
        print(f"{name:<34} {middle:>9.1f} {slowest:>9.1f} {statistics.median(plain_ms) / middle:>8.1f}×")
    is_equal = bool({town.plan for town in towns} == walked and spread.towns == len(walked))
    print(
        f"the same towns: {'yes' if is_equal else 'NO'} ({len(walked):,}); tree cut at 200: {is_cut}, tops {len(nodes)}"
    )
    return is_equal


def _plainly(root: Any) -> set[str]:
    """What one writes first: from each action ask who took it up."""
    from seguia.replication.models import Replication  # noqa: PLC0415 -- Django is ready only now

    found: set[str] = set()
    frontier = [root.pk]
    while frontier:
        plans = (
            Replication.objects.linked().filter(source_action=frontier.pop()).select_related("organisation__territory")
        )
        for plan in plans:
            found.add(plan.public_id)
            if plan.own_action_id:
                frontier.append(plan.own_action_id)
    return found


def _timed(work: Callable[[], Any], rounds: int) -> tuple[list[float], Any]:
    times, result = [], None
    for _round in range(rounds):
        started = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - started) * 1000)
    return times, result
