"""Reminders: whom they concern, once each, not when it is settled; nothing closes by itself."""

import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from seguia.config.testing import Cast
from seguia.core.tests.real_database import at_once
from seguia.notifications.models import Notice, OutboxMessage
from seguia.notifications.notice_kinds import told
from seguia.support.models import Case, CaseStatus, Deadline, ForWhom, Reminder
from seguia.support.reminders import remind_all
from seguia.support.reminding_words import read_reminder
from seguia.support.services.messages import NewMessage, ask_town, post_message
from seguia.support.services.taking import take_case
from seguia.support.tests.desk import HelpDesk

DAY = datetime.timedelta(days=1)


def mailed(user: Any) -> list[str]:
    found = OutboxMessage.objects.filter(user=user, kind="support.reminder").order_by("pk")
    return [message.facts["what"] for message in found]


def noticed(user: Any, kind: str = "support.reminder") -> list[str]:
    return [n.facts["what"] for n in Notice.objects.filter(user=user, kind=kind).order_by("pk")]


@pytest.fixture
def taken(desk: HelpDesk) -> HelpDesk:
    """Salma has the case and has answered."""
    desk.case = take_case(user=desk.salma, case=desk.case)
    post_message(user=desk.salma, case=desk.case, new=NewMessage("أهلا بكم"))
    desk.case.refresh_from_db()
    return desk


def silent(case: Case, days: int) -> None:
    then = timezone.now() - days * DAY
    Case.objects.filter(pk=case.pk).update(desk_wrote_at=then, town_wrote_at=then - DAY)


def test_deadline_is_named_before_and_after_to_whom_it_concerns(cast: Cast, taken: HelpDesk) -> None:
    today = timezone.localdate()
    for due, whom in (
        (today + 2 * DAY, ForWhom.TOWN),
        (today - DAY, ForWhom.ADVISER),
        (today + 20 * DAY, ForWhom.TOWN),
    ):
        Deadline.objects.create(case=taken.case, text="إرسال التصميم", language="ar", due=due, for_whom=whom)
    assert remind_all() == 2
    assert (mailed(cast.clerk), mailed(taken.salma)) == (["deadline-near"], ["deadline-past"])
    assert (remind_all(), remind_all()) == (0, 0), "once each"
    Deadline.objects.filter(due=today + 2 * DAY).update(due=today - 2 * DAY)
    assert remind_all() == 1, "another day is another occasion"
    assert mailed(taken.salma) == ["deadline-past", "deadline-past"], "the adviser learns what the town missed"


def test_mail_is_not_sent_when_it_is_settled_meanwhile(cast: Cast, taken: HelpDesk) -> None:
    deadline = Deadline.objects.create(
        case=taken.case, text="x", language="ar", due=timezone.localdate(), for_whom="town"
    )
    remind_all()
    mail = OutboxMessage.objects.get(user=cast.clerk, kind="support.reminder")
    facts = read_reminder(mail)
    assert facts is not None
    assert (str(facts["due_text"]), facts["link"].endswith(taken.case.get_absolute_url())) == ("x", True)
    Deadline.objects.filter(pk=deadline.pk).update(done_at=timezone.now())
    assert read_reminder(mail) is None
    Deadline.objects.filter(pk=deadline.pk).update(done_at=None)
    cast.chefchaouen_town.representations.all().update(until=timezone.localdate() - DAY)
    assert read_reminder(mail) is None, "who no longer acts for the town reads nothing of it"


def test_unanswered_reminds_the_adviser_else_the_secretariat(cast: Cast, desk: HelpDesk) -> None:
    Case.objects.filter(pk=desk.case.pk).update(asked_at=timezone.now() - 10 * DAY)
    assert remind_all() == 1
    assert noticed(cast.secretariat, "support.desk_reminder") == ["unanswered"]
    [(_notice, said)] = told(Notice.objects.filter(user=cast.secretariat, kind="support.desk_reminder"))
    assert said is not None
    assert said.sentence == "A request for help has no answer yet."
    Reminder.objects.all().delete()
    take_case(user=desk.salma, case=desk.case)
    remind_all()
    assert mailed(desk.salma) == ["unanswered"]


def test_silent_town_is_asked_gently_then_closing_is_proposed_and_nothing_closes(cast: Cast, taken: HelpDesk) -> None:
    ask_town(user=taken.salma, case=taken.case, text="كم تبلغ المساحة؟")
    silent(taken.case, 29)
    assert remind_all() == 0
    silent(taken.case, 31)
    assert (remind_all(), mailed(cast.clerk)) == (1, ["silent"])
    assert mailed(taken.salma) == []
    silent(taken.case, 61)
    remind_all()
    assert mailed(taken.salma) == ["closing"]
    taken.case.refresh_from_db()
    assert taken.case.status == CaseStatus.WAITING


def test_town_that_answered_is_not_asked(cast: Cast, taken: HelpDesk) -> None:
    silent(taken.case, 40)
    Case.objects.filter(pk=taken.case.pk).update(town_wrote_at=timezone.now())
    assert remind_all() == 0


def test_ended_cases_remind_nobody(cast: Cast, taken: HelpDesk) -> None:
    Deadline.objects.create(case=taken.case, text="x", language="ar", due=timezone.localdate())
    silent(taken.case, 90)
    Case.objects.filter(pk=taken.case.pk).update(status="withdrawn", closed_at=timezone.now())
    assert remind_all() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once(real_database: None, cast: Cast, desk: HelpDesk) -> None:
    Case.objects.filter(pk=desk.case.pk).update(asked_at=timezone.now() - 10 * DAY)
    results = at_once([remind_all, remind_all])
    assert sorted(results) == [0, 1]
    assert noticed(cast.secretariat, "support.desk_reminder") == ["unanswered"]


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_two_workers_would_remind_twice(
    real_database: None, cast: Cast, desk: HelpDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both look before either has noted."""
    Case.objects.filter(pk=desk.case.pk).update(asked_at=timezone.now() - 10 * DAY)

    def noted(case: Case, key: str) -> tuple[Reminder | None, bool]:
        return None, True

    monkeypatch.setattr(Reminder.objects, "get_or_create", noted)
    assert sorted(at_once([remind_all, remind_all])) == [1, 1]
    with transaction.atomic():
        assert noticed(cast.secretariat, "support.desk_reminder") == ["unanswered", "unanswered"]
