"""The change table on PostgreSQL: a later id is never seen before an earlier one, or an index would skip a change."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from seguia.search import changes
from seguia.search.models import Change

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'",
        reason="needs PostgreSQL by DATABASE_URL; on SQLite one writer at a time is the rule anyway",
    ),
]


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken away."""
    monkeypatch.setattr(changes, "connection", SimpleNamespace(vendor="none"))


def seen() -> list[int]:
    """What a follower sees now: the objects in order of their change's id."""
    return list(Change.objects.order_by("pk").values_list("object_id", flat=True))


class Slow:
    """A writer that noted its change and has not committed yet."""

    def __init__(self, object_id: int) -> None:
        self.noted, self.may_commit = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, args=(object_id,))
        self.thread.start()
        assert self.noted.wait(10)

    def _run(self, object_id: int) -> None:
        try:
            with transaction.atomic():
                changes.mark_changed("action", object_id)
                self.noted.set()
                self.may_commit.wait(20)
        finally:
            connection.close()

    def commit(self) -> None:
        self.may_commit.set()
        self.thread.join(20)
        assert not self.thread.is_alive()


def quick(object_id: int) -> threading.Thread:
    """A writer that commits at once, if it is let."""

    def run() -> None:
        try:
            with transaction.atomic():
                changes.mark_changed("action", object_id)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.5)
    return thread


def test_later_change_waits_for_the_earlier_one() -> None:
    slow = Slow(1)
    second = quick(2)
    assert second.is_alive()
    assert seen() == []
    slow.commit()
    second.join(20)
    assert seen() == [1, 2]


def test_later_change_overtakes_without_the_lock(without_lock: None) -> None:
    """The control: a follower that saw 2 would never look for 1 again."""
    slow = Slow(1)
    second = quick(2)
    assert not second.is_alive()
    assert seen() == [2]
    slow.commit()
    assert seen() == [1, 2]


def test_change_that_is_rolled_back_lets_the_next_one_pass() -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        changes.mark_changed("action", 1)
        raise ZeroDivisionError
    assert not quick(2).is_alive()
    assert seen() == [2]


def crowd(writers: int, each: int) -> Iterator[threading.Thread]:
    def run(number: int) -> None:
        try:
            for turn in range(each):
                with transaction.atomic():
                    changes.mark_changed("action", number * 1000 + turn)
                    time.sleep(0.002 * ((number + turn) % 4))
        finally:
            connection.close()

    for number in range(writers):
        yield threading.Thread(target=run, args=(number,))


def follow(threads: list[threading.Thread]) -> tuple[int, int]:
    """Read as the index does, beyond the last id seen; how many were read, and how many there are."""
    for thread in threads:
        thread.start()
    last = read = 0
    working = True
    while working:
        working = any(thread.is_alive() for thread in threads)
        ids = list(Change.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))
        read, last = read + len(ids), ids[-1] if ids else last
    return read, Change.objects.count()


def test_follower_misses_nothing_in_a_crowd() -> None:
    assert follow(list(crowd(6, 25))) == (150, 150)


def test_follower_misses_changes_without_the_lock(without_lock: None) -> None:
    """The control."""
    read, written = follow(list(crowd(6, 25)))
    assert written == 150
    assert read < written
