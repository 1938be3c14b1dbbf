"""`script/bench matching`: the best assignment of requests to offers against taking the best pair first, and small
problems against trying everything."""

import argparse
import datetime
import itertools
import random
import time
import tracemalloc
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.setup import machine
from seguia.exchange.matching.assignment import IMPOSSIBLE, best_assignment, greedy_assignment, total_fit
from seguia.exchange.matching.candidates import Candidate
from seguia.exchange.matching.fit import compare
from seguia.exchange.models import Kind, Payment

THEMES = 26
FIRST = datetime.date(2027, 1, 1)
SMALL = 300


def main(arguments: Sequence[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="script/bench matching", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000)
    parser.add_argument("--offers", type=int, default=1_000)
    parser.add_argument("--crowded", action="store_true", help="few places, wanted by all: the hard case")
    options = parser.parse_args(arguments)
    chance = random.Random(20261122)
    requests = [_made_up(chance, number, options.requests) for number in range(options.requests)]
    offers = [_made_up(chance, options.requests + n, options.requests, is_offer=True) for n in range(options.offers)]
    started = time.process_time()
    fits = compare(requests, offers, _likeness).fits
    compared = time.process_time() - started
    places = np.array([1 if options.crowded else offer.capacity for offer in offers], np.int64)
    if options.crowded:
        places[options.offers // 3 :] = 0
    started = time.process_time()
    taken = best_assignment(fits, places)
    solved = time.process_time() - started
    peak = _memory(requests, offers, places)
    best, greedy = total_fit(fits, taken), total_fit(fits, greedy_assignment(fits, places))
    possible = int((fits > IMPOSSIBLE).sum())
    print(f"{len(requests):,} requests, {len(offers):,} offers, {places.sum():,} places, {possible:,} possible pairs")
    print(f"compared in {compared:.2f} s, assigned in {solved:.2f} s of processor time; {peak / 1e6:.0f} MB at most")
    print(f"best total {best:,}, best pair first {greedy:,}: {100 * (best / greedy - 1):.2f} % more")
    print(f"matched {int((taken >= 0).sum()):,}; no offer beyond its places: {_keeps_places(taken, places)}")
    equal = _equal_on_small(chance)
    print(f"{SMALL} small problems, the same total as trying everything: {'yes' if equal else 'NO'}")
    print(machine())
    return 0 if equal and best >= greedy else 1


def _memory(requests: Sequence[Candidate], offers: Sequence[Candidate], places: Any) -> int:
    """Bytes at most, measured apart: measuring costs time."""
    tracemalloc.start()
    best_assignment(compare(requests, offers, _likeness).fits, places)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _made_up(chance: random.Random, number: int, count: int, *, is_offer: bool = False) -> Candidate:
    themes = {f"concept-{int(chance.triangular(0, THEMES * 4, 20))}" for _n in range(chance.randint(1, 3))}
    first = FIRST + datetime.timedelta(days=chance.randint(0, 240))
    has_days = chance.random() < 0.7
    return Candidate(
        pk=number + 1,
        organisation=number // 2 + 1,
        kind=Kind.VISIT,
        themes=frozenset(themes),
        families=frozenset(f"theme-{int(one.split('-')[1]) % THEMES}" for one in themes),
        goals=frozenset(chance.sample(range(1, 18), chance.randint(0, 3))),
        spoken=frozenset(chance.sample(["ar", "fr", "en", "es"], chance.randint(1, 2))),
        payment=chance.choice(Payment.values),
        date_from=first if has_days else None,
        date_to=first + datetime.timedelta(days=chance.randint(20, 120)) if has_days else None,
        is_flexible=chance.random() < 0.3,
        is_online=chance.random() < 0.3,
        town=chance.randint(1, 400),
        latitude=chance.uniform(28, 51),
        longitude=chance.uniform(-12, 8),
        answers=0 if is_offer or chance.random() < 0.8 else count + chance.randint(1, count),
        capacity=chance.randint(1, 4) if is_offer else 1,
    )


def _likeness(ours: Sequence[int], theirs: Sequence[int]) -> Any:
    """Made up, but the same for the same towns."""
    return (np.multiply.outer(np.array(ours), np.array(theirs)) % 97 / 97).astype(np.float32)


def _keeps_places(taken: Any, places: Any) -> str:
    used = np.bincount(taken[taken >= 0], minlength=len(places))
    return "yes" if (used <= places).all() else "NO"


def _equal_on_small(chance: random.Random) -> bool:
    for _round in range(SMALL):
        rows, columns = chance.randint(0, 5), chance.randint(0, 4)
        cells = [chance.choice([IMPOSSIBLE, chance.randint(40, 100)]) for _cell in range(rows * columns)]
        fits = np.array(cells, np.int16).reshape(rows, columns)
        places = np.array([chance.randint(0, 3) for _column in range(columns)], np.int64)
        if total_fit(fits, best_assignment(fits, places)) != _by_trying(fits, places):
            return False
    return True


def _by_trying(fits: Any, places: Any) -> int:
    best = 0
    for choice in itertools.product(range(-1, fits.shape[1]), repeat=fits.shape[0]):
        pairs = [(row, column) for row, column in enumerate(choice) if column >= 0]
        is_possible = all(fits[pair] > IMPOSSIBLE for pair in pairs)
        if is_possible and all(choice.count(column) <= places[column] for column in range(len(places))):
            best = max(best, sum(int(fits[pair]) for pair in pairs))
    return best
