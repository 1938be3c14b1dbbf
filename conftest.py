"""Fixtures for every test: the cast, and a network that cannot be reached."""

import os
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hashers
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from seguia.audit.guard import remove_guard
from seguia.config.testing import Cast, make_cast


def pytest_configure() -> None:
    """Each process of the run has a Redis database of its own: emptying a cache must not empty that of a neighbour."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    cache_settings = settings.CACHES["default"]
    address = urlsplit(str(cache_settings.get("LOCATION", "")))
    if address.scheme.startswith("redis"):
        number = int(address.path.strip("/") or 0) + int(worker)
        cache_settings["LOCATION"] = address._replace(path=f"/{number % 16}").geturl()


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast of people, towns and sheets."""
    return make_cast()


@pytest.fixture(autouse=True, scope="session")
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests write their files and index into a folder of their own, and hash passwords quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    get_hashers.cache_clear()
    folder = tmp_path_factory.mktemp("seguia")
    settings.SEARCH_INDEX_DIR = folder / "search-index"
    settings.MEDIA_ROOT = str(folder / "files")
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    settings.EXPORTS_DIR = folder / "exports"
    settings.ASKED_WORDS_DIR = folder / "asked-words"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests empty their tables between them, the record of deeds too: its triggers are away, but for its own tests."""
    with django_db_blocker.unblock():
        remove_guard(connection)


@pytest.fixture(autouse=True)
def built_in_menus() -> None:
    """Nobody has made a menu, and nobody asks the database for one: counts of queries do not depend on the cache."""
    from seguia.pages.menus import CACHE_KEY, Menus  # noqa: PLC0415 -- the models are ready only now

    cache.set(CACHE_KEY, Menus(), None)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences raised outside a request are in English, whatever the network's language is."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine can be reached: a default installation makes no call to the outside."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
