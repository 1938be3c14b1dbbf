"""Every route × every role: nobody sees or changes what is not for them, and no address answers with a fault of ours.

The routes come from the URL resolver, for whom they are from `seguia/config/access/table.py`.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, path, reverse

from seguia.config.access import Who, named_routes
from seguia.config.access.table import TABLE
from seguia.config.testing import Cast
from seguia.membership.models import Membership, MembershipStatus
from seguia.portal.desk.batches import begin_batch
from seguia.portal.models import DeskBatch, DeskDecision, SavedSearch
from seguia.portal.saved_searches.services import create_search
from seguia.reports.models import Report
from seguia.reports.services import create_report
from seguia.search.index.follower import rebuild

ROLES = ["visitor", "stranger", "loos_mayor", "clerk", "mayor", "secretariat"]
"""A visitor without an account, somebody signed in without a town, the mayor of another town, then the town's own people."""
ALLOWED: dict[Who, set[str]] = {
    Who.PUBLIC: set(ROLES),
    Who.SIGNED_IN: set(ROLES) - {"visitor"},
    Who.ORGANISATION: {"clerk", "mayor", "secretariat"},
    Who.SECRETARIAT: {"secretariat"},
    Who.MACHINE: set(),
    Who.DEMONSTRATION: set(),
}
SHUT = {302, 303, 400, 401, 403, 404, 405, 410}
"""What an address says to who may not: sign in (302), no, or nothing here."""
WRITES = re.compile(
    r'^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b(?:\s+OR\s+\w+)?(?:\s+INTO|\s+FROM)?\s+"?(\w+)', re.IGNORECASE
)
FREE = {"django_session", "audit_auditevent", "accounts_seenplace"}
"""Tables that note a visit, not a change: the session, and what is recorded about refusals."""
Given = Callable[[Cast], dict[str, Any]]


def _draft(cast: Cast) -> dict[str, Any]:
    return {"public_id": cast.draft.public_id}


def _town(cast: Cast) -> dict[str, Any]:
    return {"public_id": cast.chefchaouen_town.public_id}


def _place(cast: Cast) -> dict[str, Any]:
    return {"scheme": cast.chefchaouen.scheme, "code": cast.chefchaouen.code}


def _report(cast: Cast) -> dict[str, Any]:
    return {"public_id": Report.objects.get().public_id}


def _batch(cast: Cast) -> dict[str, Any]:
    return {"public_id": DeskBatch.objects.get().public_id}


def _decision(cast: Cast) -> dict[str, Any]:
    return {"public_id": DeskDecision.objects.get().public_id}


def _membership(cast: Cast) -> dict[str, Any]:
    return {"public_id": Membership.objects.get().public_id}


def _saved_search(cast: Cast) -> dict[str, Any]:
    return {"public_id": SavedSearch.objects.get().public_id}


def add_to_cast(cast: Cast) -> None:
    """One of the things that addresses of the secretariat, of members and of one person lead to."""
    report = create_report(
        user=None,
        kind="action",
        key=cast.arabic_action.public_id,
        reason="link",
        text="رابط",
        address="",
        language="ar",
    )
    chosen = [(report.public_id, "")]
    begin_batch(user=cast.secretariat, kind="reports", decision="none", reason="سبب", chosen=chosen)
    Membership.objects.create(
        organisation=cast.chefchaouen_town, status=MembershipStatus.ACTIVE, since=datetime.date(2020, 1, 1)
    )
    create_search(user=cast.mayor, query=QueryDict("q=ماء"), name="ماء", language="ar", frequency="none")


def _sheet(cast: Cast) -> dict[str, Any]:
    return {"kind": "action", "item": cast.arabic_action.public_id, "language": "en"}


EXAMPLES: dict[str, Given] = {
    **dict.fromkeys(
        ["actions:edit", "actions:preview", "actions:versions", "actions:media-add", "actions:submit", "actions:archive",
         "actions:restore", "actions:publish", "actions:return"],
        _draft,
    ),
    **dict.fromkeys(
        ["membership:organisation", "membership:edit", "membership:people", "membership:invite", "membership:numbers",
         "membership:contacts", "membership:enter", "api:read_organisation"],
        _town,
    ),
    **dict.fromkeys(
        ["territories:detail", "territories:like", "membership:join-town", "mandates:town", "mandates:begin", "api:read_territory",
         "api:read_lineage"],
        _place,
    ),
    **dict.fromkeys(["portal:desk-batch", "portal:desk-batch-resume", "portal:desk-batch-undo"], _batch),
    **dict.fromkeys(["membership:own", "membership:resign", "membership:withdraw", "membership:desk-membership"], _membership),
    **dict.fromkeys(["portal:saved-search-change", "portal:saved-search-delete"], _saved_search),
    "portal:desk-undo": _decision,
    "reports:detail": _report,
    **dict.fromkeys(["translation:edit", "translation:drop", "translation:ask"], _sheet),
    "actions:detail": lambda cast: {"public_id": cast.arabic_action.public_id},
    "api:read_action": lambda cast: {"public_id": cast.arabic_action.public_id},
    "actions:diff": lambda cast: {**_draft(cast), "number": 1},
    "actions:media-remove": lambda cast: {**_draft(cast), "key": "nothing"},
    "vocabulary:detail": lambda cast: {"slug": cast.composting.slug},
    "vocabulary:edit": lambda cast: {"slug": cast.composting.slug},
    "vocabulary:merge": lambda cast: {"slug": cast.composting.slug},
    "vocabulary:goal": lambda cast: {"code": cast.goal.code},
    "api:read_concept": lambda cast: {"slug": cast.composting.slug},
    "api:read_goal": lambda cast: {"code": cast.goal.code},
    "thesaurus:whole": lambda cast: {"ending": "ttl"},
    "thesaurus:part": lambda cast: {"slug": cast.composting.slug, "ending": "ttl"},
    "thesaurus:concept": lambda cast: {"slug": cast.composting.slug},
    "reports:create": lambda cast: {"kind": "action", "key": cast.arabic_action.public_id},
    "portal:statistics-download": lambda cast: {"code": "actions-by-theme"},
    "portal:desk-decide": lambda cast: {"kind": "actions", "key": cast.draft.public_id, "decision": "publish"},
    "dues:export-file": lambda cast: {"kind": "invoices", "year": 2026, "form": "csv"},
    "pages:menu": lambda cast: {"name": "main"},
}  # fmt: skip
"""Arguments of things that exist; every other address gets those of something that does not."""
INVENTED = {"int": 1, "public_id": "00000000", "slug": "nothing", "str": "nothing"}


def address_of(name: str, cast: Cast) -> str:
    """An address of the route."""
    if name in EXAMPLES:
        return reverse(name, kwargs=EXAMPLES[name](cast))
    for candidate in _invented(name):
        try:
            return reverse(name, kwargs=candidate)
        except NoReverseMatch:
            continue
    raise AssertionError(f"{name} needs an example: add it to EXAMPLES")


def _invented(name: str) -> Iterator[dict[str, Any]]:
    """Made-up arguments, in the shapes the route may want."""
    *spaces, last = name.split(":")
    resolver: Any = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    for possibility in resolver.reverse_dict.getlist(last):
        _patterns, _raw, _defaults, converters = possibility
        wanted = _patterns[0][1]
        for filling in ("00000000", "1", "nothing", "ttl"):
            made = dict.fromkeys(wanted, filling)
            made.update({key: _of(converter, filling) for key, converter in converters.items() if key in wanted})
            yield made


def _of(converter: Any, filling: str) -> Any:
    name = type(converter).__name__
    return {"IntConverter": 1, "PublicIdConverter": "00000000", "SlugConverter": "nothing"}.get(name, filling)


@dataclass(frozen=True)
class Visit:
    """What came of a request."""

    name: str
    role: str
    method: str
    status: int
    writes: tuple[str, ...] = ()


def fault_of(visit: Visit, who: Who) -> str:
    """What is wrong with an answer; empty when it is right."""
    told = f"{visit.method} {visit.name} as {visit.role}: {visit.status}"
    if visit.status == 500:
        return f"{told} is a fault of ours"
    if visit.role in ALLOWED[who]:
        return ""
    if visit.status not in SHUT:
        return f"{told}, but it is for {who.value}"
    if visit.writes:
        return f"{told}, but it wrote into {', '.join(visit.writes)}"
    return ""


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
        (Visit("x", "visitor", "GET", 200), Who.SECRETARIAT, True),
        (Visit("x", "mayor", "GET", 200), Who.SECRETARIAT, True),
        (Visit("x", "loos_mayor", "GET", 200), Who.ORGANISATION, True),
        (Visit("x", "visitor", "GET", 200), Who.SIGNED_IN, True),
        (Visit("x", "secretariat", "GET", 500), Who.PUBLIC, True),
        (Visit("x", "mayor", "POST", 403, ("actions_action",)), Who.SECRETARIAT, True),
        (Visit("x", "mayor", "GET", 403), Who.SECRETARIAT, False),
        (Visit("x", "visitor", "GET", 302), Who.SIGNED_IN, False),
        (Visit("x", "secretariat", "POST", 302, ("actions_action",)), Who.SECRETARIAT, False),
    ],
)
def test_leak_would_be_noticed(visit: Visit, who: Who, is_wrong: bool) -> None:
    """The control."""
    assert bool(fault_of(visit, who)) is is_wrong


def test_write_would_be_noticed(cast: Cast) -> None:
    """The control."""
    with CaptureQueriesContext(connection) as queries:
        cast.draft.save()
    assert written(queries) == ("actions_action",)


def written(queries: Any) -> tuple[str, ...]:
    """Tables that were written into."""
    found = {match.group(1) for one in queries.captured_queries if (match := WRITES.match(one["sql"]))}
    return tuple(sorted(found - FREE))


@pytest.fixture
def visited(cast: Cast) -> Callable[[str, str], Iterator[Visit]]:
    """Visits every route in a role; whatever a visit does is undone before the next."""
    add_to_cast(cast)
    rebuild()

    def visits(role: str, method: str) -> Iterator[Visit]:
        cache.clear()
        for name in sorted(all_names() & TABLE.keys()):
            with transaction.atomic():
                yield _visit(cast, name, role, method)
                transaction.set_rollback(True)

    return visits


def _visit(cast: Cast, name: str, role: str, method: str) -> Visit:
    client = Client(raise_request_exception=False)
    if role != "visitor":
        client.force_login(getattr(cast, role))
    address = address_of(name, cast)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address) if method == "GET" else client.post(address)
        if response.streaming:
            b"".join(response.streaming_content)
    return Visit(name, role, method, response.status_code, written(queries))


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", ROLES)
def test_route_is_for_whom_the_table_says(visited: Any, role: str, method: str) -> None:
    found = [fault for visit in visited(role, method) if (fault := fault_of(visit, TABLE[visit.name]))]
    assert not found, "\n".join(found)
