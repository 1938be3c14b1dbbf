"""Every address says for whom it is (`seguia/config/access/table.py`); that it keeps to it, `test_rights.py` tries."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, path

from seguia.config.access import Who, named_routes
from seguia.config.access.table import TABLE
from seguia.config.testing import Cast
from tests.architecture.matrix import ALLOWED, Visit, fault_of, written


def undeclared(names: set[str], table: dict[str, Who]) -> list[str]:
    """What is missing in the table, and what stands there without being a route."""
    return sorted([f"not declared: {name}" for name in names - table.keys()]) + sorted(
        [f"no such route: {name}" for name in table.keys() - names]
    )


def all_names() -> set[str]:
    """The names of every route of the house."""
    return set(named_routes(get_resolver().url_patterns))


def test_every_route_is_declared() -> None:
    assert undeclared(all_names(), TABLE) == []


def test_undeclared_route_would_be_noticed() -> None:
    """The control."""

    def view(request: Any) -> HttpResponse:
        return HttpResponse()

    planted = [*get_resolver().url_patterns, path("planted/", view, name="planted")]
    assert "not declared: planted" in undeclared(set(named_routes(planted)), TABLE)
    assert "not declared: planted" not in undeclared(all_names(), TABLE)
    assert "no such route: gone" in undeclared(all_names(), {**TABLE, "gone": Who.PUBLIC})


@pytest.mark.parametrize(
    ("visit", "who", "is_wrong"),
    [
        (Visit("portal:desk", "visitor", "GET", 200), Who.SECRETARIAT, True),
        (Visit("portal:desk", "mayor", "GET", 200), Who.SECRETARIAT, True),
        (Visit("portal:desk", "mayor", "GET", 302, "/fr/elsewhere/"), Who.SECRETARIAT, True),
        (Visit("actions:edit", "loos_mayor", "GET", 200), Who.ORGANISATION, True),
        (Visit("portal:my-town", "visitor", "GET", 200), Who.SIGNED_IN, True),
        (Visit("portal:home", "secretariat", "GET", 500), Who.PUBLIC, True),
        (Visit("portal:desk", "mayor", "POST", 403, "", ("actions_action",)), Who.SECRETARIAT, True),
        (Visit("portal:desk", "secretariat", "GET", 403), Who.SECRETARIAT, True),
        (Visit("portal:desk", "mayor", "GET", 403), Who.SECRETARIAT, False),
        (Visit("portal:my-town", "visitor", "GET", 302, "/fr/account/login/?next=/"), Who.SIGNED_IN, False),
        (Visit("portal:desk", "secretariat", "POST", 302, "/fr/desk/", ("actions_action",)), Who.SECRETARIAT, False),
    ],
)
def test_leak_would_be_noticed(visit: Visit, who: Who, is_wrong: bool) -> None:
    """The control."""
    assert bool(fault_of(visit, ALLOWED[who])) is is_wrong


def test_write_would_be_noticed(cast: Cast) -> None:
    """The control."""
    with CaptureQueriesContext(connection) as queries:
        cast.draft.save()
    assert written(queries) == {"actions_action"}
