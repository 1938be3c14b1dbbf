"""Two workers check the same searches at the same moment; two windows save the last search."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from seguia.accounts.models import User
from seguia.config.testing import Cast, make_cast
from seguia.core.errors import Invalid
from seguia.notifications.models import OutboxMessage
from seguia.portal.models import SavedSearch
from seguia.portal.saved_searches import checking, services
from seguia.portal.saved_searches.checking import check_saved_searches
from seguia.portal.tests.saved_searches.conftest import publish, save_search
from seguia.search.index.follower import rebuild
from seguia.search.matching import IndexMoment

WORKERS, SEARCHES = 4, 8


@pytest.fixture
def cast_of_all(shared: None) -> Cast:
    """The cast, committed."""
    cast = make_cast()
    rebuild()
    return cast


def at_once(deed: Callable[[], Any]) -> tuple[list[Any], list[Exception]]:
    """Everybody at the same moment: results and faults."""
    start, got, wrong = threading.Barrier(WORKERS), [], []

    def worker() -> None:
        start.wait()
        try:
            got.append(deed())
        except Exception as error:
            wrong.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=worker) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return got, wrong


def due_for_all(cast: Cast) -> None:
    for number in range(SEARCHES):
        save_search(cast.clerk, name=str(number))
    publish(cast)
    IndexMoment()


def test_workers_tell_each_search_once(cast_of_all: Cast) -> None:
    due_for_all(cast_of_all)
    got, wrong = at_once(lambda: check_saved_searches(60))
    assert (sum(got), wrong, OutboxMessage.objects.count()) == (SEARCHES, [], SEARCHES)
    assert OutboxMessage.objects.values("topic").distinct().count() == SEARCHES


def careless_mark(saved: SavedSearch, moment: Any) -> int:
    return SavedSearch.objects.filter(pk=saved.pk).update(**checking._marks(saved.frequency, moment))


def test_careless_workers_run_into_the_second_wall(
    cast_of_all: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The control: without the condition two of them tell the same; then only the table keeps the second mail back."""
    gathered = threading.Barrier(WORKERS)
    find = checking._new_results

    def all_at_once(*given: Any) -> list[int]:
        found = find(*given)
        gathered.wait(30)
        return found

    monkeypatch.setattr(checking, "_new_results", all_at_once)
    monkeypatch.setattr(checking, "_move_mark", careless_mark)
    save_search(cast_of_all.clerk)
    publish(cast_of_all)
    IndexMoment()  # so that all threads see the same
    got, wrong = at_once(lambda: check_saved_searches(60))
    assert (sorted(got), wrong) == ([0] * (WORKERS - 1) + [1], [])
    faults = [record.exc_info[0] for record in caplog.records if record.exc_info]
    assert faults == [IntegrityError] * (WORKERS - 1)
    assert OutboxMessage.objects.count() == 1


def save_one(cast: Cast) -> bool:
    try:
        save_search(User.objects.get(pk=cast.clerk.pk))
    except Invalid:
        return False
    return True


def test_windows_do_not_pass_the_limit_together(cast_of_all: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_SEARCHES", 1)
    got, wrong = at_once(lambda: save_one(cast_of_all))
    assert (sorted(got), wrong, SavedSearch.objects.count()) == ([False] * (WORKERS - 1) + [True], [], 1)


def test_windows_pass_the_limit_when_it_is_counted_before(cast_of_all: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: counted outside the transaction, several find room."""
    monkeypatch.setattr(services, "MOST_SEARCHES", 1)
    check = services._require_room
    monkeypatch.setattr(services, "_require_room", lambda user: None)

    def careless() -> bool:
        check_outside(check, cast_of_all)
        time.sleep(0.2)
        return save_one(cast_of_all)

    got, _ = at_once(careless)
    assert sum(got) > 1


def check_outside(check: Callable[[Any], None], cast: Cast) -> None:
    """As `_require_room`, in a transaction of its own."""
    with transaction.atomic():
        check(User.objects.get(pk=cast.clerk.pk))
