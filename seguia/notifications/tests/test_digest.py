"""The daily and the weekly mail: when, what is in it, once."""

import datetime
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.utils import timezone

from seguia.accounts.models import User
from seguia.config.testing import Cast, make_user
from seguia.notifications import digest
from seguia.notifications.delivery import deliver_due
from seguia.notifications.digest import last_due, queue_due_digests
from seguia.notifications.models import Mail, Notice, OutboxMessage, Preference
from seguia.notifications.services import notify
from seguia.notifications.tests.databases import database_url
from seguia.notifications.tests.noticekinds import TITLE
from seguia.notifications.tests.postoffice import Server
from seguia.notifications.tests.test_workers import WORKERS, at_once

FACTS = {"town": "شفشاون", "title": TITLE}
CASABLANCA = datetime.timezone(datetime.timedelta(hours=1))


def tell(user: User, number: int = 2, *, old: bool = True) -> list[Notice]:
    made = [notify("test.town", to=[user], facts=FACTS)[0] for _ in range(number)]
    if old:
        Notice.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    return made


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        ("2026-01-07 06:59", "2026-01-06 07:00", "2026-01-05 07:00"),
        ("2026-01-07 07:00", "2026-01-07 07:00", "2026-01-05 07:00"),
        ("2026-01-05 06:00", "2026-01-04 07:00", "2025-12-29 07:00"),
        ("2026-01-05 08:00", "2026-01-05 07:00", "2026-01-05 07:00"),
        ("2026-01-04 23:30", "2026-01-04 07:00", "2025-12-29 07:00"),
    ],
)
def test_hours_are_the_networks_own(now: str, daily: str, weekly: str) -> None:
    moment = datetime.datetime.strptime(now, "%Y-%m-%d %H:%M").replace(tzinfo=CASABLANCA)
    assert f"{last_due(Mail.DAILY, moment):%Y-%m-%d %H:%M}" == daily
    assert f"{last_due(Mail.WEEKLY, moment):%Y-%m-%d %H:%M}" == weekly


@pytest.mark.django_db
def test_one_mail_holds_what_waits_in_the_language_of_its_reader(cast: Cast) -> None:
    User.objects.filter(pk=cast.mayor.pk).update(language="ar")
    tell(cast.mayor)
    assert (queue_due_digests(), deliver_due()) == (1, 1)
    mail = Server.accepted[0]
    assert mail.body.count("News of شفشاون") == 2
    assert 'lang="ar" dir="rtl"' in mail.alternatives[0][0]
    assert mail.extra_headers["Content-Language"] == "ar"
    assert (queue_due_digests(), deliver_due()) == (0, 0)


@pytest.mark.django_db
def test_what_was_told_after_the_hour_waits_for_the_next(cast: Cast) -> None:
    tell(cast.mayor, old=False)
    Notice.objects.update(created_at=last_due(Mail.DAILY))
    assert queue_due_digests() == 0
    assert Notice.objects.filter(mailed_at=None).count() == 2


@pytest.mark.django_db
def test_nothing_unread_means_no_mail(cast: Cast) -> None:
    tell(cast.mayor)
    Notice.objects.update(read_at=timezone.now())
    assert queue_due_digests() == 0
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_everything_read_before_the_mail_is_written_means_no_mail(cast: Cast) -> None:
    tell(cast.mayor)
    assert queue_due_digests() == 1
    Notice.objects.update(read_at=timezone.now())
    assert deliver_due() == 0
    assert OutboxMessage.objects.get().last_error == "nothing_to_tell"


@pytest.mark.django_db
def test_weekly_wish_is_not_served_daily(cast: Cast) -> None:
    Preference.objects.create(user=cast.mayor, group="town", mail=Mail.WEEKLY)
    tell(cast.mayor)
    Notice.objects.update(created_at=last_due(Mail.WEEKLY))
    assert queue_due_digests() == 0
    Notice.objects.update(created_at=last_due(Mail.WEEKLY) - datetime.timedelta(minutes=1))
    assert queue_due_digests() == 1
    assert OutboxMessage.objects.get().topic == "weekly"


@pytest.mark.django_db
def test_person_who_was_switched_off_gets_none(cast: Cast) -> None:
    tell(cast.mayor)
    User.objects.filter(pk=cast.mayor.pk).update(is_active=False)
    assert queue_due_digests() == 0


@pytest.mark.django_db
def test_message_id_is_the_same_for_the_same_hour(cast: Cast) -> None:
    tell(cast.mayor)
    queue_due_digests()
    first = OutboxMessage.objects.get().message_id
    OutboxMessage.objects.all().delete()
    Notice.objects.update(mailed_at=None)
    queue_due_digests()
    assert OutboxMessage.objects.get().message_id == first


@pytest.mark.django_db
def test_late_notice_is_not_lost_and_not_told_twice(cast: Cast) -> None:
    """Committed after the digest of its hour: it comes with the next one."""
    tell(cast.mayor)
    queue_due_digests()
    tell(cast.mayor, 1)
    assert queue_due_digests() == 0
    assert Notice.objects.filter(mailed_at=None).count() == 1
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_one_that_fails_does_not_hold_up_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(cast.mayor)
    tell(cast.loos_mayor)
    real = digest.lock_person

    def failing(user_id: int) -> User:
        if user_id == cast.mayor.pk:
            raise RuntimeError("broken")
        return real(user_id)

    monkeypatch.setattr(digest, "lock_person", failing)
    assert queue_due_digests() == 1
    assert OutboxMessage.objects.get().user == cast.loos_mayor


@pytest.mark.django_db
def test_link_in_the_mail_stops_the_digest_only(cast: Cast, client: Any) -> None:
    tell(cast.mayor)
    queue_due_digests()
    deliver_due()
    address = Server.accepted[0].extra_headers["List-Unsubscribe"].strip("<>")
    client.post(address.removeprefix("http://localhost:8000"))
    notify("test.town", to=[cast.mayor], facts=FACTS)
    notify("test.answer", to=[cast.mayor], facts=FACTS)
    assert set(Notice.objects.filter(read_at=None).values_list("kind", "mail")) == {
        ("test.town", "none"),
        ("test.answer", "at_once"),
        ("test.town", "daily"),
    }


def people(number: int) -> list[User]:
    return [make_user(f"town{n}") for n in range(number)]


def test_workers_at_once_make_one_digest_each(shared: None) -> None:
    users = people(8)
    for user in users:
        tell(user)
    assert at_once(queue_due_digests) == []
    assert Counter(OutboxMessage.objects.values_list("user", flat=True)) == {user.pk: 1 for user in users}


def test_careless_workers_are_stopped_by_the_database(shared: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without lock, mark and look, all make one; only the Message-ID lets a single one through."""
    user = people(1)[0]
    tell(user)
    due = last_due(Mail.DAILY)
    ids = list(Notice.objects.values_list("pk", flat=True))

    def careless(name: str) -> None:
        message = digest.queue_message(digest.DIGEST_MAIL, to=user, facts={"notices": ids}, topic=name)
        OutboxMessage.objects.filter(pk=message.pk).update(message_id=f"{name}{message.pk}")

    for _ in range(WORKERS):
        careless("unguarded")
    assert OutboxMessage.objects.count() == WORKERS
    OutboxMessage.objects.all().delete()
    assert at_once(lambda: digest.queue_digest(user.pk, Mail.DAILY, due)) == []
    assert OutboxMessage.objects.count() == 1


def gather(temper: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "seguia.config.settings",
        "DATABASE_URL": database_url(),
        "SEGUIA_DATA": str(folder),
    }
    command = [sys.executable, "-m", "seguia.notifications.tests.killed_digest", temper]
    return subprocess.run(command, env=environment, cwd=site.ROOT, capture_output=True, text=True, timeout=60)


def test_worker_that_is_killed_while_it_gathers_leaves_nothing_half_done(shared: None, tmp_path: Path) -> None:
    """A real `kill -9` after the mail was written and before COMMIT; the control commits in between and tells twice."""
    user = people(1)[0]
    tell(user)
    assert gather("die", tmp_path).returncode == -signal.SIGKILL
    assert (OutboxMessage.objects.count(), Notice.objects.filter(mailed_at=None).count()) == (0, 2)
    finished = gather("live", tmp_path)
    assert (finished.returncode, finished.stdout) == (0, "1\n"), finished.stderr
    assert gather("live", tmp_path).stdout == "0\n"
    assert (OutboxMessage.objects.count(), Notice.objects.filter(mailed_at=None).count()) == (1, 0)


def test_worker_without_a_transaction_would_tell_again(shared: None, tmp_path: Path) -> None:
    """The control: the same kill, each statement for itself: the mail is there, the marks are not."""
    tell(people(1)[0])
    assert gather("careless", tmp_path).returncode == -signal.SIGKILL
    assert OutboxMessage.objects.count() == 1
    assert Notice.objects.filter(mailed_at=None).count() == 2
