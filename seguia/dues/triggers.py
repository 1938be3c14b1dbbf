"""The second wall: the database itself refuses to change what was written, whatever program asks.

Deleting is refused by the models and by foreign keys, and noticed by `verification` (numbers without gaps, digests in a
chain). Django copies a table of SQLite when a column changes and loses its triggers then: a migration that changes one of
these tables calls `install` again; `verification` reports missing ones.
"""

from typing import Any

FROZEN = {
    "dues_entry": ["number", "kind", "on", "at", "reference", "note", "reverses_id", "digest"],
    "dues_posting": ["entry_id", "account", "membership_id", "invoice_id", "payment_id", "currency", "amount"],
    "dues_invoice": [
        "public_id", "issuer_id", "kind", "year", "number", "numbered_year", "reference", "membership_id", "corrects_id",
        "issued_on", "due_on", "language", "currency", "total", "lines", "reason", "payer", "seller",
    ],
    "dues_payment": [
        "public_id", "issuer_id", "membership_id", "received_on", "amount", "currency", "method", "reference", "number",
        "numbered_year", "receipt", "payer", "seller",
    ],
}  # fmt: skip
"""Columns that are never changed; a person may still be taken out."""


def install(connection: Any) -> None:
    """Create the triggers, anew where they are there. For migrations."""
    with connection.cursor() as cursor:
        for table, columns in FROZEN.items():
            names = ", ".join(f'"{column}"' for column in columns)
            for statement in _STATEMENTS[connection.vendor]:
                cursor.execute(statement.format(table=table, columns=names))


def missing(connection: Any) -> list[str]:
    """Tables whose trigger is not there."""
    query = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
        if connection.vendor == "sqlite"
        else "SELECT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, ["dues\\_%\\_frozen" if connection.vendor == "postgresql" else "dues_%_frozen"])
        found = {row[0] for row in cursor.fetchall()}
    return sorted(set(FROZEN) - found)


_STATEMENTS = {
    "sqlite": [
        'DROP TRIGGER IF EXISTS "{table}_frozen"',
        'CREATE TRIGGER "{table}_frozen" BEFORE UPDATE OF {columns} ON "{table}" '
        "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        'DROP TRIGGER IF EXISTS "{table}_frozen" ON "{table}"',
        'CREATE TRIGGER "{table}_frozen" BEFORE UPDATE OF {columns} ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    ],
}
