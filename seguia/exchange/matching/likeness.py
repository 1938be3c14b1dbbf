"""How alike the towns are, from the profiles of territories."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seguia.territories.similarity import current_profiles, likeness_of


def likeness_of_towns(ours: Sequence[int], theirs: Sequence[int]) -> NDArray[Any]:
    """One row a town that asks, one column a town that offers; NaN for what cannot be compared. Two queries at most."""
    profiles = current_profiles()
    rows: dict[int, Any] = {}
    unknown = np.full(len(theirs), np.nan, np.float32)
    for town in dict.fromkeys(ours):
        likeness = likeness_of(profiles, town)
        found = likeness(theirs) if likeness else None
        rows[town] = unknown if found is None else np.array([np.nan if x is None else x for x in found], np.float32)
    return np.array([rows[town] for town in ours], np.float32).reshape(len(ours), len(theirs))
