"""Several things at once: looked ahead, each decided by itself, nothing skipped in silence, nothing twice."""

from typing import Any

import pytest
from django.test import Client

from seguia.actions.models import Action, Status
from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast
from seguia.core.waiting import waiting_kinds
from seguia.portal.desk import batches
from seguia.portal.desk.batches import begin_batch, foreseen, run_batch
from seguia.portal.desk.models import DeskBatch, DeskDecision, Outcome
from seguia.portal.tests.desk.sheets import form_of, submitted
from seguia.ui.tests.markup import Page


@pytest.fixture
def staff(cast: Cast, client: Client) -> Client:
    client.force_login(cast.secretariat)
    return client


def posted(response: Any, decision: str = "publish", **more: Any) -> dict[str, Any]:
    """What the form of a preview sends."""
    rows = response.context["possible"]
    return {
        **form_of(response),
        "pile": "actions",
        "decision": decision,
        "item": [row.key for row in rows],
        "version": [row.item.version for row in rows],
        **more,
    }


def look_ahead(staff: Client, *actions: Action, decision: str = "publish") -> Any:
    given = {"pile": "actions", "decision": decision, "item": [action.public_id for action in actions]}
    return staff.post("/en/desk/several/", given)


def states(*actions: Action) -> list[str]:
    return [Action.objects.get(pk=action.pk).status for action in actions]


def test_preview_says_who_may_not_and_changes_nothing(cast: Cast, staff: Client) -> None:
    whole, hollow = submitted(cast, "كاملة"), submitted(cast, "ناقصة")
    Action.objects.filter(pk=hollow.pk).update(summary={})
    response = look_ahead(staff, whole, hollow, cast.draft)
    assert response.status_code == 200
    assert Page(response.content.decode()).faults == []
    assert [row.key for row in response.context["possible"]] == [whole.public_id]
    assert [row.key for row in response.context["impossible"]] == [hollow.public_id, cast.draft.public_id]
    assert "Still missing" in response.context["impossible"][0].fault
    assert states(whole, hollow) == [Status.SUBMITTED] * 2
    assert not AuditEvent.objects.filter(code="actions.action.published").exists()


def test_each_is_decided_and_told(cast: Cast, staff: Client) -> None:
    one, two = submitted(cast, "الأولى"), submitted(cast, "الثانية")
    preview = look_ahead(staff, one, two)
    Action.objects.filter(pk=two.pk).update(version=two.version + 1)
    response = staff.post("/en/desk/several/apply/", posted(preview), follow=True)
    assert Page(response.content.decode()).faults == []
    found = {told.decision.key: told.decision for _outcome, group in response.context["groups"] for told in group}
    assert (found[one.public_id].outcome, found[two.public_id].outcome) == (Outcome.DONE, Outcome.REFUSED)
    assert "changed after you opened it" in found[two.public_id].told
    assert states(one, two) == [Status.PUBLISHED, Status.SUBMITTED]


def test_same_form_twice_decides_once(cast: Cast, staff: Client) -> None:
    given = posted(look_ahead(staff, submitted(cast)))
    places = [staff.post("/en/desk/several/apply/", given)["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert (DeskBatch.objects.count(), AuditEvent.objects.filter(code="actions.action.published").count()) == (1, 1)


def test_missing_reason_keeps_the_choice(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    preview = look_ahead(staff, action, decision="return")
    response = staff.post("/en/desk/several/apply/", posted(preview, "return", reason=" "))
    assert response.status_code == 400
    assert [row.key for row in response.context["possible"]] == [action.public_id]
    assert (states(action), DeskBatch.objects.count()) == ([Status.SUBMITTED], 0)


def test_batch_is_taken_back(cast: Cast, staff: Client) -> None:
    one, two = submitted(cast, "الأولى"), submitted(cast, "الثانية")
    given = posted(look_ahead(staff, one, two, decision="return"), "return", reason="أكملوا النتائج")
    place = staff.post("/en/desk/several/apply/", given)["Location"]
    assert states(one, two) == [Status.DRAFT] * 2
    Action.objects.get(pk=two.pk).save()
    response = staff.post(f"{place}undo/", follow=True)
    assert "1 decision is taken back." in response.content.decode()
    assert "changed after the decision" in response.content.decode()
    assert states(one, two) == [Status.SUBMITTED, Status.DRAFT]


def test_interrupted_work_goes_on(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    chosen = [(action.public_id, str(action.version))]
    batch = begin_batch(user=cast.secretariat, kind="actions", decision="publish", reason="", chosen=chosen)
    page = staff.get(batch.get_absolute_url())
    assert page.context["pending"]
    assert states(action) == [Status.SUBMITTED]
    staff.post(f"{batch.get_absolute_url()}resume/")
    assert states(action) == [Status.PUBLISHED]
    run_batch(batch, user=cast.secretariat)
    assert AuditEvent.objects.filter(code="actions.action.published").count() == 1


def test_fault_of_ours_stops_only_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = submitted(cast, "الأولى"), submitted(cast, "الثانية")
    apply = batches.apply_pending

    def faulty(record: DeskDecision, *more: Any) -> None:
        if record.key == one.public_id:
            raise RuntimeError("boom")
        apply(record, *more)

    monkeypatch.setattr(batches, "apply_pending", faulty)
    chosen = [(action.public_id, str(action.version)) for action in (one, two)]
    batch = begin_batch(user=cast.secretariat, kind="actions", decision="publish", reason="", chosen=chosen)
    run_batch(batch, user=cast.secretariat)
    assert [d.outcome for d in DeskDecision.objects.order_by("id")] == [Outcome.REFUSED, Outcome.DONE]
    assert states(one, two) == [Status.SUBMITTED, Status.PUBLISHED]


def test_nothing_and_too_much_are_said(cast: Cast, staff: Client) -> None:
    none = staff.post("/en/desk/several/", {"pile": "actions", "decision": "publish"}, follow=True)
    assert "Nothing is selected" in none.content.decode()
    many = {"pile": "actions", "decision": "publish", "item": [f"{n:08d}" for n in range(201)]}
    assert "at most 200" in staff.post("/en/desk/several/", many, follow=True).content.decode()
    undecided = staff.post("/en/desk/several/", {"pile": "actions", "item": "00000000"}, follow=True)
    assert "Choose what to decide" in undecided.content.decode()
    assert staff.post("/en/desk/several/", {"pile": "nothing"}).status_code == 404
    crooked = {"pile": "actions", "decision": "publish", "item": ["a"], "version": [], "form_key": "x" * 24}
    assert staff.post("/en/desk/several/apply/", crooked).status_code == 400


def test_invisible_characters_do_no_harm(cast: Cast, staff: Client) -> None:
    given = {"pile": "actions", "decision": "publish", "item": ["a\0b", "ق"], "version": ["\0", "x" * 99]}
    assert staff.post("/en/desk/several/", given).status_code == 200
    response = staff.post("/en/desk/several/apply/", {**given, "form_key": "x" * 24}, follow=True)
    assert response.status_code == 200
    assert [d.outcome for d in DeskDecision.objects.order_by("id")] == [Outcome.REFUSED] * 2


@pytest.mark.parametrize("person", ["mayor", "stranger"])
def test_others_see_and_do_nothing(cast: Cast, client: Client, person: str) -> None:
    action = submitted(cast)
    chosen = [(action.public_id, str(action.version))]
    batch = begin_batch(user=cast.secretariat, kind="actions", decision="publish", reason="", chosen=chosen)
    client.force_login(getattr(cast, person))
    place = batch.get_absolute_url()
    assert client.get(place).status_code == 403
    for path in (f"{place}resume/", f"{place}undo/", "/en/desk/several/apply/"):
        assert client.post(path, {"pile": "actions", "decision": "publish"}).status_code == 403
    assert states(action) == [Status.SUBMITTED]


def test_every_pile_survives_nonsense(cast: Cast) -> None:
    """Whatever registers a pile: an unknown key is an answer, not a fault."""
    for kind in waiting_kinds(lambda permission, user: True, cast.secretariat):
        assert kind.count() >= 0
        assert len(kind.items(0, 3)) <= 3
        for decision in kind.decisions:
            for key in ("nothing", "00000000", "x" * 80):
                rows = foreseen(user=cast.secretariat, kind=kind.code, decision=decision.code, keys=[key])
                assert rows[0].fault, (kind.code, key)
