"""Checks at start: a platform that people trust refuses to run on ground that gives way."""

import sqlite3
from typing import Any

import django
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from seguia.core.sqlite.base import is_wal_safe

DJANGO_FLOOR = (5, 2, 19)


@register()
def check_ground(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django not below its last security release; the secret and the hosts set in production."""
    found: list[CheckMessage] = []
    if django.VERSION[:3] < DJANGO_FLOOR:
        floor = ".".join(map(str, DJANGO_FLOOR))
        found.append(
            Error(f"Django {django.get_version()} has known faults; install {floor} or newer.", id="seguia.E001")
        )
    if settings.PRODUCTION:
        if len(_secret_key()) < 50:
            found.append(Error("SEGUIA_SECRET_KEY is missing or shorter than 50 characters.", id="seguia.E002"))
        if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
            found.append(Error("SEGUIA_HOSTS must name the hosts this site answers to.", id="seguia.E003"))
        if settings.DEBUG:
            found.append(Error("SEGUIA_DEBUG must be off in production.", id="seguia.E004"))
    return found


def _secret_key() -> str:
    """The secret, empty where Django refuses to give an empty one."""
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return ""


def sqlite_notice(version: tuple[int, int, int] | None = None) -> str:
    """What to tell the operator about this SQLite; empty when WAL is safe."""
    version = version or sqlite3.sqlite_version_info
    if is_wal_safe(version):
        return ""
    number = ".".join(map(str, version))
    return (
        f"SQLite {number}: write-ahead logging is off, because this version can lose committed data with it "
        "(mended in 3.51.3, 3.50.7 and 3.44.6). Seguia uses a rollback journal instead."
    )


@register()
def check_sqlite(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Name an affected SQLite when it is in use."""
    if settings.DATABASES["default"]["ENGINE"] != "seguia.core.sqlite":
        return []
    notice = sqlite_notice()
    return [checks.Warning(notice, id="seguia.W001")] if notice and settings.PRODUCTION else []
