"""A database that several threads share: what two workers do needs rows that are committed and seen by both."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections


@contextmanager
def shared_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[None]:
    """On PostgreSQL the test database with real commits; on SQLite a copy of it as a file behind the write gate."""
    request.getfixturevalue("django_db_setup")
    if connection.vendor == "postgresql":
        request.getfixturevalue("transactional_db")
        yield
        return
    with request.getfixturevalue("django_db_blocker").unblock():
        memory: Any = connections["default"]
        path = copied(memory, folder / "shared.sqlite3")
        before = connections.settings["default"]
        connections.settings["default"] = {**before, "NAME": str(path)}
        connections["default"] = connections.create_connection("default")
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = memory
            connections.settings["default"] = before


def copied(memory: Any, path: Path) -> Path:
    """The tables of the test database, in a file."""
    memory.ensure_connection()
    with sqlite3.connect(path) as file:
        memory.connection.backup(file)
    file.close()
    return path


def database_url() -> str:
    """How another process reaches the database of this test."""
    found = connections["default"].settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    password = f":{found['PASSWORD']}" if found["PASSWORD"] else ""
    return f"postgres://{found['USER']}{password}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
