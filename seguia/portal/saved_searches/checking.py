"""The worker's job: find what is new for each saved search and put one mail into the outbox.

What may be new is read from the change table that the index follows, up to the change the index of this node stands on.
Mark, results told and mail are written in one transaction behind one conditional UPDATE: each result is told once,
whatever dies when and however many workers there are.
"""

import datetime
import logging
import time
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from seguia.actions.models import Action
from seguia.core.errors import Invalid
from seguia.notifications.services import queue_message
from seguia.portal.models import Frequency, SavedSearch, SavedSearchTold
from seguia.portal.saved_searches.queries import searches_with_mail
from seguia.portal.saved_searches.services import KIND
from seguia.search.highlight import Found
from seguia.search.index.store import IndexMissing
from seguia.search.matching import IndexMoment, changed_between

log = logging.getLogger("seguia.portal")
PERIODS = {
    Frequency.AT_ONCE: datetime.timedelta(0),
    Frequency.DAILY: datetime.timedelta(days=1),
    Frequency.WEEKLY: datetime.timedelta(days=7),
}
OVERLAP = datetime.timedelta(days=1)
"""Looked at again by date: a sheet whose indexing failed at first comes in later without a new change."""
SHOWN = 10
BATCH = 200
RUN_SECONDS = 2.0
"""The index waits meanwhile: what is left over is checked in the next run."""


def check_saved_searches(seconds: float = RUN_SECONDS) -> int:
    """Check those that are due; returns how many mails were queued. Without an index nothing is checked or marked."""
    try:
        moment = IndexMoment()
    except IndexMissing:
        return 0
    until, mails = time.monotonic() + seconds, 0
    quiet: list[SavedSearch] = []
    for saved in _due(moment):
        if time.monotonic() > until:
            break
        mails += _check(saved, moment, quiet)
    _mark_quiet(quiet, moment)
    return mails


def _check(saved: SavedSearch, moment: IndexMoment, quiet: list[SavedSearch]) -> int:
    """One search; one that raises is logged and tried again, it does not hold up the others."""
    try:
        if found := _new_results(saved, moment):
            return tell(saved, found, moment)
    except Exception:
        log.exception("saved search %s could not be checked and will be tried again", saved.public_id)
        return 0
    quiet.append(saved)
    return 0


def _due(moment: IndexMoment) -> Sequence[SavedSearch]:
    due = searches_with_mail().filter(next_check_at__lte=timezone.now(), checked_change__lt=moment.change)
    return list(due.select_related("user").order_by("next_check_at", "pk")[:BATCH])


def _new_results(saved: SavedSearch, moment: IndexMoment) -> list[int]:
    """Ids of published actions that it finds and that were not told, newest first."""
    changed = changed_between("action", saved.checked_change, moment.change)
    recent = Q(pk__in=changed) | Q(published_at__gte=saved.checked_at - OVERLAP)
    candidates = (
        Action.objects.published()
        .filter(recent, published_at__gte=saved.since)
        .exclude(pk__in=SavedSearchTold.objects.filter(search=saved).values("action"))
        .order_by("-published_at", "-pk")
        .values_list("pk", flat=True)
    )
    if not (ids := list(candidates)):
        return []
    try:
        found = set(moment.found_among(saved.request(), "action", ids))
    except Invalid:
        log.warning("saved search %s is no longer understood; it is left out", saved.public_id)
        return []
    return [pk for pk in ids if pk in found]


def tell(saved: SavedSearch, ids: Sequence[int], moment: IndexMoment) -> int:
    """Move the mark, note what is told and queue the mail, in one transaction; 0 when another worker was faster."""
    facts = {"actions": list(ids), "through": _reasons(saved, ids[:SHOWN], moment)}
    with transaction.atomic():
        if not _move_mark(saved, moment):
            return 0
        _note_told(saved, ids)
        queue_message(KIND, to=saved.user, facts=facts, topic=saved.public_id, language=saved.language)
    return 1


def _note_told(saved: SavedSearch, ids: Sequence[int]) -> None:
    """The second wall: no result twice for one search."""
    SavedSearchTold.objects.bulk_create([SavedSearchTold(search=saved, action_id=pk) for pk in ids])


def _move_mark(saved: SavedSearch, moment: IndexMoment) -> int:
    """One conditional UPDATE: only from where it was read, and only while mails are wanted as they were."""
    return SavedSearch.objects.filter(
        pk=saved.pk, checked_change=saved.checked_change, frequency=saved.frequency
    ).update(**_marks(saved.frequency, moment))


def _marks(frequency: str, moment: IndexMoment) -> dict[str, Any]:
    now = timezone.now()
    return {
        "checked_change": moment.change,
        "checked_at": now,
        "next_check_at": now + PERIODS[Frequency(frequency)],
    }


def _mark_quiet(quiet: Sequence[SavedSearch], moment: IndexMoment) -> None:
    """Those without news, in one statement a frequency; never back behind another worker."""
    for frequency in {saved.frequency for saved in quiet}:
        pks = [saved.pk for saved in quiet if saved.frequency == frequency]
        SavedSearch.objects.filter(pk__in=pks, checked_change__lt=moment.change, frequency=frequency).update(
            checked_change=moment.change, checked_at=timezone.now()
        )


def _reasons(saved: SavedSearch, ids: Sequence[int], moment: IndexMoment) -> dict[str, list[list[str]]]:
    """By id: words of the search and the words of the text that stand for them."""
    explained: dict[int, Found] = moment.explained(saved.request(), "action", ids)
    return {str(pk): [list(pair) for pair in found.through] for pk, found in explained.items() if found.through}
