"""Who may open which address, role by role, and what is wrong with an answer.

`seguia/config/access/table.py` says for whom an address is; where only some of these people may, it is said here.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seguia.config.access import Who
from seguia.config.access.table import TABLE
from tests.architecture.world import FEATURES, World

VISITOR = "visitor"
TOWN = {"clerk", "mayor", "secretariat"}
PAYERS = {"mayor", "billing", "secretariat"}
HEADS = {"mayor", "secretariat"}
WRITERS = {"page_editor", "secretariat"}
TRANSLATORS = {"translator", "secretariat"} | TOWN
ROLES = [VISITOR, "stranger", "loos_mayor", "clerk", "mayor", "billing", "translator", "page_editor", "secretariat"]
"""A visitor without an account, somebody signed in without a town, the mayor of another town, the town's own people, the
people whom the secretariat lets do one thing, the secretariat."""
ALLOWED: dict[Who, set[str]] = {
    Who.PUBLIC: set(ROLES),
    Who.SIGNED_IN: set(ROLES) - {VISITOR},
    Who.ORGANISATION: TOWN,
    Who.SECRETARIAT: {"secretariat"},
    Who.MACHINE: set(),
    Who.DEMONSTRATION: set(),
}
_NARROWER: list[tuple[str, str, set[str]]] = [
    ("membership", "edit contacts numbers remove-number resign", HEADS),
    ("membership", "change-role remove-person hand-over", TOWN),
    ("membership", "own people", TOWN | {"billing"}),
    ("membership", "complete withdraw", {"mayor"}),
    ("mandates", "change begin correct end delete tie untie", {"secretariat"}),
    ("dues", "invoice invoice-pdf routing dispute receipt-pdf", PAYERS),
    ("translation", "desk languages order", TRANSLATORS | {"loos_mayor"}),
    ("translation", "edit drop", TRANSLATORS),
    ("translation", "review", TRANSLATORS - {"clerk"}),
    ("translation", "withdraw", {"secretariat"}),
    ("pages", "list create library image-add image image-delete manage edit publish withdraw archive version", WRITERS),
    ("portal", "saved-search-change saved-search-delete", {"mayor"}),
    ("notifications", "open read", {"mayor"}),
    ("notifications", "clear", {"secretariat"}),
    ("actions", "create", {"clerk", "mayor", "loos_mayor"}),
    ("actions", "edit media-add media-remove submit", {"clerk", "mayor"}),
    ("actions", "preview versions diff", {"clerk", "mayor"}),
    ("actions", "archive restore", {"mayor", "secretariat"}),
    ("files", "download", HEADS),
    ("files", "picture", {"clerk", "mayor"}),
]
MAY = {name: ALLOWED[who] for name, who in TABLE.items()} | {
    f"{space}:{name}": roles
    for space, names, roles in (*_NARROWER, *(one for feature in FEATURES for one in feature.NARROWER))
    for name in names.split()
}
"""Route → roles that may use it, with the things of the world."""
SHUT = {"GET": {401, 403, 404, 405}, "POST": {400, 401, 403, 404, 405}}
"""An empty form may be told that it is empty before anybody asks whose it is: nothing is shown or changed by that."""
WRITES = re.compile(
    r'^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b(?:\s+OR\s+\w+)?(?:\s+INTO|\s+FROM)?\s+"?(\w+)', re.IGNORECASE
)
FREE = {"django_session", "audit_auditevent", "accounts_seenplace"}
"""Tables that note a visit, not a change: the session, and what is recorded about refusals."""


@dataclass(frozen=True)
class Visit:
    """What came of a request."""

    name: str
    role: str
    method: str
    status: int
    to: str = ""
    changed: tuple[str, ...] = ()


def fault_of(visit: Visit, may: set[str]) -> str:
    """What is wrong with an answer; empty when it is right."""
    told = f"{visit.method} {visit.name} as {visit.role}: {visit.status} {visit.to}".rstrip()
    if visit.status >= 500:
        return f"{told} is a fault of ours"
    if visit.role in may:
        is_refused = TABLE[visit.name] is not Who.PUBLIC and _is_turned_away(visit)
        return f"{told}, but it is for them" if is_refused else ""
    if visit.status not in SHUT[visit.method] and not _is_sent_to_sign_in(visit):
        return f"{told}, but it is only for {', '.join(sorted(may))}"
    if visit.changed:
        return f"{told}, but it changed {', '.join(visit.changed)}"
    return ""


def _is_turned_away(visit: Visit) -> bool:
    return visit.status in {401, 403} or (_is_sent_to_sign_in(visit) and visit.role != VISITOR)


def _is_sent_to_sign_in(visit: Visit) -> bool:
    return visit.status in {302, 303} and visit.to.split("?")[0].endswith(("/account/login/", "/join/start/"))


def visit_all(world: World, role: str, method: str, names: Iterable[str]) -> list[Visit]:
    """Visit these routes; whatever a visit does is undone before the next."""
    visits = []
    for name in names:
        with transaction.atomic():
            visit, touched = _visit(world, name, role, method)
            transaction.set_rollback(True)
        if touched and role not in MAY[name]:
            visit = _changed_by(world, visit, touched)
        visits.append(visit)
    return visits


def _visit(world: World, name: str, role: str, method: str) -> tuple[Visit, set[str]]:
    client = Client(raise_request_exception=False)
    if role != VISITOR:
        client.force_login(world.people[role])
    address = world.address_of(name)
    with CaptureQueriesContext(connection) as queries:
        response: Any = client.get(address) if method == "GET" else client.post(address)
        if response.streaming:
            b"".join(response.streaming_content)
    visit = Visit(name, role, method, response.status_code, response.headers.get("Location", ""))
    return visit, written(queries)


def _changed_by(world: World, visit: Visit, touched: set[str]) -> Visit:
    """The visit again: a table that was written into and rolled back by the refusal is as it was."""
    with transaction.atomic():
        before = {table: digest(table) for table in touched}
        _visit(world, visit.name, visit.role, visit.method)
        changed = tuple(sorted(table for table in touched if digest(table) != before[table]))
        transaction.set_rollback(True)
    return Visit(visit.name, visit.role, visit.method, visit.status, visit.to, changed)


def digest(table: str) -> str:
    """Changes with any cell of the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        rows = sorted(map(repr, cursor.fetchall()))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def written(queries: Any) -> set[str]:
    """Tables that were written into."""
    found = {match.group(1) for one in queries.captured_queries if (match := WRITES.match(one["sql"]))}
    return found - FREE
