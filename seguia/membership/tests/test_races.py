"""Two at the same instant, with real connections; and the same without the lock, where the rule must break."""

import threading
from unittest.mock import patch

import pytest
from django.db import transaction

from seguia.config.testing import Cast, make_cast, make_territory
from seguia.core.errors import Conflict
from seguia.core.tests.real_database import at_once
from seguia.core.translated import TranslatedText
from seguia.membership.models import Membership, Organisation, Representation
from seguia.membership.services import people
from seguia.membership.services.requests import request_membership
from seguia.membership.tests.members import town_request
from seguia.territories.models import Kind


@pytest.fixture
def racing_cast(real_database: None) -> Cast:
    return make_cast()


def two_heads(cast: Cast) -> list[Representation]:
    """Two representatives, who both want to leave."""
    second = Representation.objects.create(
        user=cast.stranger, organisation=cast.chefchaouen_town, role="representative"
    )
    return [Representation.objects.get(user=cast.mayor), second]


def heads_left(cast: Cast) -> int:
    return Representation.objects.current().filter(organisation=cast.chefchaouen_town, role="representative").count()


def test_two_last_representatives_cannot_both_leave(racing_cast):
    leaving = two_heads(racing_cast)
    results = at_once([lambda one=one: people.remove_person(user=one.user, representation=one) for one in leaving])
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert heads_left(racing_cast) == 1


def test_without_the_lock_both_leave(racing_cast):
    """The control: looking outside the transaction, both find another representative, and none is left."""
    leaving = two_heads(racing_cast)
    both_looked = threading.Barrier(2)

    def leave(one: Representation) -> None:
        people._require_another_head(one.user, one)
        both_looked.wait(timeout=30)
        with transaction.atomic(), patch.object(people, "_require_another_head"):
            Representation.objects.filter(pk=one.pk).update(until="2024-01-01")

    at_once([lambda one=one: leave(one) for one in leaving])
    assert heads_left(racing_cast) == 0


def test_two_requests_for_one_town_at_once_make_one(racing_cast):
    cast = racing_cast
    town = make_territory("hcp:5110101", Kind.COMMUNE, "MA", TranslatedText(ar="أصيلة"), region=cast.north)
    users = [cast.stranger, cast.mayor, cast.loos_mayor]
    results = at_once([lambda user=user: request_membership(user=user, request=town_request(town)) for user in users])
    assert sum(isinstance(result, Membership) for result in results) == 1, results
    assert sum(isinstance(result, Conflict) for result in results) == 2
    assert Organisation.objects.filter(territory=town).count() == Membership.objects.count() == 1
