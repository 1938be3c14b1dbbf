"""Machine translation: what a provider is, and which one this installation has (none, unless a setting names one).

A provider gets a list of texts of one language and gives back as many in another. It is called by the worker only,
outside of any transaction. It may raise `MachineFault` and nothing else.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message

FAULTS: dict[str, Message] = {
    "unreachable": _("The translation service does not answer."),
    "too_slow": _("The translation service took too long."),
    "refused": _("The translation service refused: check its key and its limits."),
    "busy": _("The translation service has too much to do."),
    "broken": _("The translation service answered something that is no translation."),
    "too_long": _("A text is too long for the translation service."),
    "language": _("The translation service does not know this language."),
}
"""Codes of what can go wrong, and what people are told."""
PASSING = {"unreachable", "too_slow", "busy", "broken"}
"""Faults after which trying again makes sense."""


class MachineFault(Exception):
    """A provider could not translate; `code` is one of FAULTS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Provider(Protocol):
    """Something that translates."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """As many texts as were given, in their order. Raises MachineFault."""
        ...


def _from_settings() -> Provider | None:
    from seguia.translation.machine.libretranslate import LibreTranslate  # noqa: PLC0415 -- it imports this module

    if not settings.MACHINE_TRANSLATION_URL:
        return None
    return LibreTranslate(
        settings.MACHINE_TRANSLATION_URL,
        key=settings.MACHINE_TRANSLATION_KEY,
        timeout=settings.MACHINE_TRANSLATION_TIMEOUT,
    )


_make: list[Callable[[], Provider | None]] = [_from_settings]


def register_provider(make: Callable[[], Provider | None]) -> None:
    """Use another provider than LibreTranslate; `make` gives None while it is switched off."""
    _make.append(make)


def provider() -> Provider | None:
    """The provider of this installation; None when machine translation is off."""
    return _make[-1]()
