"""Reminders: days that come near or have passed, requests without an answer, towns that fell silent. Each once."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from seguia.accounts.models import User
from seguia.core.worker import register_job
from seguia.notifications.services import notify, queue_message
from seguia.support.models import WORKED_ON, Case, CaseStatus, Deadline, ForWhom, Reminder
from seguia.support.reminding_words import DESK_REMINDER, MAIL, REMINDER
from seguia.support.telling import people_of_desk, people_of_town

EVERY = 3_600.0
AT_ONCE = 300
"""Reminders of one kind in one run: the rest comes an hour later."""
NOT_ENDED = [CaseStatus.OPEN, *WORKED_ON]


def remind_all() -> int:
    """Everything that is due today; returns how many reminders were made."""
    now = timezone.now()
    jobs: tuple[Callable[[datetime.datetime], int], ...] = (
        remind_of_deadlines,
        remind_of_unanswered,
        ask_silent_towns,
        propose_closing,
    )
    return sum(job(now) for job in jobs)


def remind_of_deadlines(now: datetime.datetime) -> int:
    """Some days before, and once when the day has passed; whom it concerns, and the adviser of what a town missed."""
    today = timezone.localdate(now)
    near = today + datetime.timedelta(days=settings.SUPPORT_DEADLINE_DAYS)
    due = Deadline.objects.filter(done_at=None, due__lte=near, case__status__in=NOT_ENDED)
    reminded, count = _reminded("deadline"), 0
    for deadline in _those(due.select_related("case__organisation", "case__adviser__user").order_by("due", "pk")):
        what = "deadline-past" if deadline.due < today else "deadline-near"
        key = f"{what}:{deadline.public_id}:{deadline.due}"
        if (deadline.case_id, key) not in reminded:
            count += _remind(deadline.case, key, what, _concerned(deadline, what), deadline)
    return count


def _concerned(deadline: Deadline, what: str) -> list[User]:
    case = deadline.case
    if deadline.for_whom == ForWhom.ADVISER:
        return people_of_desk(case)
    return [*people_of_town(case), *(people_of_desk(case) if what == "deadline-past" else [])]


def remind_of_unanswered(now: datetime.datetime) -> int:
    """The adviser who took a request and has not written; the secretariat for those in nobody's hand."""
    since = now - datetime.timedelta(days=settings.SUPPORT_ANSWER_DAYS)
    due = Case.objects.filter(status__in=NOT_ENDED, first_answered_at=None, asked_at__lt=since)
    staff = list(User.objects.filter(is_staff=True, is_active=True))
    return _remind_each(due, "unanswered", lambda case: people_of_desk(case) or staff)


def ask_silent_towns(now: datetime.datetime) -> int:
    """A gentle question to the town: is help still needed? An answer by mail is enough."""
    return _remind_each(_silent_since(now, settings.SUPPORT_SILENT_DAYS), "silent", people_of_town)


def propose_closing(now: datetime.datetime) -> int:
    """The town did not answer that either: the adviser may close it. Nothing is closed by itself."""
    due = _silent_since(now, 2 * settings.SUPPORT_SILENT_DAYS)
    return _remind_each(due.filter(reminders__key__startswith="silent:"), "closing", people_of_desk)


def _silent_since(now: datetime.datetime, days: int) -> Any:
    """Requests in which the desk had the last word, and that long ago."""
    waits = Q(town_wrote_at=None) | Q(town_wrote_at__lt=F("desk_wrote_at"))
    since = now - datetime.timedelta(days=days)
    return Case.objects.filter(waits, status__in=WORKED_ON, desk_wrote_at__lt=since)


def _remind_each(due: Any, what: str, people: Callable[[Case], Iterable[User]]) -> int:
    reminded, count = _reminded(what), 0
    for case in _those(due.select_related("organisation", "adviser__user").order_by("pk").distinct()):
        since = case.asked_at if what == "unanswered" else case.desk_wrote_at
        key = f"{what}:{since:%Y-%m-%dT%H:%M}"
        if (case.pk, key) not in reminded:
            count += _remind(case, key, what, people(case))
    return count


def _reminded(what: str) -> set[tuple[int, str]]:
    """What was reminded of already, in one query; the constraint settles what two workers do at once."""
    known = Reminder.objects.filter(key__startswith=what, case__status__in=NOT_ENDED)
    return set(known.values_list("case_id", "key"))


def _those(due: Any) -> Iterator[Any]:
    return iter(due.iterator(chunk_size=AT_ONCE))


def _remind(case: Case, key: str, what: str, people: Iterable[User], deadline: Deadline | None = None) -> int:
    """One reminder in a transaction of its own; 0 when another worker was faster."""
    with transaction.atomic():
        _reminder, is_new = Reminder.objects.get_or_create(case=case, key=key)
        if not is_new:
            return 0
        if deadline is not None:
            Deadline.objects.filter(pk=deadline.pk).update(reminded_at=timezone.now())
        told = list({user.pk: user for user in people if user.is_active}.values())
        facts = {"what": what, "case": case.public_id, "deadline": deadline.public_id if deadline else ""}
        is_anybodys = case.adviser_id is None and what == "unanswered"
        notify(DESK_REMINDER if is_anybodys else REMINDER, to=told, facts=facts, topic=case.public_id, about=case)
        if not is_anybodys:
            for user in told:
                queue_message(MAIL, to=user, facts=facts, topic=case.public_id)
    return 1


def register() -> None:
    """Hourly: days are what counts."""
    register_job("support.remind", every=EVERY, run=remind_all)
