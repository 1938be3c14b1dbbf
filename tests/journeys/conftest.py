"""A real Seguia for the browser: `serve` with the demonstration network, its own data folder, its own worker."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.mails import Mailbox

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LANGUAGES = ("ar", "fr", "en")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives Chromium, on one process: one server, one browser."""
    for item in items:
        if Path(str(item.path)).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the server and of commands beside it; mails are written into a folder of the data folder."""
    data = tmp_path_factory.mktemp("data")
    own = {
        "SEGUIA_MODE": "demonstration",
        "SEGUIA_DATA": str(data),
        "SEGUIA_SITE_URL": f"http://localhost:{_free_port()}",
        "EMAIL_URL": "filemail:///mails",
    }
    return {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}} | own


@pytest.fixture(scope="session")
def seguia(surroundings: dict[str, str]) -> Iterator[str]:
    """The address of a running demonstration; the first start prepares everything."""
    if CHROMIUM is None:
        pytest.skip("Chromium is missing: the browser journeys were not run (on Debian: apt install chromium)")
    log, port = Path(surroundings["SEGUIA_DATA"]) / "server.log", surroundings["SEGUIA_SITE_URL"].rpartition(":")[2]
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "seguia", "serve", "--port", port],
            cwd=ROOT, env=surroundings, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_for(server, log)
        yield surroundings["SEGUIA_SITE_URL"]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(90)


def _wait_for(server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 480
    while time.monotonic() < until and server.poll() is None:
        if "Seguia is at" in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture(scope="session")
def command(seguia: str, surroundings: dict[str, str]) -> Callable[..., str]:
    """`command("audit", "verify")` runs it on the data of the running server; a status other than 0 fails."""

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "seguia", *words],
            cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}: {done.stdout[-1000:]} {done.stderr[-2000:]}"
        return done.stdout

    return run


@pytest.fixture
def mailbox(surroundings: dict[str, str]) -> Mailbox:
    """The mails the worker sent."""
    return Mailbox(Path(surroundings["SEGUIA_DATA"]) / "mails")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


class Watch:
    """What a browser saw that it should not: errors on the console, requests to other hosts."""

    def __init__(self, origin: str) -> None:
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self._origin = origin

    def follow(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", lambda message: self._note_error(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _note_error(self, text: str) -> None:
        """Chromium writes an answer that is a page of its own (404, 409, 422) as an error; those are asked for."""
        if not text.startswith("Failed to load resource: the server responded with a status of 4"):
            self.errors.append(text)

    def _note(self, url: str) -> None:
        if not url.startswith((self._origin, "data:", "blob:")):
            self.foreign.append(url)


@pytest.fixture
def visit(seguia: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visit(path, width=…, javascript=…)` opens a page in a fresh context; at the end nothing may have gone wrong."""
    contexts: list[BrowserContext] = []
    watch = Watch(seguia)

    def open_page(path: str, *, width: int = 1280, javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, base_url=seguia, **options
        )
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.foreign == []
    assert watch.errors == []
