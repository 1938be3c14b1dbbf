"""An empty outbox, a kind of mail with templates, an obedient mail server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines

from seguia.notifications import kinds, notice_kinds
from seguia.notifications.tests.databases import shared_database
from seguia.notifications.tests.noticekinds import register_kinds
from seguia.notifications.tests.postoffice import HERE, Server, register_news


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kind `test.news`, optional, with text and HTML."""
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))
    monkeypatch.setattr(notice_kinds, "_KINDS", dict(notice_kinds._KINDS))
    monkeypatch.setattr(notice_kinds, "_GROUPS", dict(notice_kinds._GROUPS))
    register_kinds()
    engine: Any = engines["django"].engine
    monkeypatch.setattr(engine, "template_loaders", list(engine.template_loaders))
    register_news()


@pytest.fixture(autouse=True)
def server(settings: Any) -> type[Server]:
    """The mail server; `settings.EMAIL_BACKEND` makes it a worse one."""
    settings.EMAIL_BACKEND = f"{HERE}.Server"
    Server.accepted, Server.opened = [], 0
    return Server


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database for several workers at once."""
    with shared_database(tmp_path):
        yield
