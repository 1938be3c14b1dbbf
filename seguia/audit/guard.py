"""The database itself refuses to change or delete deeds: triggers on SQLite and PostgreSQL.

One change is let through: the seal of a row that has none. Whoever alters the table in a migration removes the guard
first and sets it again afterwards (SQLite drops triggers with the table it copies); tests that empty tables do so too.
"""

from typing import Any

TABLE = "audit_auditevent"
REFUSAL = "the record of deeds is append-only"
_DEED = ("id", "at", "person_ref", "code", "object_kind", "object_id", "facts")

_SQLITE_CHANGED = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _DEED)
_SQLITE = [
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} WHEN OLD.number IS NOT NULL OR {_SQLITE_CHANGED} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
]
_SQLITE_OFF = ["DROP TRIGGER IF EXISTS audit_no_delete", "DROP TRIGGER IF EXISTS audit_no_update"]

_POSTGRES_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _DEED)
_POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW "
    f"WHEN (OLD.number IS NOT NULL OR {_POSTGRES_CHANGED}) EXECUTE FUNCTION audit_refuse()",
]
_POSTGRES_OFF = [
    f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in ("audit_no_delete", "audit_no_truncate", "audit_no_update")
]


def set_guard(connection: Any) -> None:
    """From now on deeds can only be added."""
    remove_guard(connection)
    _run(connection, _POSTGRES if connection.vendor == "postgresql" else _SQLITE)


def remove_guard(connection: Any) -> None:
    """For migrations of the table, and for tests that empty it."""
    _run(connection, _POSTGRES_OFF if connection.vendor == "postgresql" else _SQLITE_OFF)


def is_guarded(connection: Any) -> bool:
    """Whether the triggers are there."""
    source = "pg_trigger WHERE tgname" if connection.vendor == "postgresql" else "sqlite_master WHERE name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {source} IN ('audit_no_delete', 'audit_no_update')")  # noqa: S608
        return bool(cursor.fetchone()[0] == 2)


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
