"""The database refuses to change or delete deeds; with a control that shows that it is the guard that does."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from seguia.accounts.models import User
from seguia.audit.chain import check_chain, seal_waiting_events
from seguia.audit.guard import is_guarded, remove_guard, set_guard
from seguia.audit.models import AuditEvent
from seguia.audit.services import record_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded() -> Iterator[None]:
    set_guard(connection)
    yield
    remove_guard(connection)


@pytest.fixture
def event() -> AuditEvent:
    return record_event("a.b.done", User.objects.create_user("mayor@example.org"), by="شفشاون")


def refused(change: Any) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


CHANGES = {
    "delete": lambda: AuditEvent.objects.all().delete(),
    "code": lambda: AuditEvent.objects.update(code="a.b.other"),
    "facts": lambda: AuditEvent.objects.update(facts={"by": "other"}),
    "person": lambda: AuditEvent.objects.update(person_ref="0" * 32),
    "moment": lambda: AuditEvent.objects.update(at="2020-01-01T00:00Z"),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("is_sealed", [False, True])
def test_change_is_refused(guarded: None, event: AuditEvent, name: str, is_sealed: bool) -> None:
    if is_sealed:
        seal_waiting_events()
    assert refused(CHANGES[name])
    assert AuditEvent.objects.get().facts == {"by": "شفشاون"}


@pytest.mark.parametrize("name", CHANGES)
def test_without_the_guard_nothing_refuses(event: AuditEvent, name: str) -> None:
    assert not is_guarded(connection)
    assert not refused(CHANGES[name])


def test_seal_is_let_through_once(guarded: None, event: AuditEvent) -> None:
    assert seal_waiting_events() == 1
    assert check_chain().is_whole
    assert refused(lambda: AuditEvent.objects.update(digest="0" * 64))
    assert refused(lambda: AuditEvent.objects.update(number=None, digest="", previous=""))


def test_new_deeds_are_welcome(guarded: None, event: AuditEvent) -> None:
    record_event("a.b.again", event)
    assert AuditEvent.objects.count() == 2


def test_migrations_leave_the_guard_in_place() -> None:
    """The last migration of the table sets it; whoever adds one that copies the table must set it again."""
    state = MigrationExecutor(connection).loader.graph
    last = list(state.leaf_nodes("audit"))
    assert last == [("audit", "0003_chain")], "set the guard again in the new migration, then name it here"
