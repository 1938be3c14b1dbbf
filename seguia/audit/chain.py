"""The chain: every deed carries the SHA-256 of itself and of the deed before it.

A row is written unsealed with the deed, in its transaction, and sealed after COMMIT by `seal_waiting_events`, a job of
the worker. So the lock that puts deeds in one order is never held by anybody's transaction: nothing waits for it, and
it cannot be taken in the wrong order with other locks. Until then the triggers of `guard.py` protect the row already.
"""

import datetime
import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from seguia.audit.models import AuditEvent

log = logging.getLogger("seguia.audit")
_LOCK = 7_345_220_002  # PostgreSQL advisory lock: one sealer at a time, also over several workers
GENESIS = "0" * 64
"""What stands before the first deed."""
FORMAT = 1
"""First value of every sealed text; a later form of it would be another number."""
BATCH = 500


@dataclass(frozen=True)
class Head:
    """The last link. Noted elsewhere, it shows later whether the end was cut off or everything was written anew."""

    number: int = 0
    digest: str = GENESIS

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True)
class Finding:
    """What a check of the chain says."""

    head: Head
    waiting: int
    """Deeds that are not sealed yet."""
    broken_at: int | None = None
    """Number of the first link that does not hold."""
    why: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every link holds."""
        return self.broken_at is None


def sealed_text(event: AuditEvent, number: int, previous: str) -> str:
    """What is hashed: canonical JSON (sorted keys, no blanks, UTF-8), times in UTC with microseconds."""
    moment = event.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    deed = [event.code, event.object_kind, event.object_id, event.facts, event.person_ref]
    parts = [FORMAT, number, moment, *deed, previous]
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(event: AuditEvent, number: int, previous: str) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(sealed_text(event, number, previous).encode()).hexdigest()


def head() -> Head:
    """The last sealed deed."""
    last = AuditEvent.objects.filter(number__isnull=False).order_by("-number").values_list("number", "digest").first()
    return Head(last[0] or 0, last[1]) if last else Head()


def seal_waiting_events() -> int:
    """Give numbers and seals to deeds that have none, in the order of their ids; a job of the worker. Returns how many."""
    sealed = 0
    while AuditEvent.objects.filter(number=None).exists():
        sealed += _seal_batch()
    return sealed


def _seal_batch() -> int:
    with transaction.atomic():
        _take_lock()
        before = head()
        events = list(AuditEvent.objects.filter(number=None).order_by("pk")[:BATCH])
        for event in events:
            event.number, event.previous = before.number + 1, before.digest
            event.digest = digest_of(event, event.number, event.previous)
            before = Head(event.number, event.digest)
        _write_seals(events)
    return len(events)


def _write_seals(events: list[AuditEvent]) -> None:
    """One prepared statement for all rows: on SQLite, writers wait while it runs."""
    statement = f"UPDATE {AuditEvent._meta.db_table} SET number = %s, previous = %s, digest = %s WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(event.number, event.previous, event.digest, event.pk) for event in events])


def _take_lock() -> None:
    """On SQLite the transaction itself is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def check_chain(expected: Head | None = None) -> Finding:
    """Compute every link anew. `expected` is a head noted earlier: it must still be there."""
    before = Head()
    for event in _links():
        why = _fault(event, before, expected)
        if why:
            return Finding(before, _waiting(), before.number + 1, why)
        before = Head(event.number or 0, event.digest)
    if expected and expected.number > before.number:
        return Finding(before, _waiting(), before.number + 1, "the end was cut off: a later link was noted")
    return Finding(before, _waiting())


def _links() -> Iterator[AuditEvent]:
    return AuditEvent.objects.filter(number__isnull=False).order_by("number").iterator(chunk_size=2000)


def _fault(event: AuditEvent, before: Head, expected: Head | None) -> str:
    """Why this link does not hold; empty when it does."""
    if event.number != before.number + 1:
        return "a deed is missing"
    if event.previous != before.digest:
        return "it is not tied to the deed before"
    if event.digest != digest_of(event, event.number, event.previous):
        return "the deed was changed"
    if expected and expected.number == event.number and expected.digest != event.digest:
        return "it is not the deed that was noted"
    return ""


def _waiting() -> int:
    return AuditEvent.objects.filter(number=None).count()


def report_broken_chain() -> None:
    """A job of the worker, once a day: a broken chain must not wait until somebody asks."""
    finding = check_chain()
    if not finding.is_whole:
        log.error("the record of deeds does not hold: number %s: %s", finding.broken_at, finding.why)
