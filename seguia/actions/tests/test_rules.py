"""Who may see and do what: role × state."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from seguia.actions.models import Action, Status
from seguia.actions.queries import action_for
from seguia.config.testing import Cast, make_action
from seguia.core.errors import NotFound
from seguia.core.permissions import allowed
from seguia.membership.models import Representation

PEOPLE = ["visitor", "stranger", "clerk", "mayor", "loos_mayor", "secretariat"]


def person(cast: Cast, name: str):
    return AnonymousUser() if name == "visitor" else getattr(cast, name)


@pytest.fixture
def in_every_state(cast: Cast) -> dict[str, Action]:
    return {status: make_action(cast.chefchaouen_town, {"ar": f"ورقة {status}"}, status=status) for status in Status}


@pytest.mark.parametrize("name", PEOPLE)
def test_visible_to_agrees_with_the_rule_in_every_state(name, cast, in_every_state):
    user = person(cast, name)
    listed = set(Action.objects.visible_to(user))
    ruled = {action for action in Action.objects.all() if allowed("actions.view_action", user, action)}
    assert listed == ruled


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("visitor", {"published"}),
        ("stranger", {"published"}),
        ("loos_mayor", {"published"}),
        ("clerk", {"draft", "submitted", "published", "archived"}),
        ("mayor", {"draft", "submitted", "published", "archived"}),
        ("secretariat", {"submitted", "published", "archived"}),
    ],
)
def test_view_is_open_to_whom_it_concerns(name, seen, cast, in_every_state):
    user = person(cast, name)
    assert {s for s, action in in_every_state.items() if allowed("actions.view_action", user, action)} == seen


@pytest.mark.parametrize(
    ("deed", "people"),
    [
        ("edit", {"clerk", "mayor"}),
        ("submit", {"clerk", "mayor"}),
        ("publish", {"secretariat"}),
        ("return", {"secretariat"}),
        ("archive", {"mayor", "secretariat"}),
        ("restore", {"mayor", "secretariat"}),
    ],
)
def test_deed_belongs_to_its_roles(deed, people, cast, in_every_state):
    action = in_every_state[Status.SUBMITTED]
    assert {n for n in PEOPLE if allowed(f"actions.{deed}_action", person(cast, n), action)} == people


def test_secretariat_cannot_archive_a_draft_it_does_not_see(cast):
    assert not allowed("actions.archive_action", cast.secretariat, cast.draft)


def test_ended_mandate_ends_the_right_at_once(cast):
    assert allowed("actions.edit_action", cast.clerk, cast.draft)
    Representation.objects.filter(user=cast.clerk).update(until=datetime.date(2024, 1, 1))
    assert not allowed("actions.edit_action", cast.clerk, cast.draft)
    with pytest.raises(NotFound):
        action_for(cast.clerk, cast.draft.public_id)


def test_inactive_person_may_nothing(cast):
    cast.mayor.is_active = False
    assert not allowed("actions.edit_action", cast.mayor, cast.draft)
    assert not allowed("actions.view_action", cast.mayor, cast.draft)


def test_create_is_for_people_of_the_organisation(cast):
    may = {n for n in PEOPLE if allowed("actions.create_action", person(cast, n), cast.loos_town)}
    assert may == {"loos_mayor"}
