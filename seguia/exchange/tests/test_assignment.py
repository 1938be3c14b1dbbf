"""The assignment: the same total as trying everything, capacities kept, the same result each time."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from seguia.exchange.matching.assignment import (
    ALONE,
    IMPOSSIBLE,
    best_assignment,
    greedy_assignment,
    total_fit,
)


def by_trying_everything(fits: NDArray[np.int16], places: NDArray[np.int64]) -> int:
    """The greatest total there is; only for a handful."""
    best = 0
    for choice in itertools.product(range(-1, fits.shape[1]), repeat=fits.shape[0]):
        pairs = [(row, column) for row, column in enumerate(choice) if column >= 0]
        is_full = any(sum(c == column for _r, c in pairs) > places[column] for column in range(fits.shape[1]))
        if not is_full and all(fits[pair] > IMPOSSIBLE for pair in pairs):
            best = max(best, sum(int(fits[pair]) for pair in pairs))
    return best


@st.composite
def problems(draw: st.DrawFn) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    rows, columns = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    size = rows * columns
    fits = draw(st.lists(st.integers(IMPOSSIBLE, 6) | st.integers(40, 100), min_size=size, max_size=size))
    places = draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    return np.array(fits, np.int16).reshape(rows, columns), np.array(places, np.int64)


@given(problems())
@settings(max_examples=250, deadline=None)
def test_total_is_what_trying_everything_finds(problem):
    fits, places = problem
    taken = best_assignment(fits, places)
    assert total_fit(fits, taken) == by_trying_everything(fits, places)
    for column in range(fits.shape[1]):
        assert (taken == column).sum() <= places[column]
    assert all(fits[row, column] > IMPOSSIBLE for row, column in enumerate(taken) if column != ALONE)
    assert np.array_equal(taken, best_assignment(fits.copy(), places.copy()))


def test_greedy_is_not_enough():
    """The control: taking the best pair first loses what the assignment keeps."""
    fits = np.array([[90, 85], [88, IMPOSSIBLE]], np.int16)
    places = np.array([1, 1], np.int64)
    assert total_fit(fits, greedy_assignment(fits, places)) == 90
    assert list(best_assignment(fits, places)) == [1, 0]


@pytest.mark.parametrize("seed", range(3))
def test_never_worse_than_greedy_in_a_crowd(seed):
    random = np.random.default_rng(seed)
    fits = random.integers(40, 101, (120, 60)).astype(np.int16)
    fits[random.random(fits.shape) < 0.5] = IMPOSSIBLE
    places = random.integers(1, 3, 60)
    taken = best_assignment(fits, places)
    assert total_fit(fits, taken) >= total_fit(fits, greedy_assignment(fits, places))
    assert (np.bincount(taken[taken != ALONE], minlength=60) <= places).all()


def test_nobody_and_nothing():
    assert list(best_assignment(np.zeros((0, 3), np.int16), np.ones(3, np.int64))) == []
    assert list(best_assignment(np.zeros((2, 0), np.int16), np.ones(0, np.int64))) == [ALONE, ALONE]
