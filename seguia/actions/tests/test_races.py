"""Two editors at the same instant, with real connections; and the same without the lock, where texts must be lost."""

import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction

from seguia.actions import services
from seguia.actions.content import apply, merge, snapshot
from seguia.actions.models import Action, ActionVersion, Status
from seguia.actions.tests.sheets import full_content, saved, submitted
from seguia.config.testing import Cast, make_cast
from seguia.core.errors import SeguiaError
from seguia.core.tests.real_database import at_once

FIELDS = [
    (name, language) for name in ("lessons", "differently", "transfer", "problem") for language in ("ar", "fr", "en")
]


@pytest.fixture
def racing_cast(real_database: None) -> Cast:
    return make_cast()


def test_twelve_editors_at_once_keep_every_text(racing_cast):
    cast = racing_cast
    action = saved(cast.draft, cast.clerk)
    base = snapshot(action)

    def save(name: str, language: str) -> Callable[[], Any]:
        content = {**base, name: {language: f"{name} {language}"}}
        user = cast.mayor if language == "ar" else cast.clerk
        return lambda: services.save_action(action, user=user, base_version=1, content=content)

    results = at_once([save(*field) for field in FIELDS])
    assert [r for r in results if isinstance(r, Exception)] == []
    now = Action.objects.get(pk=action.pk)
    assert {f: getattr(now, f[0])[f[1]] for f in FIELDS} == {f: f"{f[0]} {f[1]}" for f in FIELDS}
    assert (now.version, ActionVersion.objects.filter(action=action).count()) == (13, 14)


def test_without_lock_and_gate_texts_are_lost_or_refused(racing_cast):
    """Negative control: read, wait, write without holding anything. If all texts survived this, the test above
    would prove nothing."""
    cast = racing_cast
    action = saved(cast.draft, cast.clerk)
    base = snapshot(action)
    all_have_read = threading.Barrier(len(FIELDS))

    def naive(name: str, language: str) -> Callable[[], Any]:
        def run() -> None:
            fresh = Action.objects.get(pk=action.pk)
            merged = merge(base, {**base, name: {language: f"{name} {language}"}}, snapshot(fresh))
            all_have_read.wait(timeout=30)
            with transaction.atomic():
                apply(fresh, merged.content)

        return run

    at_once([naive(*field) for field in FIELDS])
    now = Action.objects.get(pk=action.pk)
    kept = [f for f in FIELDS if getattr(now, f[0]).get(f[1]) == f"{f[0]} {f[1]}"]
    assert len(kept) < len(FIELDS)


def test_same_passage_at_once_has_one_winner_and_every_other_gets_both_texts(racing_cast):
    cast = racing_cast
    action = saved(cast.draft, cast.clerk)
    base = snapshot(action)
    jobs = [
        lambda n=n: services.save_action(
            action, user=cast.clerk, base_version=1, content={**base, "done": {"ar": f"نص {n}"}}
        )
        for n in range(8)
    ]
    results = at_once(jobs)
    winners = [n for n, r in enumerate(results) if not isinstance(r, Exception)]
    losers = [r for r in results if isinstance(r, SeguiaError)]
    assert (len(winners), len(losers)) == (1, 7)
    assert Action.objects.get(pk=action.pk).done["ar"] == f"نص {winners[0]}"
    for error in losers:
        [item] = error.details["disagreements"]
        assert (item.theirs, item.mine.startswith("نص ")) == (f"نص {winners[0]}", True)


def test_publish_and_return_at_once_is_decided_once(racing_cast):
    cast = racing_cast
    action = submitted(cast)
    results = at_once(
        [
            lambda: services.publish_action(action, user=cast.secretariat),
            lambda: services.return_action(action, user=cast.secretariat, reason="ينقص المصدر"),
        ]
        * 3
    )
    assert len([r for r in results if isinstance(r, Action)]) == 1
    now = Action.objects.get(pk=action.pk)
    assert now.status in {Status.PUBLISHED, Status.DRAFT}
    assert now.journey.filter(kind__in=["published", "returned"]).count() == 1


def test_failure_at_the_end_of_a_save_leaves_nothing_behind(cast):
    with (
        patch("seguia.actions.services.writing.mark_changed", side_effect=RuntimeError("disk full")),
        pytest.raises(RuntimeError),
    ):
        services.save_action(cast.draft, user=cast.clerk, base_version=0, content=full_content(cast.draft))
    now = Action.objects.get(pk=cast.draft.pk)
    assert (now.version, now.steps.count(), ActionVersion.objects.filter(action=now).count()) == (0, 0, 0)
