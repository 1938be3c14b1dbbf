"""Many writers and several sealers make one chain; and nobody waits for anybody because of it.

On SQLite one writer at a time is the rule anyway, so these need PostgreSQL.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from seguia.accounts.models import User
from seguia.audit import chain
from seguia.audit.models import AuditEvent
from seguia.audit.services import record_event
from seguia.search.changes import mark_changed

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL by DATABASE_URL"),
]
WRITERS, DEEDS = 6, 20


@pytest.fixture
def mayor() -> User:
    return User.objects.create_user("mayor@example.org")


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """Run them side by side; returns what they raised."""
    raised: list[Exception] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def test_many_writers_and_two_sealers_make_one_chain(mayor: User) -> None:
    done = threading.Event()

    def write() -> None:
        for number in range(DEEDS):
            with transaction.atomic():
                record_event("a.b.written", mayor, actor=mayor, number=number)

    def seal() -> None:
        while not done.is_set():
            chain.seal_waiting_events()

    def write_all() -> None:
        assert at_once(*[write] * WRITERS) == []
        done.set()

    assert at_once(write_all, seal, seal) == []
    chain.seal_waiting_events()
    finding = chain.check_chain()
    assert (finding.is_whole, finding.head.number, finding.waiting) == (True, WRITERS * DEEDS, 0)


@pytest.fixture
def slow_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sealers meet between reading the head and writing after it."""
    head = chain.head

    def slowly() -> chain.Head:
        found = head()
        time.sleep(0.5)
        return found

    monkeypatch.setattr(chain, "head", slowly)


def test_sealers_wait_for_one_another(mayor: User, slow_head: None) -> None:
    record_event("a.b.written", mayor)
    assert at_once(chain.seal_waiting_events, chain.seal_waiting_events) == []
    assert chain.check_chain().is_whole


def test_without_the_lock_the_database_itself_refuses_the_second(
    mayor: User, slow_head: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "_take_lock", lambda: None)
    record_event("a.b.written", mayor)
    gate = threading.Barrier(2)

    def other_row() -> None:
        """The second sealer sees another row waiting, and the same head."""
        gate.wait(10)
        chain._seal_batch()

    record_event("a.b.written", mayor)
    batch = chain.BATCH
    monkeypatch.setattr(chain, "BATCH", 1)
    assert batch == 500
    raised = at_once(other_row, other_row)
    kinds = {type(error) for error in raised}
    sealed = AuditEvent.objects.exclude(number=None).count()
    assert kinds <= {IntegrityError}
    assert sealed == 1


def test_deed_holds_no_lock_that_could_meet_the_index(mayor: User) -> None:
    """One notes its change before the deed, the other after it: with a lock held by deeds this would be a deadlock."""
    both_began = threading.Barrier(2)

    def deed_first() -> None:
        with transaction.atomic():
            record_event("a.b.first", mayor)
            both_began.wait(10)
            mark_changed("action", 1)

    def change_first() -> None:
        with transaction.atomic():
            mark_changed("action", 2)
            both_began.wait(10)
            record_event("a.b.second", mayor)

    raised: list[Any] = at_once(deed_first, change_first)
    assert raised == []
    assert chain.seal_waiting_events() == 2
