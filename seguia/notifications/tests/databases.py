"""A database that several threads share: what two workers do needs rows that are committed and seen by both."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """Within `transactional_db`: on PostgreSQL nothing is needed; on SQLite the test database, which lives in the memory
    of one connection, is exchanged for a copy as a file behind the write gate."""
    if connection.vendor == "postgresql":
        yield
        return
    memory: Any = connections["default"]
    before = connections.settings["default"]
    connections.settings["default"] = {**before, "NAME": str(copied(memory, folder / "shared.sqlite3"))}
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
