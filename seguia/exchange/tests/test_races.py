"""Two of the secretariat confirm at the same instant, with real connections; and the same without the guards."""

import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction

from seguia.config.testing import Cast, make_cast, make_user
from seguia.core.errors import Conflict
from seguia.core.tests.real_database import at_once
from seguia.exchange.models import HOLDING, Match, MatchingRun, Posting
from seguia.exchange.services import deciding
from seguia.exchange.services.answering import answer_match
from seguia.exchange.services.deciding import confirm_match
from seguia.exchange.services.runs import run_matching
from seguia.exchange.tests.postings import confirmed, make_offer, make_request, make_town


@pytest.fixture
def racing_cast(real_database: None) -> Cast:
    return make_cast()


def rivals(cast: Cast, number: int = 4) -> list[Match]:
    """One place, several proposals for it: as two runs and a locked one can leave them."""
    offer = make_offer(cast)
    found = []
    for place in range(number):
        town, head = make_town(place)
        found.append(Match.objects.create(offer=offer, request=make_request(cast, head, town), fit=60))
    return found


def held_places(cast: Cast) -> int:
    return Match.objects.filter(state__in=HOLDING).count()


def test_confirming_at_once_never_exceeds_the_capacity(racing_cast):
    cast = racing_cast
    others = make_user("second", is_staff=True)
    matches = rivals(cast)
    staff = [cast.secretariat, others]

    def confirm(place: int, match: Match) -> Callable[[], Any]:
        return lambda: confirm_match(user=staff[place % 2], public_id=match.public_id)

    results = at_once([confirm(*one) for one in enumerate(matches)])
    assert sum(isinstance(one, Match) for one in results) == 1, results
    assert sum(isinstance(one, Conflict) for one in results) == 3, results
    assert held_places(cast) == 1
    assert Posting.objects.get(side="offer").status == "matched"


def test_without_lock_the_place_is_given_twice_and_only_the_database_notices(racing_cast):
    """The control: all count before anybody writes. The constraint is the second wall; without it, both sit there."""
    cast = racing_cast
    matches = rivals(cast, 2)
    all_have_counted = threading.Barrier(2)

    def naive(match: Match) -> Callable[[], Any]:
        def run() -> None:
            seat = deciding.free_seat(match.offer)
            all_have_counted.wait(timeout=30)
            with transaction.atomic():
                Match.objects.filter(pk=match.pk).update(state="confirmed", seat=seat)

        return run

    results = at_once([naive(match) for match in matches])
    assert sum(isinstance(one, IntegrityError) for one in results) == 1
    assert held_places(cast) == 1
    seat = next(field for field in Match._meta.constraints if field.name == "exchange_seat_once")
    Match.objects.update(state="proposed", seat=None)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Match, seat)
    try:
        all_have_counted.reset()
        at_once([naive(match) for match in matches])
        assert held_places(cast) == 2
    finally:
        Match.objects.update(state="proposed", seat=None)
        with connection.schema_editor() as editor:
            editor.add_constraint(Match, seat)


def test_both_towns_accept_at_once_and_are_agreed(racing_cast):
    cast = racing_cast
    match = confirmed(cast)
    results = at_once(
        [
            lambda user=user: answer_match(user=user, public_id=match.public_id, answer="accepted")
            for user in (cast.mayor, cast.loos_mayor)
        ]
    )
    assert all(isinstance(one, Match) for one in results), results
    assert Match.objects.get().state == "agreed"


def test_two_runs_at_once_leave_one_proposal_a_request(racing_cast):
    cast = racing_cast
    make_offer(cast, capacity=3)
    for place in range(3):
        town, head = make_town(place)
        make_request(cast, head, town)
    results = at_once([lambda: run_matching(user=cast.secretariat)] * 3)
    assert all(isinstance(one, MatchingRun) for one in results), results
    assert Match.objects.count() == 3
    assert Match.objects.values("request").distinct().count() == 3


def test_failure_at_the_end_leaves_nothing_behind(cast):
    match = Match.objects.create(offer=make_offer(cast), request=make_request(cast), fit=60)
    with (
        patch("seguia.exchange.services.deciding.tell_towns", side_effect=RuntimeError("disk full")),
        pytest.raises(RuntimeError),
    ):
        confirm_match(user=cast.secretariat, public_id=match.public_id)
    assert Match.objects.get().state == "proposed"
    assert set(Posting.objects.values_list("status", flat=True)) == {"open"}
