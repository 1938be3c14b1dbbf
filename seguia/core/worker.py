"""What the worker does again and again: small jobs that features register at start."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections

log = logging.getLogger("seguia.worker")
LONGEST_PAUSE = 60.0
"""Seconds a failing job waits at most, unless it runs less often anyway."""


@dataclass
class PeriodicJob:
    """A job and how often it is due. A job that fails is logged and due again; it never stops the others."""

    name: str
    every: float
    """Seconds between the end of one run and the start of the next."""
    run: Callable[[], object]
    due_at: float = field(default=0.0)
    failures: int = field(default=0)
    """How often it failed since it last went well."""

    def run_once(self) -> None:
        """Run, and set when it is due again: each failure in a row doubles the pause, up to a minute."""
        close_old_connections()
        try:
            self.run()
            self.failures = 0
        except Exception:
            self.failures += 1
            log.exception("job %s failed and will be tried again", self.name)
        pause = min(self.every * 2 ** min(self.failures, 16), max(self.every, LONGEST_PAUSE))
        self.due_at = time.monotonic() + pause


_JOBS: dict[str, PeriodicJob] = {}


def register_job(name: str, *, every: float, run: Callable[[], object]) -> None:
    """Have `run` called by the worker every so many seconds."""
    _JOBS[name] = PeriodicJob(name, every, run)


def run_due_jobs(now: float) -> float:
    """Run what is due; returns the seconds until the next job is."""
    for job in _JOBS.values():
        if job.due_at <= now:
            job.run_once()
    return max(0.0, min((job.due_at for job in _JOBS.values()), default=now + 1) - time.monotonic())


def work(stop: threading.Event) -> None:
    """Go on until `stop` is set."""
    while not stop.is_set():
        stop.wait(min(run_due_jobs(time.monotonic()), 1.0))
