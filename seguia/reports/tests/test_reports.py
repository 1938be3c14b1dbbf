"""Reporting: open to everybody, hard on machines, answered once, forgotten after half a year."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from seguia.accounts.personal_data import personal_data
from seguia.actions.models import Action, Status
from seguia.actions.services import submit_action
from seguia.config.testing import Cast, make_action
from seguia.core.errors import Conflict, Refused
from seguia.notifications.delivery import deliver_due
from seguia.notifications.models import Notice, OutboxMessage
from seguia.portal.desk.services import decide_item, undo_decision
from seguia.reports.models import Report
from seguia.reports.services import create_report, decide_report, forget_reporters
from seguia.reports.throttle import MOST
from seguia.ui.tests.markup import Page

WORDS = "الأسرة المذكورة في الفقرة الثانية يمكن التعرف عليها"


@pytest.fixture(autouse=True)
def nobody_counted() -> None:
    cache.clear()


def place(action: Action, language: str = "ar") -> str:
    return f"/{language}/reports/new/action/{action.public_id}/"


def filled(client: Client, action: Action, **more: Any) -> dict[str, Any]:
    key = client.get(place(action)).context["form_key"]
    return {"form_key": key, "reason": "personal", "text": WORDS, "address": "", **more}


def report(cast: Cast, **more: Any) -> Report:
    given = {"reason": "personal", "text": WORDS, "address": "amina@example.org", "language": "ar", **more}
    return create_report(user=None, kind="action", key=cast.arabic_action.public_id, **given)


def test_sheet_and_pages_lead_to_the_form(cast: Cast, client: Client) -> None:
    shown = client.get(cast.arabic_action.get_absolute_url()).content.decode()
    assert f"/reports/new/action/{cast.arabic_action.public_id}/" in shown
    town = client.get(cast.chefchaouen.get_absolute_url()).content.decode()
    assert f"/reports/new/town/{cast.chefchaouen.reference}/" in town
    assert client.get(f"/fr/reports/new/town/{cast.chefchaouen.reference}/").status_code == 200


def test_visitor_reports_without_a_name(cast: Cast, client: Client) -> None:
    assert Page(client.get(place(cast.arabic_action)).content.decode()).faults == []
    response = client.post(place(cast.arabic_action), filled(client, cast.arabic_action))
    assert (response.status_code, response["Location"]) == (302, "/ar/reports/sent/")
    assert Page(client.get(response["Location"]).content.decode()).faults == []
    kept = Report.objects.get()
    assert (kept.text, kept.address, kept.reporter, kept.language, kept.title_language) == (WORDS, "", None, "ar", "ar")


def test_same_form_twice_is_one_report(cast: Cast, client: Client) -> None:
    given = filled(client, cast.arabic_action)
    for _ in range(2):
        assert client.post(place(cast.arabic_action), given).status_code == 302
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""}, {"reason": "nothing"}, {"address": "nobody"}, {"text": "x" * 2001}, {"text": "a\x00b"},
        {"text": "a\u202eb"}, {"reason": "other", "text": ""}, {"reason": "other", "text": " \u200b "},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_the_text_is_kept(cast: Cast, client: Client, wrong: dict[str, str]) -> None:
    given = filled(client, cast.arabic_action, **wrong)
    response = client.post(place(cast.arabic_action, "en"), given)
    assert response.status_code == 400
    assert response.context["form"]["text"].value() == given["text"]
    assert not Report.objects.exists()


def test_machine_falls_into_the_trap(cast: Cast, client: Client) -> None:
    response = client.post(place(cast.arabic_action), filled(client, cast.arabic_action, website="http://spam.example"))
    assert response.status_code == 302
    assert not Report.objects.exists()


def test_flood_is_stopped_and_the_text_kept(cast: Cast, client: Client) -> None:
    for _ in range(MOST):
        assert client.post(place(cast.arabic_action), filled(client, cast.arabic_action)).status_code == 302
    response = client.post(place(cast.arabic_action, "en"), filled(client, cast.arabic_action))
    assert response.status_code == 429
    assert WORDS in response.content.decode()
    assert "within an hour" in response.content.decode()
    assert Report.objects.count() == MOST
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert elsewhere.post(place(cast.arabic_action), filled(elsewhere, cast.arabic_action)).status_code == 302


@pytest.mark.parametrize(
    "path", ["nothing/abc/", "action/00000000/", "town/x/", "town/hcp:999/", "organisation/0/", "action/%00/"]
)
def test_what_is_not_there_cannot_be_reported(cast: Cast, client: Client, path: str) -> None:
    for answer in (client.get(f"/en/reports/new/{path}"), client.post(f"/en/reports/new/{path}", {})):
        assert answer.status_code in {400, 404}


def test_draft_cannot_be_reported(cast: Cast, client: Client) -> None:
    client.force_login(cast.mayor)
    assert client.get(place(cast.draft)).status_code == 404


def test_answer_comes_in_the_language_of_the_report(cast: Cast) -> None:
    one = report(cast)
    decide_report(user=cast.secretariat, public_id=one.public_id, decision="none", reason="الأسرة وافقت على النشر")
    deliver_due()
    assert [sent.to for sent in mail.outbox] == [["amina@example.org"]]
    assert "الأسرة وافقت على النشر" in mail.outbox[0].body
    assert 'dir="rtl"' in str(mail.outbox[0].alternatives[0][0])


def test_who_left_no_address_gets_no_mail(cast: Cast) -> None:
    one = report(cast, address="")
    decide_report(user=cast.secretariat, public_id=one.public_id, decision="none", reason="لا تغيير")
    assert not OutboxMessage.objects.exists()


def submitted_by_mayor(cast: Cast) -> Action:
    action = make_action(
        cast.chefchaouen_town, {"ar": "ورقة"}, summary={"ar": "ملخص."}, done={"ar": "أنجزنا."}, problem={"ar": "مشكل."}
    )
    action.themes.add(cast.waste)
    submit_action(action, user=cast.mayor)
    decide_item(user=cast.secretariat, kind="actions", key=action.public_id, decision="publish")
    return action


def test_author_is_asked_to_mend(cast: Cast) -> None:
    action = submitted_by_mayor(cast)
    one = create_report(
        user=None, kind="action", key=action.public_id, reason="fact", text=WORDS, address="", language="ar"
    )
    decide_report(user=cast.secretariat, public_id=one.public_id, decision="mend", reason="صححوا الرقم")
    told = Notice.objects.filter(user=cast.mayor, facts__outcome="mend").get()
    assert told.facts["reason"] == "صححوا الرقم"
    assert Action.objects.get(pk=action.pk).status == Status.PUBLISHED


def test_sheet_is_taken_offline_with_the_reason(cast: Cast, client: Client) -> None:
    one = report(cast)
    decide_report(user=cast.secretariat, public_id=one.public_id, decision="offline", reason="صور أطفال")
    cast.arabic_action.refresh_from_db()
    assert cast.arabic_action.status == Status.ARCHIVED
    assert cast.arabic_action.journey.filter(kind="archived", reason="صور أطفال").exists()
    assert client.get(cast.arabic_action.get_absolute_url()).status_code == 404
    client.force_login(cast.secretariat)
    response = client.get(f"/ar/reports/{one.public_id}/")
    assert Page(response.content.decode()).faults == []


def test_page_of_a_town_cannot_be_taken_offline(cast: Cast, client: Client) -> None:
    one = create_report(
        user=None, kind="town", key=cast.loos.reference, reason="fact", text="", address="", language="fr"
    )
    client.force_login(cast.secretariat)
    path = f"/en/desk/decide/reports/{one.public_id}/offline/"
    given = {"form_key": client.get(path).context["form_key"], "reason": "Faux"}
    response = client.post(path, given)
    assert (response.status_code, b"not possible here" in response.content) == (400, True)
    one.refresh_from_db()
    assert one.decision == ""


def test_report_is_answered_once(cast: Cast) -> None:
    one = report(cast)
    decide_report(user=cast.secretariat, public_id=one.public_id, decision="none", reason="لا")
    with pytest.raises(Conflict):
        decide_report(user=cast.secretariat, public_id=one.public_id, decision="none", reason="لا")
    assert OutboxMessage.objects.count() == 1


def test_answer_without_a_deed_is_taken_back_before_it_leaves(cast: Cast) -> None:
    one = report(cast)
    done = decide_item(user=cast.secretariat, kind="reports", key=one.public_id, decision="none", reason="لا")
    undo_decision(user=cast.secretariat, decision=done)
    deliver_due()
    assert mail.outbox == []
    one.refresh_from_db()
    assert one.decision == ""


def test_answer_that_did_something_stays(cast: Cast) -> None:
    one = report(cast)
    done = decide_item(user=cast.secretariat, kind="reports", key=one.public_id, decision="offline", reason="لا")
    with pytest.raises(Conflict):
        undo_decision(user=cast.secretariat, decision=done)


@pytest.mark.parametrize("person", ["mayor", "clerk", "loos_mayor", "stranger"])
def test_others_neither_read_nor_decide(cast: Cast, client: Client, person: str) -> None:
    one = report(cast)
    client.force_login(getattr(cast, person))
    assert client.get(f"/en/reports/{one.public_id}/").status_code == 403
    with pytest.raises(Refused):
        decide_report(user=getattr(cast, person), public_id=one.public_id, decision="none", reason="لا")


def test_reporter_is_forgotten_after_half_a_year(cast: Cast) -> None:
    waiting, fresh, old = report(cast), report(cast), report(cast)
    for one, days in ((fresh, 179), (old, 181)):
        decide_report(user=cast.secretariat, public_id=one.public_id, decision="none", reason="لا")
        Report.objects.filter(pk=one.pk).update(decided_at=timezone.now() - datetime.timedelta(days=days))
    assert forget_reporters() == 1
    assert [bool(Report.objects.get(pk=one.pk).text) for one in (waiting, fresh, old)] == [True, True, False]
    assert Report.objects.get(pk=old.pk).address == ""


def test_person_can_take_reports_away_and_have_them_erased(cast: Cast) -> None:
    create_report(
        user=cast.stranger,
        kind="action",
        key=cast.arabic_action.public_id,
        reason="link",
        text=WORDS,
        address="",
        language="ar",
    )
    report(cast, address="STRANGER@example.org")
    report(cast)
    kept = next(kind for kind in personal_data() if kind.name == "reports")
    assert [one["text"] for one in kept.export(cast.stranger)] == [WORDS, WORDS]
    kept.erase(cast.stranger)
    assert kept.export(cast.stranger) == []
    assert Report.objects.exclude(text="").count() == 1
