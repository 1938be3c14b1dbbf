"""SQLite files of our own beside the test database: what a crowd does needs real files and real connections."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

OURS = "seguia.core.sqlite"
PLAIN = "django.db.backends.sqlite3"


class SeatFile:
    """A database file with twenty numbered seats, reached through an alias of its own."""

    def __init__(self, alias: str, path: Path) -> None:
        self.alias = alias
        self.path = path

    @property
    def connection(self) -> Any:
        """This thread's connection."""
        return connections[self.alias]

    def run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """One statement and its rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else []

    def is_gate_free(self) -> bool:
        """Whether another process could write now."""
        descriptor = os.open(f"{self.path}.gate", os.O_RDWR | os.O_CREAT, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(descriptor)


@pytest.fixture
def seat_file(tmp_path: Path, django_db_blocker: Any) -> Iterator[Callable[..., SeatFile]]:
    """Makes database files: `seat_file()` with our backend, `seat_file(PLAIN)` with Django's."""
    aliases: list[str] = []

    def make(engine: str = OURS, *, timeout: float = 30) -> SeatFile:
        alias = f"seats{len(aliases)}"
        aliases.append(alias)
        path = tmp_path / f"{alias}.sqlite3"
        options = {"ENGINE": engine, "NAME": str(path), "OPTIONS": {"timeout": timeout}, "CONN_MAX_AGE": None}
        connections.settings[alias] = {**connections.settings["default"], **options}
        made = SeatFile(alias, path)
        made.run("CREATE TABLE seat (number INTEGER PRIMARY KEY, person INTEGER)")
        made.run("CREATE TABLE tally (count INTEGER NOT NULL)")
        made.run("INSERT INTO tally VALUES (0)")
        for number in range(1, 21):
            made.run("INSERT INTO seat (number) VALUES (%s)", number)
        return made

    with django_db_blocker.unblock():
        try:
            yield make
        finally:
            for alias in aliases:
                connections[alias].close()
                del connections[alias]
                del connections.settings[alias]
