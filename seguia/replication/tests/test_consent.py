"""Shown, asked, confirmed, refused, withdrawn: who is told, and what everybody reads then."""

import pytest
from django.test import Client

from seguia.accounts.models import User
from seguia.actions import services as sheets
from seguia.actions.models import JourneyStep
from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast
from seguia.core.errors import Conflict, NotFound, Refused
from seguia.membership.models import Representation
from seguia.notifications.models import Notice
from seguia.replication import services
from seguia.replication.models import Consent
from seguia.replication.personal import erase_plans, export_plans
from seguia.replication.queries.lineage import public_chain, spread_of
from seguia.replication.services.following import follow_sources
from seguia.replication.tests.plans import begun, full_source, linked, shown, signed_in, taken_up

pytestmark = pytest.mark.django_db


def kinds_on(action, **where) -> list[str]:
    return list(JourneyStep.objects.filter(action=action, **where).values_list("kind", flat=True))


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_source_is_told_when_the_plan_is_shown_and_not_before(cast: Cast) -> None:
    plan = begun(cast)
    assert told(cast.mayor) == []
    services.show_plan(plan, user=cast.loos_mayor)
    services.show_plan(plan, user=cast.loos_mayor)
    assert told(cast.mayor) == told(cast.clerk) == ["replication.taken_up"]
    page = signed_in(cast.mayor).get("/ar/notifications/").content.decode()
    assert "Ville de Loos-en-Gohelle" in page
    notice = Notice.objects.get(user=cast.mayor)
    opened = signed_in(cast.mayor).get(f"/ar/notifications/{notice.pk}/")
    assert opened.status_code in {200, 302}


def test_link_is_public_only_with_consent(cast: Cast) -> None:
    plan = shown(cast)
    assert (plan.is_linked, kinds_on(cast.arabic_action)) == (False, [])
    plan = services.answer_link(plan, user=cast.clerk, answer="confirmed")
    assert plan.is_linked
    assert kinds_on(cast.arabic_action, is_public=True) == ["replicated"]
    assert told(cast.loos_mayor) == ["replication.answered"]
    plan = services.answer_link(plan, user=cast.mayor, answer="withdrawn")
    assert (plan.is_linked, kinds_on(cast.arabic_action)) == (False, [])
    assert spread_of(cast.arabic_action).towns == 0


@pytest.mark.parametrize("role", ["loos_mayor", "stranger", "secretariat"])
def test_only_the_town_of_origin_answers(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        services.answer_link(shown(cast), user=getattr(cast, role), answer="confirmed")


def test_answer_to_a_private_plan_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.answer_link(begun(cast), user=cast.mayor, answer="confirmed")


def test_colleague_who_answered_otherwise_wins_and_the_other_is_told(cast: Cast) -> None:
    plan = shown(cast)
    services.answer_link(plan, user=cast.mayor, answer="refused")
    with pytest.raises(Conflict):
        services.answer_link(plan, user=cast.clerk, answer="withdrawn")
    answer = signed_in(cast.clerk).post(
        f"/fr/replications/{plan.public_id}/link/", {"answer": "nonsense\0", "form_key": "x" * 24}
    )
    assert answer.status_code == 400


def test_refused_link_is_told_in_neutral_words(cast: Cast) -> None:
    source = full_source(cast)
    plan = services.answer_link(shown(cast), user=cast.mayor, answer="refused")
    edit = services.Edit({"steptest.choice": "keep"}, {"steptest.choice": ""})
    with pytest.raises(Conflict):
        services.save_plan(plan, user=cast.loos_mayor, edit=edit)
    for path in (f"/en/replications/{plan.public_id}/", "/en/replications/", f"/api/v1/replications/{plan.public_id}",
                 "/api/v1/replications"):  # fmt: skip
        page = Client().get(path).content.decode()
        for secret in (
            source.public_id,
            "مكتب الاستشارة",
            "espace info",
            "اختيار المكان",
            "Chefchaouen",
            "شفشاون",
            "steptest",
        ):
            assert secret not in page, (path, secret)
    own = signed_in(cast.loos_mayor).get(f"/fr/replications/{plan.public_id}/").content.decode()
    assert "espace info" in own


def test_moves_are_told_on_the_journey_with_links(cast: Cast) -> None:
    plan = linked(cast)
    plan = services.move_plan(plan, user=cast.loos_mayor, stage="under_way", version=plan.version)
    plan = services.move_plan(plan, user=cast.loos_mayor, stage="done", version=plan.version)
    assert kinds_on(cast.arabic_action) == ["replicated", "replication_under_way", "replication_done"]
    page = Client().get(f"/en/actions/{cast.arabic_action.public_id}/journey/").content.decode()
    assert "Ville de Loos-en-Gohelle has carried it out" in page
    assert f"/en/replications/{plan.public_id}/" in page
    services.hide_plan(plan, user=cast.loos_mayor)
    assert kinds_on(cast.arabic_action) == []


def test_abandoning_needs_a_reason(cast: Cast) -> None:
    plan = begun(cast)
    client = signed_in(cast.loos_mayor)
    path = f"/en/replications/{plan.public_id}/stage/"
    data = {"stage": "abandoned", "lessons": "دروس", "version": plan.version, "form_key": "k" * 24}
    answer = client.post(path, data)
    assert answer.status_code == 400
    assert "دروس" in answer.content.decode()
    assert client.post(path, {**data, "reason": "لا مقر", "form_key": "j" * 24}).status_code == 302
    plan.refresh_from_db()
    assert (plan.stage, plan.reason, plan.lessons) == ("abandoned", "لا مقر", "دروس")


def test_stage_written_on_an_old_version_is_refused_and_kept(cast: Cast) -> None:
    plan = begun(cast)
    services.save_lessons(plan, user=cast.loos_mayor, lessons="أولا", version=plan.version)
    data = {"stage": "planned", "lessons": "ثانيا", "version": plan.version, "form_key": "k" * 24}
    answer = signed_in(cast.loos_mayor).post(f"/fr/replications/{plan.public_id}/stage/", data)
    assert answer.status_code == 409
    assert "ثانيا" in answer.content.decode()


def test_archived_source_leaves_the_plan_and_says_so(cast: Cast) -> None:
    full_source(cast)
    plan = linked(cast)
    sheets.archive_action(cast.arabic_action, user=cast.mayor, reason="قديم")
    assert follow_sources() == 1
    assert follow_sources() == 0
    assert told(cast.loos_mayor)[-1] == "replication.source_changed"
    public = Client().get(f"/en/replications/{plan.public_id}/")
    assert public.status_code == 200
    assert "اختيار المكان" not in public.content.decode()
    own = signed_in(cast.loos_mayor).get(f"/en/replications/{plan.public_id}/").content.decode()
    assert "no longer online" in own
    assert "اختيار المكان" in own
    assert Client().get("/api/v1/replications").json()["items"][0]["source"] is None


def test_changed_source_is_told_once_and_private_plans_tell_nobody_else(cast: Cast) -> None:
    begun(cast)
    type(cast.arabic_action).objects.filter(pk=cast.arabic_action.pk).update(version=7)
    assert (follow_sources(), follow_sources()) == (1, 0)
    assert told(cast.loos_mayor) == ["replication.source_changed"]
    assert told(cast.mayor) == []
    notices = signed_in(cast.loos_mayor).get("/ar/notifications/")
    assert notices.status_code == 200


def test_notices_of_a_hidden_plan_and_of_former_people_are_silent(cast: Cast) -> None:
    plan = services.answer_link(shown(cast), user=cast.mayor, answer="confirmed")
    services.hide_plan(plan, user=cast.loos_mayor)
    Representation.objects.filter(user=cast.loos_mayor).update(until="2021-01-01")
    for person in (cast.clerk, cast.loos_mayor):
        assert plan.public_id not in signed_in(person).get("/fr/notifications/").content.decode()


def test_ten_colleagues_are_told_once_each(cast: Cast) -> None:
    people = [User.objects.create_user(f"c{n}@example.org", name=f"موظف {n}") for n in range(10)]
    for person in people:
        Representation.objects.create(
            user=person, organisation=cast.chefchaouen_town, role="editor", since="2020-01-01"
        )
        Representation.objects.create(
            user=person, organisation=cast.chefchaouen_town, role="representative", since="2020-01-01"
        )
    shown(cast)
    assert Notice.objects.filter(kind="replication.taken_up").count() == 12
    assert all(told(person) == ["replication.taken_up"] for person in people)


def test_erased_people_leave_the_lineage(cast: Cast) -> None:
    plan = linked(cast)
    child = taken_up(cast, cast.arabic_action, 1, with_sheet=True)
    assert export_plans(cast.loos_mayor)[0]["was_begun_by_you"] is True
    assert export_plans(cast.mayor)[0]["was_answered_by_you"] is True
    for person in (cast.loos_mayor, cast.mayor):
        erase_plans(person)
        assert export_plans(person) == []
    plan.refresh_from_db()
    assert (plan.started_by, plan.consent_by, plan.consent, plan.is_linked) == (None, None, Consent.CONFIRMED, True)
    assert public_chain(child.own_action) == [cast.arabic_action]


def test_deeds_are_recorded(cast: Cast) -> None:
    plan = linked(cast)
    services.make_sheet(plan, user=cast.loos_mayor)
    codes = set(AuditEvent.objects.values_list("code", flat=True))
    assert {
        "replication.plan.begun",
        "replication.plan.shown",
        "replication.link.confirmed",
        "replication.sheet.made",
    } <= codes
