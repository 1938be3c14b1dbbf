"""Seguia refuses ground that gives way."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
import pytest

from seguia.core import checks
from seguia.core.sqlite.base import is_wal_safe

Version = tuple[int, int, int]
UNSAFE: list[Version] = [
    (3, 7, 0), (3, 31, 1), (3, 40, 1), (3, 44, 0), (3, 44, 5), (3, 45, 0), (3, 45, 9), (3, 46, 1), (3, 49, 2),
    (3, 50, 0), (3, 50, 6), (3, 51, 0), (3, 51, 1), (3, 51, 2), (3, 52, 0),
]  # fmt: skip
SAFE: list[Version] = [
    (3, 44, 6),
    (3, 44, 9),
    (3, 50, 7),
    (3, 50, 8),
    (3, 51, 3),
    (3, 51, 9),
    (3, 52, 1),
    (3, 53, 0),
    (4, 0, 0),
]


@pytest.mark.parametrize("version", UNSAFE, ids=str)
def test_sqlite_that_can_lose_data_is_known_and_named(version: Version) -> None:
    assert is_wal_safe(version) is False
    number = ".".join(map(str, version))
    assert checks.sqlite_notice(version).startswith(f"SQLite {number}: write-ahead logging is off, because")


@pytest.mark.parametrize("version", SAFE, ids=str)
def test_sqlite_that_is_mended_is_left_alone(version: Version) -> None:
    assert is_wal_safe(version) is True
    assert checks.sqlite_notice(version) == ""


def test_production_names_an_affected_sqlite(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "seguia.core.sqlite")
    settings.PRODUCTION = True
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    assert [found.id for found in checks.check_sqlite(None)] == ["seguia.W001"]
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert checks.check_sqlite(None) == []
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    assert checks.check_sqlite(None) == []


@pytest.mark.parametrize(
    ("version", "ids"),
    [((5, 2, 18), ["seguia.E001"]), ((5, 1, 30), ["seguia.E001"]), ((5, 2, 19), []), ((6, 0, 0), [])],
)
def test_django_below_its_last_security_release_is_refused(
    version: Version, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django, "VERSION", (*version, "final", 0))
    assert [found.id for found in checks.check_ground(None)] == ids


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({}, []),
        ({"SECRET_KEY": "short"}, ["seguia.E002"]),
        ({"SECRET_KEY": ""}, ["seguia.E002"]),
        ({"ALLOWED_HOSTS": []}, ["seguia.E003"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["seguia.E003"]),
        ({"ALLOWED_HOSTS": ["seguia.example", "*"]}, ["seguia.E003"]),
        ({"DEBUG": True}, ["seguia.E004"]),
        ({"SECRET_KEY": "", "ALLOWED_HOSTS": [], "DEBUG": True}, ["seguia.E002", "seguia.E003", "seguia.E004"]),
    ],
)
def test_production_needs_secret_hosts_and_no_debugging(settings: Any, changes: dict[str, Any], ids: list[str]) -> None:
    good = {"PRODUCTION": True, "SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": ["seguia.example"], "DEBUG": False}
    for name, value in {**good, **changes}.items():
        setattr(settings, name, value)
    assert [found.id for found in checks.check_ground(None)] == ids


def test_demonstration_needs_none_of_that(settings: Any) -> None:
    settings.PRODUCTION = False
    settings.ALLOWED_HOSTS = []
    assert checks.check_ground(None) == []


def run_check(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SEGUIA_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "seguia", "check"],
        env={**kept, "SEGUIA_DATA": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.slow
def test_production_without_settings_does_not_start(tmp_path: Path) -> None:
    told = run_check(tmp_path, SEGUIA_MODE="production")
    assert told.returncode == 1
    assert "SEGUIA_SECRET_KEY is missing or shorter than 50 characters." in told.stderr
    assert "SEGUIA_HOSTS must name the hosts this site answers to." in told.stderr
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.slow
def test_production_with_settings_passes(tmp_path: Path) -> None:
    told = run_check(
        tmp_path,
        SEGUIA_MODE="production",
        SEGUIA_SECRET_KEY="k" * 64,
        SEGUIA_HOSTS="seguia.example",
        SEGUIA_SITE_URL="https://seguia.example",
    )
    assert (told.returncode, "ERRORS" in told.stderr) == (0, False), told.stderr


@pytest.mark.slow
def test_unknown_mode_is_refused_in_words(tmp_path: Path) -> None:
    told = run_check(tmp_path, SEGUIA_MODE="prod")
    assert told.returncode != 0
    assert "SEGUIA_MODE is 'prod'; it must be demonstration, production or development." in told.stderr
