"""The state of every language of everything published, kept in a table so that the desk filters and sorts in SQL.

It is derived: made from the registered kinds, brought up to date by a job that follows the table of changes, and by the
desk itself after it has published something.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction

from seguia.core.languages import language_codes
from seguia.core.translation_state import LanguageState
from seguia.search.models import Change
from seguia.translation.models import FollowedChange, Standing
from seguia.translation.registry import Listed, TranslatableKind, translatable_kinds

BATCH = 200
MOST_CHANGES = 1000
_UNIQUE = ["kind", "object_id", "language"]
_FIELDS = [
    "item", "original_language", "title", "owner", "owner_key", "country", "state", "is_machine", "figures_differ",
    "missing", "outdated", "length", "languages_missing", "is_featured", "changed_at",
]  # fmt: skip


def refresh(kind: TranslatableKind, ids: Sequence[int]) -> None:
    """Bring the states of these things up to date; what is no longer published disappears."""
    with transaction.atomic():
        kept = _write(kind, kind.listed(list(ids)))
        stale = Standing.objects.filter(kind=kind.code, object_id__in=list(ids)).exclude(pk__in=kept)
        stale.delete()


def rebuild() -> int:
    """Make all states anew, batch by batch; returns how many things there are."""
    total = 0
    with transaction.atomic():
        Standing.objects.all().delete()
        for kind in translatable_kinds():
            things = iter(kind.listed(None))
            while batch := list(itertools.islice(things, BATCH)):
                _write(kind, batch)
                total += len(batch)
    return total


def _write(kind: TranslatableKind, things: Iterable[Listed]) -> list[int]:
    rows = [row for thing in things for row in _rows(kind.code, thing)]
    Standing.objects.bulk_create(
        rows, batch_size=100, update_conflicts=True, unique_fields=_UNIQUE, update_fields=_FIELDS
    )
    wanted = {(row.object_id, row.language) for row in rows}
    found = Standing.objects.filter(kind=kind.code, object_id__in={row.object_id for row in rows})
    return [pk for pk, *key in found.values_list("pk", "object_id", "language") if tuple(key) in wanted]


def _rows(kind: str, thing: Listed) -> list[Standing]:
    lacking = sum(report.state == LanguageState.MISSING for report in thing.reports)
    return [
        Standing(
            kind=kind,
            object_id=thing.object_id,
            item=thing.public_id,
            language=report.language,
            original_language=thing.original_language,
            title=thing.title,
            owner=thing.owner,
            owner_key=thing.owner_key,
            country=thing.country,
            state=report.state,
            is_machine=report.origin == "machine",
            figures_differ=bool(report.number_mismatches),
            missing=len(report.missing),
            outdated=len(report.outdated),
            length=thing.length,
            languages_missing=lacking,
            is_featured=thing.is_featured,
            changed_at=thing.changed_at,
        )
        for report in thing.reports
        if report.language != thing.original_language
    ]


def _signature() -> str:
    return ",".join([*language_codes(), *sorted(kind.code for kind in translatable_kinds())])[:200]


def follow_changes() -> int:
    """Bring in what changed since the last run; returns how many changes. A periodic job, harmless when run twice."""
    mark = FollowedChange.objects.first()
    newest = Change.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    if mark is None or mark.signature != _signature() or newest < mark.change:
        rebuild()
        _move(newest)
        return 0
    changes = list(Change.objects.filter(pk__gt=mark.change).order_by("pk")[:MOST_CHANGES])
    ids = defaultdict(set)
    for change in changes:
        ids[change.kind].add(change.object_id)
    for kind in translatable_kinds():
        if concerned := sorted(ids.get(kind.code, ())):
            refresh(kind, concerned)
    if changes:
        _move(changes[-1].pk)
    return len(changes)


def _move(change: int) -> None:
    FollowedChange.objects.update_or_create(pk=1, defaults={"change": change, "signature": _signature()})
