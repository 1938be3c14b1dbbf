"""The desk: one queue, two clicks, an answer to who was slower, and a way back."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from seguia.actions.models import Action, JourneyStep, Status
from seguia.audit.models import AuditEvent
from seguia.config.testing import Cast, make_user
from seguia.notifications.models import Notice, OutboxMessage
from seguia.portal.desk.models import DeskDecision, Outcome
from seguia.portal.desk.services import AlreadyDecided, decide_item, forget_old_decisions
from seguia.portal.tests.desk.sheets import form_of, submitted
from seguia.ui.tests.markup import Page


def address(action: Action, decision: str) -> str:
    return f"/en/desk/decide/actions/{action.public_id}/{decision}/"


@pytest.fixture
def staff(cast: Cast, client: Client) -> Client:
    client.force_login(cast.secretariat)
    return client


def test_desk_lists_the_oldest_first(cast: Cast, staff: Client) -> None:
    first, second = submitted(cast, "الأولى"), submitted(cast, "الثانية")
    JourneyStep.objects.filter(action=second, kind="submitted").update(at=timezone.now() - datetime.timedelta(days=3))
    response = staff.get("/ar/desk/")
    assert Page(response.content.decode()).faults == []
    assert [row.item.key for row in response.context["queue"].rows] == [second.public_id, first.public_id]
    assert [row.days for row in response.context["queue"].rows] == [3, 0]


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", ["/ar/desk/", "/ar/desk/?pile=actions"])
def test_desk_needs_the_same_queries_for_one_and_three(cast: Cast, staff: Client, path: str) -> None:
    submitted(cast)
    staff.get(path)
    one = queries_of(staff, path)
    submitted(cast, "الثانية")
    submitted(cast, "الثالثة")
    assert queries_of(staff, path) == one


def test_publishing_takes_two_clicks(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    for query in ("", "?pile=actions"):
        shown = staff.get(f"/en/desk/{query}").content.decode()
        assert f'href="{address(action, "publish")}{query}"' in shown
        assert f'href="{address(action, "return")}{query}"' in shown
    assert f'name="item" value="{action.public_id}"' in shown
    page = staff.get(address(action, "publish"))
    assert Page(page.content.decode()).faults == []
    given = {**form_of(page), "version": page.context["version"], "pile": "actions"}
    response = staff.post(address(action, "publish"), given)
    done = DeskDecision.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/en/desk/?pile=actions&after={done.public_id}")
    action.refresh_from_db()
    assert (action.status, done.outcome, done.user) == (Status.PUBLISHED, Outcome.DONE, cast.secretariat)
    receipt = staff.get(response["Location"])
    assert receipt.context["receipt"].may_undo
    assert "Published. Its authors have been told." in receipt.content.decode()


def test_same_form_twice_decides_once(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    page = staff.get(address(action, "publish"))
    given = {**form_of(page), "version": page.context["version"]}
    answers = [staff.post(address(action, "publish"), given)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert AuditEvent.objects.filter(code="actions.action.published").count() == 1


def test_reason_reaches_the_author_in_their_language(cast: Cast, staff: Client) -> None:
    cast.mayor.language = "ar"
    cast.mayor.save()
    action = submitted(cast)
    page = staff.get(address(action, "return"))
    given = {**form_of(page), "version": page.context["version"], "reason": "أضيفوا تكلفة المشروع"}
    assert staff.post(address(action, "return"), given).status_code == 302
    notice = Notice.objects.get(kind="actions.decision")
    assert (notice.user, notice.facts["reason"]) == (cast.mayor, "أضيفوا تكلفة المشروع")
    assert OutboxMessage.objects.get(user=cast.mayor).language == "ar"
    other = Client()
    other.force_login(cast.mayor)
    assert "أضيفوا تكلفة المشروع" in other.get("/ar/notifications/").content.decode()


def test_colleagues_who_did_not_submit_are_not_told(cast: Cast, staff: Client) -> None:
    decide_item(user=cast.secretariat, kind="actions", key=submitted(cast).public_id, decision="publish")
    assert set(Notice.objects.values_list("user", flat=True)) == {cast.mayor.pk}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, "a\u202eb"])
def test_reason_that_cannot_be_is_said_and_the_text_is_kept(cast: Cast, staff: Client, reason: str) -> None:
    action = submitted(cast)
    response = staff.post(
        address(action, "return"), {**form_of(staff.get(address(action, "return"))), "reason": reason}
    )
    assert response.status_code == 400
    assert response.context["form"]["reason"].value() == reason
    action.refresh_from_db()
    assert action.status == Status.SUBMITTED


def test_second_person_is_told_who_was_faster(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    page = staff.get(address(action, "return"))
    colleague = make_user("amina", is_staff=True)
    decide_item(user=colleague, kind="actions", key=action.public_id, decision="publish")
    given = {**form_of(page), "version": page.context["version"], "reason": "ناقصة"}
    response = staff.post(address(action, "return"), given, follow=True)
    assert response.status_code == 200
    assert "is already decided: “Publish”, by Amina" in response.content.decode()
    assert "is already decided" in staff.get(address(action, "publish"), follow=True).content.decode()
    action.refresh_from_db()
    assert action.status == Status.PUBLISHED


def test_sheet_that_was_changed_is_read_again(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    page = staff.get(address(action, "publish"))
    Action.objects.filter(pk=action.pk).update(version=action.version + 1)
    response = staff.post(address(action, "publish"), {**form_of(page), "version": page.context["version"]})
    assert response.status_code == 409
    assert not DeskDecision.objects.exists()
    action.refresh_from_db()
    assert action.status == Status.SUBMITTED


def test_what_was_withdrawn_is_gone(cast: Cast, staff: Client) -> None:
    response = staff.get(address(cast.draft, "publish"))
    assert response.status_code == 404
    assert "does not wait any more" in response.content.decode()


@pytest.mark.parametrize("path", ["nothing/12345678/publish/", "actions/12345678/explode/"])
def test_nonsense_is_not_found(cast: Cast, staff: Client, path: str) -> None:
    assert staff.get(f"/en/desk/decide/{path}").status_code == 404
    assert staff.post(f"/en/desk/decide/{path}", {}).status_code == 404


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?page=999999", "?pile=nothing", "?pile=actions&after=x", "?page=٣"]
)
def test_nonsense_in_the_address_shows_the_desk(cast: Cast, staff: Client, query: str) -> None:
    assert staff.get(f"/en/desk/{query}").status_code == 200


@pytest.mark.parametrize(("decision", "before"), [("publish", "published"), ("return", "draft")])
def test_decision_is_taken_back(cast: Cast, staff: Client, decision: str, before: str) -> None:
    action = submitted(cast)
    done = decide_item(user=cast.secretariat, kind="actions", key=action.public_id, decision=decision, reason="سبب")
    action.refresh_from_db()
    assert action.status == before
    page = staff.get(f"/en/desk/?after={done.public_id}")
    response = staff.post(f"/en/desk/decisions/{done.public_id}/undo/", form_of(page), follow=True)
    assert "Taken back" in response.content.decode()
    action.refresh_from_db()
    done.refresh_from_db()
    assert (action.status, action.published_at, done.outcome) == (Status.SUBMITTED, None, Outcome.UNDONE)
    assert not JourneyStep.objects.filter(action=action, kind="published", is_public=True).exists()


def test_author_does_not_read_of_what_was_taken_back(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    done = decide_item(user=cast.secretariat, kind="actions", key=action.public_id, decision="publish")
    staff.post(f"/en/desk/decisions/{done.public_id}/undo/", form_of(staff.get("/en/desk/")))
    other = Client()
    other.force_login(cast.mayor)
    told = other.get("/en/notifications/").content.decode()
    assert "has published your sheet" not in told
    assert "has taken its last decision back" in told


def test_later_change_keeps_the_decision(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    done = decide_item(user=cast.secretariat, kind="actions", key=action.public_id, decision="publish")
    Action.objects.get(pk=action.pk).save()
    response = staff.post(f"/en/desk/decisions/{done.public_id}/undo/", form_of(staff.get("/en/desk/")))
    assert response.status_code == 409
    action.refresh_from_db()
    assert action.status == Status.PUBLISHED


def test_decision_stays_after_a_day(cast: Cast, staff: Client) -> None:
    action = submitted(cast)
    done = decide_item(user=cast.secretariat, kind="actions", key=action.public_id, decision="publish")
    long_ago = timezone.now() - datetime.timedelta(hours=25)
    Action.objects.filter(pk=action.pk).update(changed_at=long_ago)
    JourneyStep.objects.filter(action=action, kind="submitted").update(at=long_ago - datetime.timedelta(hours=1))
    JourneyStep.objects.filter(action=action, kind="published").update(at=long_ago)
    response = staff.post(f"/en/desk/decisions/{done.public_id}/undo/", form_of(staff.get("/en/desk/")))
    assert (response.status_code, b"for one day" in response.content) == (409, True)


@pytest.mark.parametrize("person", ["mayor", "clerk", "loos_mayor", "stranger"])
def test_others_decide_nothing(cast: Cast, client: Client, person: str) -> None:
    action = submitted(cast)
    done = decide_item(user=cast.secretariat, kind="actions", key=submitted(cast, "أخرى").public_id, decision="publish")
    client.force_login(getattr(cast, person))
    for path in (address(action, "publish"), f"/en/desk/decisions/{done.public_id}/undo/", "/en/desk/several/"):
        assert client.post(path, {"form_key": "x" * 24}).status_code == 403
    assert client.get("/en/desk/").status_code == 403
    action.refresh_from_db()
    assert action.status == Status.SUBMITTED


def test_faster_colleague_is_named_by_the_service(cast: Cast) -> None:
    action = submitted(cast)
    decide_item(user=cast.secretariat, kind="actions", key=action.public_id, decision="publish")
    with pytest.raises(AlreadyDecided, match="Secretariat"):
        decide_item(user=cast.secretariat, kind="actions", key=action.public_id, decision="return", reason="سبب")


def test_desk_forgets_after_a_year(cast: Cast) -> None:
    done = decide_item(user=cast.secretariat, kind="actions", key=submitted(cast).public_id, decision="publish")
    forget_old_decisions()
    assert DeskDecision.objects.count() == 1
    DeskDecision.objects.filter(pk=done.pk).update(at=timezone.now() - datetime.timedelta(days=366))
    forget_old_decisions()
    assert DeskDecision.objects.count() == 0
