"""The assignment with the greatest total fit under capacities: successive shortest paths with potentials.

A request takes at most one place, an offer as many as it has, and staying alone is always possible. All sums are whole
numbers, so the result is exactly the optimum, and the same for the same input. See docs/decisions/0008.
"""

import numpy as np
from numpy.typing import NDArray

Fits = NDArray[np.int16]
"""Requests × offers: points of each pair; `IMPOSSIBLE` where it cannot be."""
IMPOSSIBLE = -1
ALONE = -1
FAR = 2**28
"""More than any path can cost."""


def best_assignment(fits: Fits, capacities: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each request the offer it goes to, or `ALONE`. Time grows with requests × full offers × offers in the worst
    case; four bytes a pair are kept in memory beside `fits`."""
    solver = _Solver(fits, capacities)
    for request in range(fits.shape[0]):
        solver.add(request)
    return solver.taken


def greedy_assignment(fits: Fits, capacities: NDArray[np.int64]) -> NDArray[np.int64]:
    """The best pair first, then the next: what people do by hand, and the measure of the above."""
    requests, offers = np.nonzero(fits > IMPOSSIBLE)
    order = np.lexsort((offers, requests, -fits[requests, offers].astype(np.int64)))
    taken = np.full(fits.shape[0], ALONE, np.int64)
    left = capacities.copy()
    for place in order:
        request, offer = requests[place], offers[place]
        if taken[request] == ALONE and left[offer] > 0:
            taken[request] = offer
            left[offer] -= 1
    return taken


def total_fit(fits: Fits, taken: NDArray[np.int64]) -> int:
    """The sum that is made as large as it can be."""
    rows = np.flatnonzero(taken != ALONE)
    return int(fits[rows, taken[rows]].sum(dtype=np.int64))


class _Solver:
    """Adds one request after the other and keeps the assignment of those so far optimal.

    Costs are negative points. The last column stands for staying alone: it costs nothing and never fills up, which also
    bounds every search. `of_request` and `of_offer` are the potentials: no pair costs less than their sum, and chosen
    pairs cost exactly that, which proves the optimum.
    """

    def __init__(self, fits: Fits, capacities: NDArray[np.int64]) -> None:
        self.number, self.alone = fits.shape
        self.costs = np.zeros((self.number, self.alone + 1), np.int32)
        self.costs[:, :-1] = np.where(fits > IMPOSSIBLE, -fits.astype(np.int32), np.int32(FAR))
        self.left = np.append(capacities, self.number + 1).astype(np.int32)
        self.of_request = np.zeros(self.number, np.int32)
        self.of_offer = np.zeros(self.alone + 1, np.int32)
        self.guests: list[list[int]] = [[] for _offer in range(self.alone + 1)]
        self.place = np.full(self.number, self.alone, np.int64)

    @property
    def taken(self) -> NDArray[np.int64]:
        """As `best_assignment` gives it."""
        return np.where(self.place == self.alone, ALONE, self.place)

    def add(self, request: int) -> None:
        """Find the cheapest way to seat one more, moving others where that pays."""
        distance = np.full(self.alone + 1, FAR, np.int32)
        reached_from = np.full(self.alone + 1, request, np.int32)
        is_open = np.ones(self.alone + 1, np.bool_)
        preference = np.where(self.left > 0, 0, 1).astype(np.int32)  # among equal ways, one that ends the search
        visited: list[int] = []
        so_far, newcomers = 0, [request]
        while True:
            for guest in newcomers:
                way = self.costs[guest] - self.of_offer
                way += so_far - self.of_request[guest]
                is_shorter = is_open & (way < distance)
                np.copyto(distance, way, where=is_shorter)
                reached_from[is_shorter] = guest
            offer = int(np.argmin(np.where(is_open, 2 * distance + preference, 2 * FAR + 1)))
            so_far = int(distance[offer])
            is_open[offer] = False
            visited.append(offer)
            if self.left[offer] > 0:
                break
            newcomers = self.guests[offer]
        self._adjust(request, visited, distance, so_far)
        self._move(request, offer, reached_from)

    def _adjust(self, request: int, visited: list[int], distance: NDArray[np.int32], so_far: int) -> None:
        self.of_request[request] += so_far
        for offer in visited:
            saved = so_far - int(distance[offer])
            self.of_offer[offer] -= saved
            if saved and self.guests[offer]:
                self.of_request[self.guests[offer]] += saved

    def _move(self, request: int, offer: int, reached_from: NDArray[np.int32]) -> None:
        """Everybody on the path takes the next place; the last one is free."""
        self.left[offer] -= 1
        while True:
            mover = int(reached_from[offer])
            before = int(self.place[mover])
            self.guests[offer].append(mover)
            self.place[mover] = offer
            if mover == request:
                return
            self.guests[before].remove(mover)
            offer = before
