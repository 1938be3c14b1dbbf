"""Telling the index: the last write of a service."""

import datetime
from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from seguia.search.models import Change

_LOCK = 7_345_220_001  # PostgreSQL advisory lock: ids in the change table become visible in their order
VOCABULARY = "vocabulary"
"""Kind of a change that concerns the words themselves."""
KEPT = datetime.timedelta(days=30)
"""A node that was away for longer builds its index anew."""


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


def mark_vocabulary_changed() -> None:
    """Concepts or words are others now: every node learns the translations again."""
    mark_changed(VOCABULARY, 0)


def forget_old_changes() -> int:
    """Delete changes that every node has long followed; the last one stays, for it says which history this is."""
    last = Change.objects.order_by("pk").last()
    if last is None:
        return 0
    old = Change.objects.filter(at__lt=timezone.now() - KEPT, pk__lt=last.pk)
    return old.delete()[0]
