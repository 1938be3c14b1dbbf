"""Jobs go on whatever happens to one of them."""

import logging
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.core.management import get_commands

from seguia.core import worker


@pytest.fixture(autouse=True)
def own_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_JOBS", {})
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


def failing() -> None:
    raise RuntimeError("the disk is on fire")


def test_failing_job_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []
    worker.register_job("first", every=1, run=lambda: ran.append("first"))
    worker.register_job("broken", every=1, run=failing)
    worker.register_job("last", every=1, run=lambda: ran.append("last"))
    with caplog.at_level(logging.ERROR, "seguia.worker"):
        worker.run_due_jobs(time.monotonic())
    assert ran == ["first", "last"]
    assert [record.getMessage() for record in caplog.records] == ["job broken failed and will be tried again"]
    assert "the disk is on fire" in caplog.text


def test_job_runs_when_it_is_due_and_not_before() -> None:
    ran: list[float] = []
    worker.register_job("job", every=100, run=lambda: ran.append(time.monotonic()))
    wait = worker.run_due_jobs(time.monotonic())
    assert 99 < wait <= 100
    worker.run_due_jobs(time.monotonic() + 99)
    assert len(ran) == 1
    worker.run_due_jobs(time.monotonic() + 101)
    assert len(ran) == 2


def test_failing_job_waits_longer_each_time_and_is_forgiven(caplog: pytest.LogCaptureFixture) -> None:
    worker.register_job("broken", every=1, run=failing)
    job = worker._JOBS["broken"]
    pauses = []
    for _ in range(9):
        job.run_once()
        pauses.append(round(job.due_at - time.monotonic()))
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60, 60]
    job.run = lambda: None
    job.run_once()
    assert (round(job.due_at - time.monotonic()), job.failures) == (1, 0)


def test_rare_job_is_not_hurried_by_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    worker.register_job("nightly", every=86_400, run=failing)
    assert round(worker.run_due_jobs(time.monotonic())) == 86_400


def test_no_job_means_no_hurry() -> None:
    assert 0 < worker.run_due_jobs(time.monotonic()) <= 1


def test_work_ends_when_it_is_told() -> None:
    ran: list[int] = []
    stop = threading.Event()
    worker.register_job("job", every=0.01, run=lambda: ran.append(1))
    thread = threading.Thread(target=worker.work, args=(stop,))
    thread.start()
    deadline = time.monotonic() + 10
    while len(ran) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert len(ran) >= 3


def test_worker_is_a_command_that_stops_at_a_signal() -> None:
    assert get_commands()["worker"] == "seguia.core"
    program = (
        "import os, sys, threading\n"
        "from seguia.core import worker\n"
        "from seguia.core.management.commands.worker import Command\n"
        "worker.register_job('hello', every=60, run=lambda: print('at work', flush=True))\n"
        "Command().handle()\n"
        "print('stopped')\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "at work\n"
        child.send_signal(signal.SIGTERM)
        rest, _ = child.communicate(timeout=20)
        assert (rest, child.returncode) == ("stopped\n", 0)
    finally:
        child.kill()
        child.wait()
