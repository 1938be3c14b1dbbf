"""Taking an action up: what the plan begins as, and when it is not possible."""

import datetime

import pytest
from django.test import Client

from seguia.actions import services as sheets
from seguia.actions.models import Action, Status
from seguia.config.testing import Cast, make_territory
from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.core.translation_state import fingerprint
from seguia.membership.models import Organisation
from seguia.replication import services
from seguia.replication.models import Choice, Consent, PartKind, PlanStage, Replication
from seguia.replication.tests.plans import another_town, begun, full_source, linked, posted, signed_in, taken_up
from seguia.territories.services import NewTerritory, record_territory_event

pytestmark = pytest.mark.django_db


def test_plan_is_copied_from_steps_and_conditions_and_nothing_is_decided(cast: Cast) -> None:
    source = full_source(cast)
    plan = begun(cast)
    assert [item.kind for item in plan.items.all()] == [
        "problem", "conditions", "step", "step", "cost", "partners", "funding", "differently",
    ]  # fmt: skip
    assert {item.choice for item in plan.items.all()} == {Choice.OPEN}
    assert (plan.source_title, plan.source_public_id) == (dict(source.title), source.public_id)
    assert plan.source_content["steps"][0]["title"] == {"ar": "اختيار المكان"}
    assert "contact_email" not in plan.source_content
    assert "media" not in plan.source_content
    assert (plan.is_shown, plan.consent, plan.stage) == (False, Consent.NONE, PlanStage.PLANNED)


def test_begun_twice_is_the_same_plan_until_it_is_abandoned(cast: Cast) -> None:
    plan = begun(cast)
    assert begun(cast) == plan
    services.move_plan(plan, user=cast.loos_mayor, stage="abandoned", reason="Pas de local.", version=plan.version)
    assert begun(cast) != plan


@pytest.mark.parametrize("role", ["stranger", "secretariat", "mayor"])
def test_only_people_of_the_town_begin(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        begun(cast, user=getattr(cast, role))
    assert not Replication.objects.exists()


def test_own_unpublished_and_archived_actions_have_clear_answers(cast: Cast) -> None:
    with pytest.raises(Conflict) as own:
        services.begin_plan(
            user=cast.mayor, action=cast.arabic_action, organisation=cast.chefchaouen_town, language="ar"
        )
    assert own.value.code == "own_action"
    with pytest.raises(NotFound):
        begun(cast, action=cast.draft)
    sheets.archive_action(cast.arabic_action, user=cast.mayor, reason="قديم")
    with pytest.raises(NotFound):
        begun(cast)
    town, _person = another_town(cast)
    town.representations.create(user=cast.mayor, role="editor", since="2020-01-01")
    with pytest.raises(Conflict) as archived:
        services.begin_plan(user=cast.mayor, action=cast.arabic_action, organisation=town, language="ar")
    assert archived.value.code == "not_published"
    answer = signed_in(cast.loos_mayor).get(f"/en/replications/of/{cast.arabic_action.public_id}/begin/")
    assert answer.status_code == 404
    assert "not published" in answer.content.decode()


def test_unknown_language_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        services.begin_plan(
            user=cast.loos_mayor, action=cast.arabic_action, organisation=cast.loos_town, language="xx\0"
        )


def test_what_descends_from_mine_cannot_become_my_source(cast: Cast) -> None:
    first = taken_up(cast, cast.arabic_action, 1, with_sheet=True)
    second = taken_up(cast, first.own_action, 2, with_sheet=True, answer=first.started_by)
    with pytest.raises(Conflict) as error:
        services.begin_plan(
            user=cast.mayor, action=second.own_action, organisation=cast.chefchaouen_town, language="ar"
        )
    assert error.value.code == "own_descendant"


def test_nor_when_the_town_has_merged_since(cast: Cast) -> None:
    taken = taken_up(cast, cast.arabic_action, 1, with_sheet=True)
    neighbour = make_territory("hcp:0115102", "commune", "MA", {"ar": "الجوار"}, region=cast.north, parent=cast.north)
    record_territory_event(
        by=cast.secretariat, kind="merger", date=datetime.date(2026, 1, 1), before=[cast.chefchaouen, neighbour],
        after=[NewTerritory("hcp:0115199", {"ar": "شفشاون الكبرى"})],
    )  # fmt: skip
    merged = type(cast.chefchaouen).objects.get(code="0115199")
    town = Organisation.objects.create(kind="local-government", name={"ar": "جماعة شفشاون الكبرى"}, territory=merged)
    town.representations.create(user=cast.clerk, role="editor", since="2020-01-01")
    for action in (taken.own_action, cast.arabic_action):
        with pytest.raises(Conflict):
            services.begin_plan(user=cast.clerk, action=action, organisation=town, language="ar")


def test_begin_page_leads_visitors_to_sign_in_and_people_to_the_editor(cast: Cast) -> None:
    path = f"/ar/replications/of/{cast.arabic_action.public_id}/begin/"
    assert "/account/login/" in Client().get(path)["Location"]
    assert signed_in(cast.stranger).get(path).status_code == 403
    client = signed_in(cast.loos_mayor)
    assert client.get(path).status_code == 200
    answer = posted(client, path, organisation=cast.loos_town.public_id, language="ar")
    plan = Replication.objects.get()
    assert answer["Location"] == f"/ar/replications/{plan.public_id}/edit/"
    wrong = posted(client, path, organisation="nothing\0", language="zz")
    assert wrong.status_code == 400


def test_erased_source_leaves_plan_and_snapshot(cast: Cast) -> None:
    full_source(cast)
    plan = linked(cast)
    Action.objects.filter(pk=cast.arabic_action.pk).delete()
    plan.refresh_from_db()
    assert plan.source_action is None
    assert plan.source_label().text
    answer = signed_in(cast.loos_mayor).get(f"/ar/replications/{plan.public_id}/")
    assert answer.status_code == 200
    assert "مكتب الاستشارة في الطاقة" in answer.content.decode()


def test_sheet_is_made_from_the_plan_once(cast: Cast) -> None:
    full_source(cast)
    plan = begun(cast)
    edit = services.Edit(
        typed={"problem.choice": "change", "problem.text": "Nos cités minières sont mal isolées.",
               "steptest.choice": "keep", "stepothr.choice": "drop",
               "partners.choice": "change", "partners.text": "Bailleur\nÉcole"},
        new_steps=[("Prêter une caméra thermique", "Un week-end par foyer.")],
    )  # fmt: skip
    seen = {path: fingerprint("open" if path.endswith("choice") else "") for path in edit.typed}
    plan = services.save_plan(
        plan, user=cast.loos_mayor, edit=services.Edit(edit.typed, seen, new_steps=edit.new_steps)
    )
    action = services.make_sheet(plan, user=cast.loos_mayor)
    assert services.make_sheet(plan, user=cast.loos_mayor) == action
    assert (action.status, action.original_language, action.stage) == (Status.DRAFT, "fr", "idea")
    assert action.problem == {"fr": "Nos cités minières sont mal isolées."}
    titles = [dict(step.title) for step in action.steps.all()]
    assert titles == [{"ar": "اختيار المكان"}, {"fr": "Prêter une caméra thermique"}]
    assert [dict(partner.name) for partner in action.partners.all()] == [{"fr": "Bailleur"}, {"fr": "École"}]
    assert [theme.slug for theme in action.themes.all()] == ["energy"]
    assert plan.items.filter(kind=PartKind.OWN_STEP).count() == 1
