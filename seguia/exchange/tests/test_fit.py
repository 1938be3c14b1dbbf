"""The model of fit: compared all at once, it says the same as each pair by itself; what forbids a pair."""

import datetime
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seguia.exchange.matching.candidates import Candidate, Candidates
from seguia.exchange.matching.fit import FLOOR, WEIGHTS, Block, Part, compare
from seguia.exchange.matching.proposing import propose
from seguia.exchange.models import Kind, Payment

JUNE, JULY, LATER = datetime.date(2027, 6, 1), datetime.date(2027, 7, 1), datetime.date(2027, 7, 5)
FAMILIES = {"compost": "waste", "plastic": "waste", "waste": "waste", "solar": "energy", "wells": "water"}


def candidate(pk: int = 1, **more: Any) -> Candidate:
    themes = frozenset(more.pop("themes", ["compost"]))
    facts = {"organisation": pk, "kind": Kind.VISIT, "goals": frozenset({12}), "spoken": frozenset({"ar", "fr"})}
    facts |= {"payment": Payment.SHARED.value, "latitude": 35.17, "longitude": -5.27, "town": pk}
    return Candidate(pk=pk, themes=themes, families=frozenset(FAMILIES[one] for one in themes), **{**facts, **more})


def unknown(ours: Any, theirs: Any) -> Any:
    return np.full((len(ours), len(theirs)), np.nan, np.float32)


def one_pair(request: Candidate, offer: Candidate, said_no: Any = frozenset()) -> tuple[dict[str, int], int, int]:
    compared = compare([request], [offer], unknown, said_no)
    return compared.parts_of(0, 0), int(compared.points[0, 0]), int(compared.blocks[0, 0])


def test_weights_add_up_to_a_hundred():
    assert sum(WEIGHTS.values()) == 100


def test_perfect_pair_has_a_hundred_points():
    offer = candidate(2, date_from=JUNE, date_to=JULY)
    request = candidate(1, date_from=JUNE, date_to=JULY, answers=2)
    alike = compare([request], [offer], lambda ours, theirs: np.ones((1, 1), np.float32))
    assert (alike.points[0, 0], alike.fits[0, 0]) == (100, 100)


@pytest.mark.parametrize(
    ("request_more", "offer_more", "block"),
    [
        ({}, {}, Block.NONE),
        ({"organisation": 2}, {}, Block.OWN),
        ({"spoken": frozenset({"en"})}, {}, Block.LANGUAGE),
        ({"kind": Kind.TEMPLATE, "spoken": frozenset({"en"})}, {"kind": Kind.TEMPLATE}, Block.NONE),
        ({"date_to": JUNE}, {"date_from": JULY}, Block.DATES),
        ({"date_to": JUNE, "is_flexible": True}, {"date_from": JULY}, Block.NONE),
        ({"date_to": JUNE, "is_flexible": True}, {"date_from": LATER}, Block.DATES),
        ({"date_to": JUNE, "is_flexible": True}, {"date_from": LATER, "is_flexible": True}, Block.NONE),
        ({"date_to": JUNE}, {}, Block.NONE),
        ({"date_to": JUNE}, {"date_from": JUNE}, Block.NONE),
        ({"themes": ["solar"], "goals": frozenset({7})}, {}, Block.SUBJECT),
        ({"themes": ["plastic"], "goals": frozenset({7})}, {}, Block.NONE),
        ({"themes": ["solar"]}, {}, Block.NONE),
        ({"themes": ["solar"], "goals": frozenset(), "answers": 2}, {}, Block.NONE),
        (
            {"themes": ["solar"], "payment": Payment.HOST.value},
            {"payment": Payment.GUEST.value, "latitude": -33.0, "longitude": 151.0},
            Block.FLOOR,
        ),
    ],
)  # fmt: skip
def test_what_forbids_a_pair(request_more, offer_more, block):
    request, offer = candidate(1, **request_more), candidate(2, **offer_more)
    _parts, points, found = one_pair(request, offer)
    assert found == block, points
    assert (points < FLOOR) == (block == Block.FLOOR)


def test_who_said_no_is_not_asked_again():
    assert one_pair(candidate(1), candidate(2), frozenset({(1, 2)}))[2] == Block.SAID_NO
    assert one_pair(candidate(1), candidate(2), frozenset({(2, 1)}))[2] == Block.NONE


def test_costs_that_nobody_bears_count_nothing_and_generosity_counts_in_full():
    pay = lambda asked, offered: one_pair(candidate(1, payment=asked), candidate(2, payment=offered))[0]["payment"]  # noqa: E731
    assert pay("host", "guest") == 0
    assert pay("guest", "host") == pay("shared", "shared") == 10


plain = st.builds(
    candidate,
    pk=st.integers(1, 40),
    organisation=st.integers(1, 6),
    themes=st.sets(st.sampled_from(sorted(FAMILIES)), min_size=1),
    goals=st.frozensets(st.integers(1, 17), max_size=3),
    spoken=st.frozensets(st.sampled_from(["ar", "fr", "en", "es"]), min_size=1),
    payment=st.sampled_from(Payment.values),
    date_from=st.none() | st.dates(datetime.date(2027, 1, 1), datetime.date(2027, 6, 1)),
    date_to=st.none() | st.dates(datetime.date(2027, 3, 1), datetime.date(2027, 12, 1)),
    is_flexible=st.booleans(),
    is_online=st.booleans(),
    latitude=st.none() | st.floats(30, 50),
    longitude=st.floats(-9, 9),
    action=st.integers(0, 2),
    answers=st.integers(0, 40),
)


@given(st.lists(plain, min_size=1, max_size=5), st.lists(plain, min_size=1, max_size=5))
@settings(max_examples=120, deadline=None)
def test_all_at_once_is_the_same_as_plainly_one_by_one(requests, offers):
    compared = compare(requests, offers, unknown)
    for row, request in enumerate(requests):
        for column, offer in enumerate(offers):
            wanted = plainly(request, offer)
            assert compared.parts_of(row, column) == wanted
            assert compared.points[row, column] == sum(wanted.values())


def plainly(request: Candidate, offer: Candidate) -> dict[str, int]:
    """The model once more, in plain words."""
    shares = {
        Part.WISH: request.answers == offer.pk or (request.action == offer.action and request.action > 0),
        Part.THEMES: max(
            overlap(request.themes, offer.themes), np.float32(0.6) * overlap(request.families, offer.families)
        ),
        Part.GOALS: overlap(request.goals, offer.goals) if request.goals and offer.goals else 0.5,
        Part.LANGUAGE: bool(request.spoken & offer.spoken),
        Part.DATES: dates(request, offer),
        Part.PLACE: place(request, offer),
        Part.ALIKE: 0.25,
        Part.PAYMENT: {
            "host": {"host": 1, "guest": 0, "shared": 0.5, "funding-sought": 0.5},
            "guest": {"host": 1, "guest": 1, "shared": 1, "funding-sought": 1},
            "shared": {"host": 1, "guest": 0.3, "shared": 1, "funding-sought": 0.5},
            "funding-sought": {"host": 1, "guest": 0.3, "shared": 0.5, "funding-sought": 1},
        }[request.payment][offer.payment],
    }  # fmt: skip
    return {part.value: math.floor(WEIGHTS[part] * share + 0.5 + 1e-6) for part, share in shares.items()}


def overlap(ours: frozenset[Any], theirs: frozenset[Any]) -> float:
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


def dates(request: Candidate, offer: Candidate) -> float:
    if not (request.date_from or request.date_to) or not (offer.date_from or offer.date_to):
        return 0.5
    first = max(d or datetime.date.min for d in (request.date_from, offer.date_from))
    last = min(d or datetime.date.max for d in (request.date_to, offer.date_to))
    return 1.0 if first <= last else 0.5


def place(request: Candidate, offer: Candidate) -> float:
    if request.is_online and offer.is_online:
        return 1.0
    if request.latitude is None or offer.latitude is None:
        return 0.5
    one, other = math.radians(request.latitude), math.radians(offer.latitude)
    turn = math.radians((request.longitude or 0) - (offer.longitude or 0))
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(turn)
    return float(2 ** (-6371.0 * math.acos(max(-1.0, min(1.0, cosine))) / 400.0))


def test_kinds_do_not_mix_and_lonely_requests_are_told_why():
    requests = [candidate(1), candidate(2, kind=Kind.EXPERT), candidate(3, date_to=JUNE), candidate(4)]
    offers = [candidate(11, date_from=JULY), candidate(12, themes=["wells"], goals=frozenset({6}))]
    outcome = propose(Candidates(requests, offers, frozenset()), unknown)
    assert [(one.request.pk, one.offer.pk) for one in outcome.proposals] == [(1, 11)]
    why = {one["request"]: one["why"] for one in outcome.alone}
    assert why == {2: "no-offer", 3: "dates", 4: "taken"}
    assert outcome.total == outcome.proposals[0].fit


def test_why_not_the_other_offer():
    requests = [candidate(1), candidate(2, goals=frozenset({7}))]
    offers = [candidate(11), candidate(12, payment=Payment.GUEST.value)]
    outcome = propose(Candidates(requests, offers, frozenset()), unknown)
    told = {one.request.pk: one.others for one in outcome.proposals}
    first = next(one for one in outcome.proposals if one.request.pk == 1)
    assert (first.offer.pk, told[1][0]["why"], told[1][0]["offer"]) == (11, "less", 12)
    assert (told[2][0]["why"], told[2][0]["with"]) == ("taken", 1)
