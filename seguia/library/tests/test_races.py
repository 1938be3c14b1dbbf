"""Several people at the same instant, with real connections; and the same without the lock, where texts must be lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from seguia.config.testing import Cast, make_cast
from seguia.core.errors import Conflict, SeguiaError
from seguia.core.tests.real_database import at_once
from seguia.library import services
from seguia.library.content import apply, marks, merge, snapshot
from seguia.library.models import Method, Status
from seguia.library.tests.shelf import submitted, town_draft

FIELDS = [(name, language) for name in ("title", "summary", "body") for language in ("fr", "en")]


@pytest.fixture
def racing_cast(real_database: None) -> Cast:
    return make_cast()


def _texts(method: Method) -> dict[tuple[str, str], str]:
    return {field: getattr(method, field[0]).get(field[1], "") for field in FIELDS}


def test_six_writers_at_once_keep_every_text(racing_cast):
    cast = racing_cast
    method = town_draft(cast, {"ar": "قراءة العدادات"})
    base = snapshot(method)

    def save(name: str, language: str) -> Callable[[], Any]:
        content = {**base, name: {**base[name], language: f"{name} {language}"}}
        user = cast.mayor if language == "fr" else cast.clerk
        return lambda: services.save_method(method, user=user, content=content, seen=marks(base))

    results = at_once([save(*field) for field in FIELDS])
    assert [result for result in results if isinstance(result, Exception)] == []
    now = Method.objects.get(pk=method.pk)
    assert _texts(now) == {field: f"{field[0]} {field[1]}" for field in FIELDS}
    assert now.version == method.version + len(FIELDS)


def test_without_lock_and_gate_texts_are_lost(racing_cast):
    """Negative control: read, wait, write without holding anything."""
    cast = racing_cast
    method = town_draft(cast, {"ar": "قراءة العدادات"})
    base = snapshot(method)
    all_have_read = threading.Barrier(len(FIELDS))

    def naive(name: str, language: str) -> Callable[[], Any]:
        def run() -> None:
            fresh = Method.objects.get(pk=method.pk)
            content = {**base, name: {**base[name], language: f"{name} {language}"}}
            merged = merge(marks(base), content, snapshot(fresh))
            all_have_read.wait(timeout=30)
            with transaction.atomic():
                apply(fresh, merged.content)
                fresh.save()

        return run

    at_once([naive(*field) for field in FIELDS])
    kept = [text for text in _texts(Method.objects.get(pk=method.pk)).values() if text]
    assert len(kept) < len(FIELDS)


def test_same_passage_at_once_has_one_winner(racing_cast):
    cast = racing_cast
    method = town_draft(cast)
    base = snapshot(method)

    def save(number: int) -> Callable[[], Any]:
        content = {**base, "body": {"ar": f"نص {number}"}}
        return lambda: services.save_method(method, user=cast.clerk, content=content, seen=marks(base))

    results = at_once([save(number) for number in range(5)])
    lost = [result for result in results if isinstance(result, Conflict)]
    assert len(lost) == 4
    winner = Method.objects.get(pk=method.pk).body["ar"]
    assert {one.details["disagreements"][0].theirs for one in lost} == {winner}


def test_publishing_and_returning_at_once_decide_once(racing_cast):
    cast = racing_cast
    method = submitted(cast)
    jobs = [
        lambda: services.publish_method(method, user=cast.secretariat, version=method.version),
        lambda: services.return_method(method, user=cast.secretariat, reason="سبب", version=method.version),
        lambda: services.publish_method(method, user=cast.secretariat, version=method.version),
    ]
    results = at_once(jobs)
    assert sum(isinstance(result, SeguiaError) for result in results) == 2
    assert Method.objects.get(pk=method.pk).status in {Status.PUBLISHED, Status.DRAFT}
