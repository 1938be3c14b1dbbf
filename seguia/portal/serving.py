"""Starting everything on one machine: prepare, then run pages and worker as children until told to stop."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from seguia.core.checks import sqlite_notice
from seguia.portal.demo.loading import is_loaded, load_demonstration
from seguia.search.index.follower import node_store, rebuild
from seguia.vocabulary import sources
from seguia.vocabulary.services.loading import load_vocabulary

Step = tuple[str, Callable[[], bool], Callable[[], object]]
"""(what it does, whether it is needed, do it)"""


def prepare() -> list[str]:
    """Bring database, vocabulary, styles, demonstration and index up to date; returns what was done."""
    done = []
    with _progress() as progress:
        steps = _steps()
        task = progress.add_task("", total=len(steps))
        for title, needed, run in steps:
            progress.update(task, description=title)
            if needed():
                run()
                done.append(title)
            progress.advance(task)
    return done


def _steps() -> list[Step]:
    steps: list[Step] = [
        ("database", lambda: True, lambda: call_command("migrate", verbosity=0, interactive=False)),
        ("vocabulary", lambda: _stamp("vocabulary") != sources.fingerprint(), _load_vocabulary),
        ("styles", lambda: _stamp("static") != _static_fingerprint(), _collect_static),
    ]
    if settings.DEMONSTRATION:
        steps.append(("demonstration network", lambda: not is_loaded(), load_demonstration))
    steps.append(("search index", lambda: not node_store().exists, rebuild))
    return steps


@contextmanager
def _progress() -> Iterator[Progress]:
    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress


def _stamp_file(name: str) -> Path:
    return Path(settings.DATA_DIR) / f"{name}.stamp"


def _stamp(name: str) -> str:
    try:
        return _stamp_file(name).read_text(encoding="ascii")
    except OSError:
        return ""


def _load_vocabulary() -> None:
    load_vocabulary()
    _stamp_file("vocabulary").write_text(sources.fingerprint(), encoding="ascii")


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.get_modified_time(path).timestamp()} {storage.size(path)}".encode())
    return digest.hexdigest()[:32]


def _collect_static() -> None:
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    _stamp_file("static").write_text(_static_fingerprint(), encoding="ascii")


def port_in_use(port: int) -> bool:
    """Whether something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def run_until_stopped(port: int, say: Callable[[str], object]) -> int:
    """Serve on loopback with the worker beside; returns the exit code. A child that dies ends everything."""
    given = os.environ.get("SEGUIA_SITE_URL") or f"http://localhost:{port}"
    environment = {
        **os.environ,
        "SEGUIA_SITE_URL": given,
        "SEGUIA_BIND": f"127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "seguia.config.settings",
    }
    children = [
        subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", "python:seguia.config.gunicorn"], env=environment),
        subprocess.Popen([sys.executable, "-m", "seguia", "worker"], env=environment),
    ]
    stopping = _forward_signals(children)
    if _wait_for(port, children):
        say(f"Seguia is at http://localhost:{port}/  (stop with Ctrl-C)")
        if notice := sqlite_notice():
            say(notice)
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        child.terminate()
    codes = [child.wait() for child in children]
    return 0 if stopping else max(abs(code) for code in codes) or 1


def _forward_signals(children: list[subprocess.Popen[Any]]) -> list[int]:
    stopping: list[int] = []

    def stop(number: int, _: object) -> None:
        stopping.append(number)
        for child in children:
            child.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopping


def _wait_for(port: int, children: list[subprocess.Popen[Any]], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and all(child.poll() is None for child in children):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False
