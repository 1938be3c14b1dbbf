"""`script/bench similarity --places N`: the 20 places most like one, fast and plain, with equal results."""

import argparse
import time
from collections.abc import Sequence

from benchmarks.setup import machine
from seguia.territories.similarity import Weights, nearest
from seguia.territories.similarity.profiles import profiles_of
from seguia.territories.tests.places import made_up_places, plainly_nearest

ASKED, ASKED_PLAINLY = 200, 5


def main(arguments: Sequence[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="script/bench similarity", description=__doc__)
    parser.add_argument("--places", type=int, default=36_472, help="how many (default: communes of France and Morocco)")
    options = parser.parse_args(arguments)
    rows = made_up_places(max(options.places, 100))
    priorities = {row.pk: {f"theme:{row.pk % 26}": 1.0, f"goal:{row.pk % 17}": 1.0} for row in rows[::40]}
    started = time.perf_counter()
    profiles = profiles_of(rows, priorities)
    built = time.perf_counter() - started
    step = max(1, len(rows) // ASKED)
    fast = [_timed(lambda row=row: nearest(profiles, row.pk)) for row in rows[::step]]
    plain, equal = [], True
    for row in rows[:: len(rows) // ASKED_PLAINLY]:
        taken, wanted = _timed(lambda row=row: plainly_nearest(rows, row, priorities, Weights(), 20))
        found = nearest(profiles, row.pk)
        equal &= all(abs(a.likeness - b[1]) < 1e-5 for a, b in zip(found, wanted, strict=True))
        plain.append((taken, wanted))
    times = sorted(taken for taken, _ in fast)
    middle, plainly = times[len(times) // 2], sorted(taken for taken, _ in plain)[len(plain) // 2]
    print(f"{len(rows):,} places, profiles made in {built:.2f} s")
    print(f"nearest 20: p50 {middle * 1_000:.1f} ms, p95 {times[len(times) * 95 // 100] * 1_000:.1f} ms")
    print(f"one pair at a time: p50 {plainly * 1_000:.0f} ms, {plainly / middle:.0f} times slower")
    print(f"the same results: {'yes' if equal else 'NO'}")
    print(machine())
    return 0 if equal else 1


def _timed(work):  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result
