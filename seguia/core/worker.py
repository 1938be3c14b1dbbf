"""What the worker does again and again: small jobs that features register at start."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections

log = logging.getLogger("seguia.worker")


@dataclass
class PeriodicJob:
    """A job and how often it is due. A job that fails is logged and due again; it never stops the others."""

    name: str
    every: float
    """Seconds between the end of one run and the start of the next."""
    run: Callable[[], object]
    due_at: float = field(default=0.0)


_JOBS: dict[str, PeriodicJob] = {}


def register_job(name: str, *, every: float, run: Callable[[], object]) -> None:
    """Have `run` called by the worker every so many seconds."""
    _JOBS[name] = PeriodicJob(name, every, run)


def run_due_jobs(now: float) -> float:
    """Run what is due; returns the seconds until the next job is."""
    for job in _JOBS.values():
        if job.due_at <= now:
            close_old_connections()
            try:
                job.run()
            except Exception:
                log.exception("job %s failed and will be tried again", job.name)
            job.due_at = time.monotonic() + job.every
    return max(0.0, min((job.due_at for job in _JOBS.values()), default=now + 1) - time.monotonic())


def work(stop: threading.Event) -> None:
    """Go on until `stop` is set."""
    while not stop.is_set():
        stop.wait(min(run_due_jobs(time.monotonic()), 1.0))
