"""How well requests and offers fit: whole points of eight criteria that add up to at most 100, and what forbids a pair.

All pairs of one kind are compared at once, as matrices of requests × offers. docs/exchange.md explains the model.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seguia.exchange.matching.assignment import IMPOSSIBLE, Fits
from seguia.exchange.matching.candidates import Candidate
from seguia.exchange.models import Kind, Payment

Matrix = NDArray[Any]
Likeness = Callable[[Sequence[int], Sequence[int]], Matrix]
"""(towns that ask, towns that offer) → how alike they are, 0 to 1; NaN where nothing is known."""


class Part(StrEnum):
    """One criterion."""

    WISH = "wish"
    """The request was written for this offer, or both are about the same action."""
    THEMES = "themes"
    GOALS = "goals"
    LANGUAGE = "language"
    DATES = "dates"
    PLACE = "place"
    ALIKE = "alike"
    PAYMENT = "payment"


WEIGHTS: dict[Part, int] = {
    Part.WISH: 15,
    Part.THEMES: 25,
    Part.GOALS: 5,
    Part.LANGUAGE: 15,
    Part.DATES: 10,
    Part.PLACE: 10,
    Part.ALIKE: 10,
    Part.PAYMENT: 10,
}
"""Points at most; 100 together."""
FLOOR = 40
"""Below this there is no match."""


class Block(IntEnum):
    """Why a pair cannot be, in the order in which it is said."""

    NONE = 0
    FLOOR = 1
    SUBJECT = 2
    DATES = 3
    LANGUAGE = 4
    SAID_NO = 5
    OWN = 6


FAMILY = 0.6
"""What another concept of the same theme is worth."""
UNKNOWN, STRANGER = 0.5, 0.25
"""What is worth something although one side says nothing; what two towns are worth of which nothing is known."""
MARGIN = 30
"""Days by which a flexible side can move."""
HALF_KM = 400.0
"""At this distance the place is worth a half."""
EARTH_KM = 6371.0
FIRST_DAY, LAST_DAY = 0, 4_000_000
_PAYMENTS = [Payment.HOST, Payment.GUEST, Payment.SHARED, Payment.FUNDING]
_AGREE = np.array(
    [  # offered:   host  guest shared funding
        [1.0, 0.0, 0.5, 0.5],  # asked: host pays
        [1.0, 1.0, 1.0, 1.0],  # asked: guest pays
        [1.0, 0.3, 1.0, 0.5],  # asked: shared
        [1.0, 0.3, 0.5, 1.0],  # asked: funding sought
    ],
    np.float32,
)


@dataclass(frozen=True)
class Compared:
    """All pairs of one kind."""

    parts: dict[Part, NDArray[np.int8]]
    points: NDArray[np.int16]
    """The sum of the parts, whatever forbids the pair."""
    blocks: NDArray[np.int8]

    @property
    def fits(self) -> Fits:
        """What the assignment works on."""
        return np.where(self.blocks == Block.NONE, self.points, np.int16(IMPOSSIBLE)).astype(np.int16)

    def parts_of(self, request: int, offer: int) -> dict[str, int]:
        """Points by criterion of one pair."""
        return {part.value: int(matrix[request, offer]) for part, matrix in self.parts.items()}


def compare(
    requests: Sequence[Candidate],
    offers: Sequence[Candidate],
    likeness: Likeness,
    said_no: frozenset[tuple[int, int]] = frozenset(),
) -> Compared:
    """Every request with every offer; all of one kind."""
    is_paper = bool(requests) and requests[0].kind == Kind.TEMPLATE
    days, are_apart = _dates(requests, offers)
    shares = {
        Part.WISH: _wishes(requests, offers),
        Part.THEMES: _themes(requests, offers),
        Part.GOALS: _goals(requests, offers),
        Part.LANGUAGE: _shared([r.spoken for r in requests], [o.spoken for o in offers]) > 0,
        Part.DATES: days,
        Part.PLACE: np.ones_like(days) if is_paper else _places(requests, offers),
        Part.ALIKE: np.nan_to_num(likeness([r.town for r in requests], [o.town for o in offers]), nan=STRANGER),
        Part.PAYMENT: _payments(requests, offers),
    }
    parts = {part: np.floor(WEIGHTS[part] * share + 0.5).astype(np.int8) for part, share in shares.items()}
    points = np.zeros(days.shape, np.int16)
    for matrix in parts.values():
        points += matrix
    common_goal = _shared([r.goals for r in requests], [o.goals for o in offers]) > 0
    blocks = np.where(points < FLOOR, np.int8(Block.FLOOR), np.int8(Block.NONE))
    blocks[(parts[Part.THEMES] == 0) & (parts[Part.WISH] == 0) & ~common_goal] = Block.SUBJECT
    blocks[are_apart] = Block.DATES
    if not is_paper:
        blocks[parts[Part.LANGUAGE] == 0] = Block.LANGUAGE
    _forbid(blocks, requests, offers, said_no)
    return Compared(parts, points, blocks)


def _forbid(
    blocks: NDArray[np.int8],
    requests: Sequence[Candidate],
    offers: Sequence[Candidate],
    said_no: frozenset[tuple[int, int]],
) -> None:
    rows = {request.pk: row for row, request in enumerate(requests)}
    columns = {offer.pk: column for column, offer in enumerate(offers)}
    for request, offer in said_no:
        if request in rows and offer in columns:
            blocks[rows[request], columns[offer]] = Block.SAID_NO
    blocks[_same([r.organisation for r in requests], [o.organisation for o in offers])] = Block.OWN


def _same(ours: Sequence[int], theirs: Sequence[int]) -> NDArray[np.bool_]:
    """Where two identifiers are equal."""
    same: NDArray[np.bool_] = np.array(ours, np.int64)[:, None] == np.array(theirs, np.int64)[None, :]
    return same


def _held(sets: Sequence[frozenset[Any]], order: dict[Any, int]) -> Matrix:
    """One row a set, one column a member."""
    held = np.zeros((len(sets), len(order)), np.float32)
    for row, members in enumerate(sets):
        held[row, [order[member] for member in members]] = 1.0
    return held


def _shared(ours: Sequence[frozenset[Any]], theirs: Sequence[frozenset[Any]]) -> Matrix:
    """How many members two sets share."""
    order = {member: place for place, member in enumerate(sorted({m for one in (*ours, *theirs) for m in one}))}
    shared: Matrix = _held(ours, order) @ _held(theirs, order).T
    return shared


def _overlap(ours: Sequence[frozenset[Any]], theirs: Sequence[frozenset[Any]]) -> Matrix:
    """Shared members among those of the smaller set, 0 to 1; 0 where one is empty."""
    sizes = np.minimum.outer(np.array([len(one) for one in ours]), np.array([len(one) for one in theirs]))
    share: Matrix = _shared(ours, theirs) / np.maximum(sizes, 1)
    return share


def _wishes(requests: Sequence[Candidate], offers: Sequence[Candidate]) -> Matrix:
    named = _same([r.answers for r in requests], [o.pk for o in offers])
    actions = np.array([r.action for r in requests], np.int64)
    return named | (_same([r.action for r in requests], [o.action for o in offers]) & (actions > 0)[:, None])


def _themes(requests: Sequence[Candidate], offers: Sequence[Candidate]) -> Matrix:
    exact = _overlap([r.themes for r in requests], [o.themes for o in offers])
    family = _overlap([r.families for r in requests], [o.families for o in offers])
    return np.maximum(exact, FAMILY * family)


def _goals(requests: Sequence[Candidate], offers: Sequence[Candidate]) -> Matrix:
    share = _overlap([r.goals for r in requests], [o.goals for o in offers])
    share[[not r.goals for r in requests], :] = UNKNOWN
    share[:, [not o.goals for o in offers]] = UNKNOWN
    return share


def _days(candidates: Sequence[Candidate]) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """First day, last day, margin, and whether any day was given."""
    first = np.array([c.date_from.toordinal() if c.date_from else FIRST_DAY for c in candidates], np.int64)
    last = np.array([c.date_to.toordinal() if c.date_to else LAST_DAY for c in candidates], np.int64)
    margin = np.array([MARGIN if c.is_flexible else 0 for c in candidates], np.int64)
    return first, last, margin, np.array([bool(c.date_from or c.date_to) for c in candidates], np.bool_)


def _dates(requests: Sequence[Candidate], offers: Sequence[Candidate]) -> tuple[Matrix, Matrix]:
    """(1 where the days meet, a half where they only do with a margin or one side says nothing; where they cannot)."""
    first, last, margin, given = _days(requests)
    their_first, their_last, their_margin, their_given = _days(offers)
    common = np.minimum.outer(last, their_last) - np.maximum.outer(first, their_first) + 1
    both = np.logical_and.outer(given, their_given)
    meet = both & (common > 0)
    share = np.where(meet, np.float32(1.0), np.float32(UNKNOWN))
    return share, both & (common + np.add.outer(margin, their_margin) <= 0)


def distances(requests: Sequence[Candidate], offers: Sequence[Candidate]) -> Matrix:
    """Kilometres as the crow flies; NaN where one place is unknown."""
    lat, lon = _radians(requests)
    their_lat, their_lon = _radians(offers)
    half = np.sin(np.subtract.outer(lat, their_lat) / 2) ** 2
    half = half + np.multiply.outer(np.cos(lat), np.cos(their_lat)) * np.sin(np.subtract.outer(lon, their_lon) / 2) ** 2
    away: Matrix = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return away


def _radians(candidates: Sequence[Candidate]) -> tuple[Matrix, Matrix]:
    degrees = [(np.nan, np.nan) if c.latitude is None else (c.latitude, c.longitude) for c in candidates]
    columns = np.radians(np.array(degrees, np.float64).reshape(len(candidates), 2))
    return columns[:, 0], columns[:, 1]


def _places(requests: Sequence[Candidate], offers: Sequence[Candidate]) -> Matrix:
    share = np.nan_to_num(np.exp2(-distances(requests, offers) / HALF_KM), nan=UNKNOWN)
    online = np.logical_and.outer([r.is_online for r in requests], [o.is_online for o in offers])
    share[online] = 1.0
    return share


def _payments(requests: Sequence[Candidate], offers: Sequence[Candidate]) -> Matrix:
    place = {payment.value: number for number, payment in enumerate(_PAYMENTS)}
    rows, columns = [place[r.payment] for r in requests], [place[o.payment] for o in offers]
    agreed: Matrix = _AGREE[np.ix_(rows, columns)]
    return agreed


def meeting_days(request: Candidate, offer: Candidate) -> tuple[int, int] | None:
    """First and last common day as ordinals; None where they do not meet or one is not given. An open end stays open
    as `FIRST_DAY` or `LAST_DAY`."""
    share, _apart = _dates([request], [offer])
    if share[0, 0] < 1:
        return None
    first = max(d.toordinal() if d else FIRST_DAY for d in (request.date_from, offer.date_from))
    last = min(d.toordinal() if d else LAST_DAY for d in (request.date_to, offer.date_to))
    return first, last
