"""The piles on the secretariat's desk."""

import pytest
from django.core.exceptions import ValidationError

from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.core.permissions import allowed
from seguia.core.waiting import waiting_kinds
from seguia.membership import waiting
from seguia.membership.models import Membership
from seguia.membership.services.requests import request_membership
from seguia.membership.tests.members import ask, partner_request


def pile(code: str, user):
    return next(kind for kind in waiting_kinds(allowed, user) if kind.code == code)


def test_a_request_goes_from_pile_to_pile(cast, asilah):
    membership = ask(cast.stranger, asilah)
    check, board = pile("membership.requests", cast.secretariat), pile("membership.board", cast.secretariat)
    item = check.items(0, 10)[0]
    assert (item.key, check.count(), board.count()) == (membership.public_id, 1, 0)
    assert item.title.text
    waiting.decide_check(user=cast.secretariat, key=item.key, decision="check", version=item.version)
    assert (check.count(), board.count()) == (0, 1)
    item = board.items(0, 10)[0]
    waiting.decide_board(
        user=cast.secretariat, key=item.key, decision="accept", reason="المكتب 2026/3", version=item.version
    )
    membership.refresh_from_db()
    assert (membership.status, membership.board_reference, board.count()) == ("accepted", "المكتب 2026/3", 0)


def test_what_waits_for_its_author_is_not_on_the_desk(cast, asilah):
    membership = ask(cast.stranger, asilah)
    waiting.decide_check(user=cast.secretariat, key=membership.public_id, decision="return", reason="ناقص")
    assert pile("membership.requests", cast.secretariat).count() == 0


@pytest.mark.parametrize("role", ["mayor", "clerk", "stranger"])
def test_the_piles_are_the_secretariats(role, cast, asilah):
    membership = ask(cast.stranger, asilah)
    user = getattr(cast, role)
    assert not [kind for kind in waiting_kinds(allowed, user) if kind.code.startswith("membership.")]
    with pytest.raises(Refused):
        waiting.decide_check(user=user, key=membership.public_id, decision="check")


def test_an_item_that_was_read_before_a_change_is_a_conflict(cast, asilah):
    item_version = str(ask(cast.stranger, asilah).version)
    key = Membership.objects.get().public_id
    waiting.decide_check(user=cast.secretariat, key=key, decision="return", reason="ناقص", version=item_version)
    with pytest.raises(Conflict):
        waiting.decide_check(user=cast.secretariat, key=key, decision="check", version=item_version)


@pytest.mark.parametrize("decide", [waiting.decide_check, waiting.decide_board, waiting.decide_merger])
def test_nonsense_decides_nothing(decide, cast, asilah):
    membership = ask(cast.stranger, asilah)
    with pytest.raises(Invalid):
        decide(user=cast.secretariat, key=membership.public_id, decision="x")
    with pytest.raises((NotFound, Invalid)):
        decide(user=cast.secretariat, key="zzzzzzzz", decision="check")


def test_a_refusal_needs_a_reason(cast, asilah):
    membership = ask(cast.stranger, asilah)
    waiting.decide_check(user=cast.secretariat, key=membership.public_id, decision="check")
    with pytest.raises(ValidationError):
        waiting.decide_board(user=cast.secretariat, key=membership.public_id, decision="refuse", reason=" ")


@pytest.mark.parametrize("number", [1, 3])
def test_a_pile_takes_one_query(number, cast, django_assert_num_queries):
    for n in range(number):
        request_membership(user=cast.stranger, request=partner_request({"ar": f"جمعية {n}"}))
    with django_assert_num_queries(1):
        assert len(waiting.requests_to_check(0, 50)) == number
