"""Several workers at once, a worker that is really killed, and a postman that keeps nobody waiting."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connections
from django.utils import timezone

from seguia.notifications import delivery
from seguia.notifications.delivery import LEASE, MailServerAway, Postman, deliver_due
from seguia.notifications.models import OutboxMessage, State
from seguia.notifications.services import queue_message
from seguia.notifications.tests.databases import database_url
from seguia.notifications.tests.postoffice import HERE, Server, message_ids

FACTS = {"town": "شفشاون", "page": "http://localhost:8000/ar/"}
WORKERS, MESSAGES = 4, 60


def queue(number: int) -> list[str]:
    return [queue_message("test.news", to=f"town{n}@example.org", facts=FACTS).message_id for n in range(number)]


def at_once(deed: Callable[[], object]) -> list[BaseException]:
    """Every worker starts at the same moment; what went wrong."""
    start, wrong = threading.Barrier(WORKERS), []

    def worker() -> None:
        start.wait()
        try:
            deed()
        except BaseException as error:
            wrong.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=worker) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return wrong


def careless_claim(pk: int) -> OutboxMessage | None:
    """Look, then take: what every worker does that trusts what it has just read."""
    found = OutboxMessage.objects.filter(delivery._due(), pk=pk).select_related("user").first()
    time.sleep(0.002)
    if found is None:
        return None
    OutboxMessage.objects.filter(pk=pk).update(state=State.SENDING, attempts=1, next_try_at=timezone.now() + LEASE)
    return found


def test_workers_never_send_the_same_message_twice(shared: None) -> None:
    ids = queue(MESSAGES)
    assert at_once(lambda: deliver_due(seconds=60)) == []
    assert message_ids() == dict.fromkeys(ids, 1)
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_careless_workers_send_some_twice(shared: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the conditional UPDATE the same workers send the same messages several times."""
    monkeypatch.setattr(delivery, "claim", careless_claim)
    ids = queue(MESSAGES)
    at_once(lambda: deliver_due(seconds=60))
    assert set(message_ids()) == set(ids)
    assert sum(message_ids().values()) > MESSAGES


def run_worker(ledger: Path, temper: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "seguia.config.settings",
        "DATABASE_URL": database_url(),
        "SEGUIA_DATA": str(folder),
    }
    command = [sys.executable, "-m", "seguia.notifications.tests.killed_worker", str(ledger), temper]
    return subprocess.run(command, env=environment, cwd=site.ROOT, capture_output=True, text=True, timeout=60)


def test_worker_that_is_killed_after_250_sends_at_most_one_duplicate(shared: None, tmp_path: Path) -> None:
    """A real `kill -9` between the server's answer and our COMMIT, three times."""
    ledger, ids = tmp_path / "ledger", queue(3)
    for _ in range(3):
        died = run_worker(ledger, "die", tmp_path)
        assert died.returncode == -signal.SIGKILL, died.stderr
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENDING}
    OutboxMessage.objects.update(next_try_at=timezone.now())
    finished = run_worker(ledger, "live", tmp_path)
    assert (finished.returncode, finished.stdout) == (0, "3\n"), finished.stderr
    assert Counter(ledger.read_text().split()) == dict.fromkeys(ids, 2)
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(State.SENT, 2)}


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
    return condition()


def dismiss(postman: Postman) -> None:
    """His thread gives its connection back and ends."""
    postman._thread.submit(lambda: connections["default"].close()).result()
    postman._thread.shutdown()


class Tarpit(Server):
    """Answers when the test lets it."""

    may_answer = threading.Event()

    def before(self, message: Any) -> None:
        self.may_answer.wait(20)


def test_slow_mail_server_does_not_hold_up_the_other_jobs(shared: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Tarpit"
    Tarpit.may_answer.clear()
    queue(2)
    postman = Postman()
    started = time.monotonic()
    for _ in range(3):
        postman()
    assert time.monotonic() - started < 5
    assert Server.accepted == []
    Tarpit.may_answer.set()
    assert wait_until(lambda: OutboxMessage.objects.filter(state=State.SENT).count() == 2)
    dismiss(postman)


def test_worker_hears_that_the_server_is_away_and_goes_on_later(shared: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.Away"
    queue(1)
    postman = Postman()
    postman()
    assert postman._run is not None
    assert wait_until(postman._run.done)
    with pytest.raises(MailServerAway):
        postman()
    settings.EMAIL_BACKEND = f"{HERE}.Server"
    OutboxMessage.objects.update(next_try_at=timezone.now())
    postman()
    assert wait_until(lambda: OutboxMessage.objects.filter(state=State.SENT).exists())
    dismiss(postman)
