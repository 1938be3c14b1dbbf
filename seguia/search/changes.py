"""Telling the index: the last write of a service."""

from collections.abc import Iterable

from django.db import connection

from seguia.search.models import Change

_LOCK = 7_345_220_001  # PostgreSQL advisory lock: ids in the change table become visible in their order


def mark_changed(kind: str, *object_ids: int) -> None:
    """Note in the caller's transaction that these objects of a registered kind must be indexed again.

    On PostgreSQL an advisory lock is held from here to COMMIT, so that a follower never sees id 8 before 7:
    call it last.
    """
    mark_many_changed((kind, object_id) for object_id in object_ids)


def mark_many_changed(pairs: Iterable[tuple[str, int]]) -> None:
    """The same for many objects of several kinds."""
    rows = [Change(kind=kind, object_id=object_id) for kind, object_id in pairs]
    if not rows:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    Change.objects.bulk_create(rows, batch_size=500)
