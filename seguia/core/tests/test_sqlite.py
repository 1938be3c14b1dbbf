"""What our SQLite promises on a live connection: durable, fair, free again after any accident."""

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connections, transaction

from seguia.core.tests.conftest import SeatFile

Maker = Callable[..., SeatFile]
SAFE, UNSAFE = (3, 51, 3), (3, 51, 2)


@contextmanager
def gate_held(seats: SeatFile) -> Iterator[None]:
    """Somebody else is writing."""
    descriptor = os.open(f"{seats.path}.gate", os.O_RDWR | os.O_CREAT, 0o640)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def in_thread(seats: SeatFile, work: Callable[[], object]) -> threading.Thread:
    """Start `work` with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections[seats.alias].close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


@pytest.mark.parametrize(("version", "mode"), [(SAFE, "wal"), (UNSAFE, "truncate"), ((3, 40, 1), "truncate")], ids=str)
def test_journal_follows_the_version(
    version: tuple[int, int, int], mode: str, seat_file: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    assert seat_file().run("PRAGMA journal_mode") == [(mode,)]


def test_live_connection_is_durable_without_memory_map_and_checks_references(seat_file: Maker) -> None:
    seats = seat_file()
    live = [seats.run(f"PRAGMA {name}")[0][0] for name in ("synchronous", "mmap_size", "foreign_keys")]
    assert live == [2, 0, 1]
    seats.run("CREATE TABLE guest (seat INTEGER NOT NULL REFERENCES seat (number))")
    with pytest.raises(IntegrityError):
        seats.run("INSERT INTO guest VALUES (99)")


def test_second_connection_is_as_durable(seat_file: Maker) -> None:
    seats, told = seat_file(), []
    in_thread(seats, lambda: told.append(seats.run("PRAGMA synchronous"))).join(10)
    assert told == [[(2,)]]


def test_gate_is_open_before_and_after_a_transaction(seat_file: Maker) -> None:
    seats = seat_file()
    assert seats.is_gate_free()
    with transaction.atomic(seats.alias):
        assert not seats.is_gate_free()
    assert seats.is_gate_free()


def test_savepoints_stay_behind_the_gate(seat_file: Maker) -> None:
    seats = seat_file()
    with transaction.atomic(seats.alias):
        seats.run("UPDATE seat SET person = 1 WHERE number = 1")
        with suppress(ZeroDivisionError), transaction.atomic(seats.alias):
            seats.run("UPDATE seat SET person = 2 WHERE number = 2")
            raise ZeroDivisionError
        assert not seats.is_gate_free()
        with transaction.atomic(seats.alias):
            seats.run("UPDATE seat SET person = 3 WHERE number = 3")
        assert not seats.is_gate_free()
    assert seats.is_gate_free()
    assert seats.run("SELECT number, person FROM seat WHERE person IS NOT NULL") == [(1, 1), (3, 3)]


def test_rollback_opens_the_gate(seat_file: Maker) -> None:
    seats = seat_file()
    with suppress(ZeroDivisionError), transaction.atomic(seats.alias):
        seats.run("UPDATE seat SET person = 1")
        raise ZeroDivisionError
    assert seats.is_gate_free()
    assert seats.run("SELECT count(*) FROM seat WHERE person IS NOT NULL") == [(0,)]


def test_database_error_opens_the_gate(seat_file: Maker) -> None:
    seats = seat_file()
    with pytest.raises(DatabaseError), transaction.atomic(seats.alias):
        seats.run("UPDATE nowhere SET person = 1")
    assert seats.is_gate_free()


def test_begin_that_fails_opens_the_gate(seat_file: Maker) -> None:
    seats = seat_file(timeout=0.05)
    stranger = sqlite3.connect(seats.path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"), transaction.atomic(seats.alias):
        pytest.fail("two writers at once")
    assert seats.is_gate_free()
    stranger.execute("ROLLBACK")
    stranger.close()
    with transaction.atomic(seats.alias):
        seats.run("UPDATE seat SET person = 1 WHERE number = 1")


def test_closed_connection_opens_the_gate(seat_file: Maker) -> None:
    seats = seat_file()
    with suppress(ZeroDivisionError), transaction.atomic(seats.alias):
        seats.connection.close()
        assert seats.is_gate_free()
        raise ZeroDivisionError


def test_killed_process_opens_the_gate(seat_file: Maker) -> None:
    seats = seat_file()
    program = (
        "import sys, time\n"
        "from django.conf import settings\n"
        f"settings.configure(DATABASES={{'default': {{'ENGINE': 'seguia.core.sqlite', 'NAME': {str(seats.path)!r}}}}})\n"
        "from django.db import connection, transaction\n"
        "with transaction.atomic():\n"
        "    connection.cursor().execute('UPDATE seat SET person = 666')\n"
        "    print('inside', flush=True)\n"
        "    time.sleep(60)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "inside\n"
        assert not seats.is_gate_free()
    finally:
        child.send_signal(signal.SIGKILL)
        child.communicate()
    assert seats.is_gate_free()
    with transaction.atomic(seats.alias):
        assert seats.run("SELECT count(*) FROM seat WHERE person = 666") == [(0,)]
        seats.run("UPDATE seat SET person = 1 WHERE number = 1")


def test_what_follows_a_commit_may_write_again(seat_file: Maker) -> None:
    seats = seat_file()

    def again() -> None:
        assert seats.is_gate_free()
        with transaction.atomic(seats.alias):
            seats.run("UPDATE seat SET person = 2 WHERE number = 2")
            transaction.on_commit(lambda: seats.run("UPDATE seat SET person = 3 WHERE number = 3"), seats.alias)

    def work() -> None:
        with transaction.atomic(seats.alias):
            seats.run("UPDATE seat SET person = 1 WHERE number = 1")
            transaction.on_commit(again, seats.alias)

    thread = in_thread(seats, work)
    thread.join(10)
    assert not thread.is_alive()
    assert seats.run("SELECT person FROM seat WHERE person IS NOT NULL ORDER BY 1") == [(1,), (2,), (3,)]


def test_reading_does_not_wait_for_writers(seat_file: Maker) -> None:
    seats = seat_file()
    with gate_held(seats):
        assert seats.run("SELECT count(*) FROM seat") == [(20,)]
        assert seats.connection.in_atomic_block is False


@pytest.mark.parametrize("in_transaction", [True, False], ids=["transaction", "single statement"])
def test_writing_waits_for_the_gate(in_transaction: bool, seat_file: Maker) -> None:
    seats = seat_file()

    def work() -> None:
        if in_transaction:
            with transaction.atomic(seats.alias):
                seats.run("UPDATE tally SET count = 1")
        else:
            seats.run("UPDATE tally SET count = 1")

    with gate_held(seats):
        thread = in_thread(seats, work)
        time.sleep(0.3)
        assert thread.is_alive()
        assert seats.run("SELECT count FROM tally") == [(0,)]
    thread.join(10)
    assert not thread.is_alive()
    assert seats.run("SELECT count FROM tally") == [(1,)]
    assert seats.is_gate_free()


def test_single_statement_that_fails_opens_the_gate(seat_file: Maker) -> None:
    seats = seat_file()
    with pytest.raises(IntegrityError):
        seats.run("INSERT INTO seat (number) VALUES (1)")
    assert seats.is_gate_free()


def test_many_rows_at_once_and_returned_rows_work_behind_the_gate(seat_file: Maker) -> None:
    seats = seat_file()
    with seats.connection.cursor() as cursor:
        cursor.executemany("INSERT INTO seat (number) VALUES (%s)", [(21,), (22,)])
        cursor.execute("INSERT INTO seat (number) VALUES (%s) RETURNING number", [23])
        assert cursor.fetchall() == [(23,)]
    assert seats.is_gate_free()
    assert seats.run("SELECT count(*) FROM seat") == [(23,)]


def test_database_in_memory_needs_no_gate(seat_file: Maker) -> None:
    seats = seat_file()
    connections.settings["memory"] = {**connections.settings[seats.alias], "NAME": ":memory:"}
    try:
        with transaction.atomic("memory"), connections["memory"].cursor() as cursor:
            cursor.execute("CREATE TABLE t (x)")
        assert connections["memory"]._gate is None
    finally:
        connections["memory"].close()
        del connections["memory"]
        del connections.settings["memory"]


def test_names_are_ordered_like_in_a_dictionary(seat_file: Maker) -> None:
    seats = seat_file()
    seats.run("CREATE TABLE town (name TEXT)")
    for name in ("Zagora", "Évry", "Essaouira", "أكادير", "تطوان"):
        seats.run("INSERT INTO town VALUES (%s)", name)
    found = seats.run("SELECT name FROM town ORDER BY name COLLATE dictionary_order")
    assert [name for (name,) in found] == ["Essaouira", "Évry", "Zagora", "أكادير", "تطوان"]
