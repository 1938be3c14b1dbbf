"""Two at the same instant, with real connections; and without the lock, where a ring must appear."""

from typing import Any
from unittest.mock import patch

import pytest

from seguia.config.testing import Cast, make_cast
from seguia.core.errors import Conflict
from seguia.core.tests.real_database import at_once
from seguia.core.translation_state import fingerprint
from seguia.notifications.models import Notice
from seguia.replication import services
from seguia.replication.models import Replication
from seguia.replication.queries.lineage import ancestor_ids
from seguia.replication.services import telling
from seguia.replication.tests.plans import begun, shown


@pytest.fixture
def racing_cast(real_database: None) -> Cast:
    return make_cast()


def two_plans(cast: Cast) -> tuple[Replication, Replication]:
    """Each town takes up the other's action."""
    mine = services.begin_plan(
        user=cast.mayor, action=cast.french_action, organisation=cast.chefchaouen_town, language="ar"
    )
    return mine, begun(cast)


def test_no_ring_when_both_tie_their_sheets_at_once(racing_cast: Cast) -> None:
    cast = racing_cast
    mine, theirs = two_plans(cast)
    results = at_once(
        [
            lambda: services.tie_sheet(mine, user=cast.mayor, action=cast.arabic_action),
            lambda: services.tie_sheet(theirs, user=cast.loos_mayor, action=cast.french_action),
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Replication"]
    assert cast.arabic_action.pk not in ancestor_ids(cast.arabic_action.pk)


def test_without_the_lock_a_ring_can_appear_and_the_walk_still_ends(racing_cast: Cast) -> None:
    """Negative control: both look at the ancestors before either has tied anything. On SQLite the gate is the lock, so
    the two looks are made beforehand."""
    cast = racing_cast
    mine, theirs = two_plans(cast)
    seen = {plan.source_action_id: ancestor_ids(plan.source_action_id or 0) for plan in (mine, theirs)}

    def stale(action_id: int) -> Any:
        return seen[action_id]

    with patch.object(telling, "ancestor_ids", stale), patch.object(telling, "hold_lineage"):
        services.tie_sheet(mine, user=cast.mayor, action=cast.arabic_action)
        services.tie_sheet(theirs, user=cast.loos_mayor, action=cast.french_action)
    assert cast.arabic_action.pk in ancestor_ids(cast.arabic_action.pk)


def test_begun_by_two_colleagues_at_once_is_one_plan(racing_cast: Cast) -> None:
    cast = racing_cast
    results = at_once([lambda: begun(cast)] * 4)
    assert {result.pk for result in results} == set(Replication.objects.values_list("pk", flat=True))
    assert Replication.objects.count() == 1


def test_ten_colleagues_writing_ten_boxes_keep_every_text(racing_cast: Cast) -> None:
    cast = racing_cast
    plan = begun(cast)
    paths = [
        f"{key}.{box}" for key in ("problem", "conditions", "cost", "partners", "funding") for box in ("text", "why")
    ]
    jobs = [
        lambda path=path: services.save_plan(
            plan, user=cast.loos_mayor, edit=services.Edit({path: f"نص {path}"}, {path: fingerprint("")})
        )
        for path in paths
    ]
    assert [error for error in at_once(jobs) if isinstance(error, Exception)] == []
    kept = {f"{item.key}.{box}": getattr(item, box) for item in plan.items.all() for box in ("text", "why")}
    assert {path: kept[path] for path in paths} == {path: f"نص {path}" for path in paths}


def test_same_box_at_once_has_one_winner(racing_cast: Cast) -> None:
    cast = racing_cast
    plan = begun(cast)
    jobs = [
        lambda n=n: services.save_plan(
            plan, user=cast.loos_mayor, edit=services.Edit({"cost.text": f"نص {n}"}, {"cost.text": fingerprint("")})
        )
        for n in range(4)
    ]
    results = at_once(jobs)
    assert [type(result) for result in results].count(Conflict) == 3
    winner = next(n for n, result in enumerate(results) if isinstance(result, Replication))
    assert plan.items.get(key="cost").text == f"نص {winner}"


def test_confirmed_and_refused_at_once_is_answered_once_and_told(racing_cast: Cast) -> None:
    cast = racing_cast
    plan = shown(cast)
    results = at_once(
        [
            lambda: services.answer_link(plan, user=cast.mayor, answer="confirmed"),
            lambda: services.answer_link(plan, user=cast.clerk, answer="confirmed"),
        ]
    )
    assert all(isinstance(result, Replication) for result in results)
    assert Notice.objects.filter(kind="replication.answered").count() == 1


def test_shown_twice_at_once_asks_once(racing_cast: Cast) -> None:
    cast = racing_cast
    plan = begun(cast)
    at_once([lambda: services.show_plan(plan, user=cast.loos_mayor)] * 4)
    assert Notice.objects.filter(kind="replication.taken_up").count() == 2
