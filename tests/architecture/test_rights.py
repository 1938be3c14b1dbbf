"""Every route × every role, on real things: nobody sees or changes what is not for them.

The things are made once for several roles (`world.py`); whatever a visit does is undone before the next.
"""

import pytest
import rules
from django.core.cache import cache
from django.urls import get_resolver

from seguia.config.access import Who, named_routes
from seguia.config.access.table import TABLE
from seguia.search.index.follower import rebuild
from tests.architecture.matrix import MAY, ROLES, fault_of, visit_all
from tests.architecture.world import World

NAMES = sorted(set(named_routes(get_resolver().url_patterns)) & TABLE.keys())
GUARDED = [name for name in NAMES if TABLE[name] is not Who.PUBLIC or len(MAY[name]) < len(ROLES)]
CURIOUS = {"visitor", "secretariat"}
"""Roles that visit the public addresses too: they are the same for everybody between these two."""


@pytest.fixture
def world(db: None) -> World:
    """The world, and what the search knows of it."""
    made = World()
    rebuild()
    cache.clear()
    return made


@pytest.mark.slow
@pytest.mark.parametrize("roles", [ROLES[:3], ROLES[3:6], ROLES[6:]], ids=" ".join)
def test_address_is_for_whom_the_table_says(world: World, roles: list[str]) -> None:
    visits = []
    for role in roles:
        names = NAMES if role in CURIOUS else GUARDED
        visits += [*visit_all(world, role, "GET", names), *visit_all(world, role, "POST", names)]
    found = [fault for visit in visits if (fault := fault_of(visit, MAY[visit.name]))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("permission", "name", "role"),
    [("dues.view_paper", "dues:invoice", "loos_mayor"), ("mandates.edit_mandate", "mandates:correct", "mayor")],
)
def test_open_door_would_be_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, permission: str, name: str, role: str
) -> None:
    """The control: with one check taken away, the matrix says so."""
    assert [fault_of(visit, MAY[name]) for visit in visit_all(world, role, "GET", [name])] == [""]
    monkeypatch.setitem(rules.permissions.permissions, permission, rules.always_true)
    assert all(fault_of(visit, MAY[name]) for visit in visit_all(world, role, "GET", [name]))
