"""Writing a plan together: box by box, nothing overwritten silently, nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from seguia.config.testing import Cast
from seguia.core.errors import Conflict, NotFound
from seguia.core.idempotency import new_form_key
from seguia.core.translation_state import fingerprint
from seguia.membership.models import Representation
from seguia.replication import services
from seguia.replication.models import Replication
from seguia.replication.services.saving import InvalidPlan
from seguia.replication.tests.plans import begun, full_source, signed_in

pytestmark = pytest.mark.django_db


def value_of(plan: Replication, path: str) -> str:
    key, _dot, box = path.rpartition(".")
    return str(getattr(plan.items.get(key=key), box))


def typed(plan: Replication, settled: dict[str, str] | None = None, **boxes: str) -> services.Edit:
    """What somebody typed who opened the plan now; `problem__text` for `problem.text`."""
    texts = {path.replace("__", "."): text for path, text in boxes.items()}
    return services.Edit(texts, {path: fingerprint(value_of(plan, path)) for path in texts}, settled or {})


def test_different_boxes_never_meet(cast: Cast) -> None:
    full_source(cast)
    plan = begun(cast)
    one = typed(plan, problem__text="نص المشكل", problem__choice="change", cost__why="")
    other = typed(plan, cost__text="Moitié moins", problem__choice="open")
    services.save_plan(plan, user=cast.loos_mayor, edit=one)
    services.save_plan(plan, user=cast.loos_mayor, edit=other)
    assert value_of(plan, "problem.text") == "نص المشكل"
    assert value_of(plan, "problem.choice") == "change"
    assert value_of(plan, "cost.text") == "Moitié moins"


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Le mien"), ("theirs", "Le sien"), ("both", "Le sien\n\nLe mien")]
)
def test_same_box_shows_both_texts_and_one_is_chosen(cast: Cast, choice: str, kept: str) -> None:
    plan = begun(cast)
    mine = typed(plan, problem__text="Le mien", cost__text="Coût")
    services.save_plan(plan, user=cast.loos_mayor, edit=typed(plan, problem__text="Le sien"))
    with pytest.raises(Conflict) as error:
        services.save_plan(plan, user=cast.loos_mayor, edit=mine)
    [item] = error.value.details["disagreements"]
    assert (item.path, item.mine, item.theirs) == ("problem.text", "Le mien", "Le sien")
    assert value_of(plan, "cost.text") == ""
    seen = {**mine.seen, "problem.text": fingerprint("Le sien")}
    services.save_plan(plan, user=cast.loos_mayor, edit=services.Edit(mine.typed, seen, {"problem.text": choice}))
    assert (value_of(plan, "problem.text"), value_of(plan, "cost.text")) == (kept, "Coût")


def test_without_the_fingerprints_a_text_would_be_lost(cast: Cast) -> None:
    """Negative control: a form that claims to have seen what stands there now overwrites."""
    plan = begun(cast)
    services.save_plan(plan, user=cast.loos_mayor, edit=typed(plan, problem__text="Le sien"))
    services.save_plan(plan, user=cast.loos_mayor, edit=typed(plan, problem__text="Le mien"))
    assert value_of(plan, "problem.text") == "Le mien"


def test_page_brings_everything_back(cast: Cast) -> None:
    plan = begun(cast)
    client = signed_in(cast.loos_mayor)
    path = f"/en/replications/{plan.public_id}/edit/"
    empty = {"seen.problem.text": fingerprint(""), "seen.cost.text": fingerprint("")}
    services.save_plan(plan, user=cast.loos_mayor, edit=typed(plan, problem__text="نص زميلي"))
    data = {**empty, "box.problem.text": "نصي أنا", "box.cost.text": "كلفة", "form_key": new_form_key()}
    answer = client.post(path, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(text in page for text in ("نص زميلي", "نصي أنا", "كلفة", "settle.problem.text"))
    again: dict[str, Any] = {
        **data, "seen.problem.text": fingerprint("نص زميلي"), "settle.problem.text": "both", "form_key": new_form_key(),
    }  # fmt: skip
    assert client.post(path, again).status_code == 302
    assert value_of(plan, "problem.text") == "نص زميلي\n\nنصي أنا"
    assert value_of(plan, "cost.text") == "كلفة"


@pytest.mark.parametrize(
    ("path", "text"),
    [("problem.text", "a\0b"), ("problem.why", "x" * 1001), ("cost.text", "م" * 100_000), ("problem.choice", "nothing"),
     ("problem.text", "\u202eevil")],
)  # fmt: skip
def test_bad_input_is_named_and_kept(cast: Cast, path: str, text: str) -> None:
    plan = begun(cast)
    with pytest.raises(InvalidPlan) as error:
        services.save_plan(
            plan,
            user=cast.loos_mayor,
            edit=services.Edit({path: text, "funding.text": "x"}, {path: "", "funding.text": fingerprint("")}),
        )
    assert list(error.value.faults) == [path]
    data = {f"box.{path}": text, "box.funding.text": "تمويل", "form_key": new_form_key()}
    answer = signed_in(cast.loos_mayor).post(f"/fr/replications/{plan.public_id}/edit/", data)
    assert answer.status_code == 400
    assert "تمويل" in answer.content.decode()
    assert value_of(plan, "funding.text") == ""


def test_unknown_boxes_and_rows_are_ignored(cast: Cast) -> None:
    plan = begun(cast)
    edit = services.Edit({"nothing.text": "x", "problem.replication": "9", "problem.title": "x"}, {})
    assert services.save_plan(plan, user=cast.loos_mayor, edit=edit).version == plan.version


def test_own_step_without_a_title_is_asked_for_and_thirty_are_the_most(cast: Cast) -> None:
    plan = begun(cast)
    with pytest.raises(InvalidPlan):
        services.save_plan(plan, user=cast.loos_mayor, edit=services.Edit({}, new_steps=[("", "نص بلا عنوان")]))
    services.save_plan(
        plan, user=cast.loos_mayor, edit=services.Edit({}, new_steps=[(f"خطوة {n}", "") for n in range(30)])
    )
    with pytest.raises(InvalidPlan):
        services.save_plan(plan, user=cast.loos_mayor, edit=services.Edit({}, new_steps=[("واحدة أخرى", "")]))
    assert plan.items.filter(kind="own_step").count() == 30


def test_ended_mandate_gets_the_text_back(cast: Cast) -> None:
    plan = begun(cast)
    client = signed_in(cast.loos_mayor)
    Representation.objects.filter(user=cast.loos_mayor).update(until="2021-01-01")
    answer = client.post(
        f"/fr/replications/{plan.public_id}/edit/", {"box.problem.text": "نص طويل", "form_key": new_form_key()}
    )
    assert answer.status_code == 404
    assert "نص طويل" in answer.content.decode()
    with pytest.raises(NotFound):
        services.save_plan(plan, user=cast.loos_mayor, edit=services.Edit({}))


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_lost_session_and_ended_right_give_lessons_back(cast: Cast, who: str) -> None:
    plan = begun(cast)
    client = Client() if who == "visitor" else signed_in(cast.stranger)
    data = {"stage": "done", "lessons": "دروس طويلة", "version": "1", "form_key": new_form_key()}
    answer = client.post(f"/ar/replications/{plan.public_id}/stage/", data)
    assert answer.status_code == 404
    assert "دروس طويلة" in answer.content.decode()


def test_same_form_twice_has_one_effect(cast: Cast) -> None:
    plan = begun(cast)
    client, data = signed_in(cast.loos_mayor), {"new.0.title": "Étape", "form_key": new_form_key()}
    for _time in range(2):
        assert client.post(f"/fr/replications/{plan.public_id}/edit/", data).status_code == 302
    assert plan.items.filter(kind="own_step").count() == 1
