"""Addresses that leave the house (API, feeds, sitemaps): absolute, on the one origin of the settings."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation

from seguia.core.languages import language_codes


def absolute(path: str) -> str:
    """`/fr/…` on this network's own origin; never on the host a request named."""
    return f"{settings.SITE_URL}{path}"


def addresses_by_language(path: Callable[[], str]) -> dict[str, str]:
    """The absolute address of one page in each language; `path` is called with that language active."""
    found = {}
    for code in language_codes():
        with translation.override(code):
            found[code] = absolute(path())
    return found
