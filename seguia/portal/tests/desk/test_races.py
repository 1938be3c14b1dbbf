"""Several of the secretariat at the same instant, with real connections; and the same without the lock."""

import threading
from typing import Any

import pytest
from django.db import connection

from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast, make_cast
from seguia.core.errors import Conflict
from seguia.core.tests.real_database import at_once
from seguia.portal.desk import batches
from seguia.portal.desk.batches import begin_batch, run_batch
from seguia.portal.desk.models import DeskBatch, DeskDecision, Outcome
from seguia.portal.desk.services import decide_item
from seguia.portal.tests.desk.sheets import submitted

PEOPLE = 4


@pytest.fixture
def racing_cast(real_database: None) -> Cast:
    return make_cast()


def published() -> int:
    return AuditEvent.objects.filter(code="actions.action.published").count()


def test_one_of_four_decides_and_the_others_hear_of_it(racing_cast: Cast) -> None:
    cast = racing_cast
    action = submitted(cast)

    def decide() -> DeskDecision:
        return decide_item(
            user=cast.secretariat, kind="actions", key=action.public_id, decision="publish", version=str(action.version)
        )

    results = at_once([decide] * PEOPLE)
    assert [type(one) for one in results].count(DeskDecision) == 1
    assert all(isinstance(one, DeskDecision | Conflict) for one in results), results
    assert (published(), DeskDecision.objects.count()) == (1, 1)


def batch_of(cast: Cast) -> DeskBatch:
    actions = [submitted(cast, f"ورقة {number}") for number in range(3)]
    chosen = [(action.public_id, str(action.version)) for action in actions]
    return begin_batch(user=cast.secretariat, kind="actions", decision="publish", reason="", chosen=chosen)


def test_batch_that_is_run_twice_at_once_decides_each_once(racing_cast: Cast) -> None:
    cast = racing_cast
    batch = batch_of(cast)
    results = at_once([lambda: run_batch(batch, user=cast.secretariat)] * 2)
    assert results == [None, None]
    assert set(DeskDecision.objects.values_list("outcome", flat=True)) == {Outcome.DONE}
    assert published() == 3


def test_without_lock_somebody_is_told_wrongly(racing_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: read, wait, then decide. The sheet's own service still refuses the second, so that nothing is
    published twice, but the page would say that it was not possible."""
    cast = racing_cast
    batch = batch_of(cast)
    both_have_read = threading.Barrier(2)
    refused: list[str] = []

    def careless(pk: int, pile: Any, batch: DeskBatch) -> None:
        record = DeskDecision.objects.select_related("user").get(pk=pk)
        both_have_read.wait(timeout=30)
        try:
            batches.apply_pending(record, pile, batch)
        except Conflict as error:
            refused.append(str(error.message))
            batches._refuse(record, refused[-1])

    monkeypatch.setattr(batches, "_settle", careless)
    at_once([lambda: run_batch(batch, user=cast.secretariat)] * 2)
    assert published() == 3
    assert len(refused) == 3, connection.vendor
