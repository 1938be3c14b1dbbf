"""The languages of this network: code, own name, direction, fallback order."""

from collections.abc import Iterator

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import get_language, get_language_info


def language_codes() -> list[str]:
    """Codes of the content languages, in the network's order."""
    return [code for code, _ in settings.LANGUAGES]


def current_language() -> str:
    """The language of the page being made; the network's first where none is active."""
    active = get_language() or settings.LANGUAGE_CODE
    known = language_codes()
    return next((code for code in (active, active.split("-")[0]) if code in known), known[0])


def _babel_locale(code: str) -> Locale | None:
    """What Babel knows of a language that Django's list lacks (Amazigh)."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def direction(code: str) -> str:
    """`rtl` or `ltr`; unknown codes read left to right."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        locale = _babel_locale(code)
        return str(locale.text_direction) if locale else "ltr"


def own_name(code: str) -> str:
    """How a language calls itself: العربية, français, English."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        locale = _babel_locale(code)
        return str(locale.get_display_name() or code) if locale else code


def fallback_order(wanted: str | None = None, original: str | None = None) -> Iterator[str]:
    """Languages to try: the wanted one, the original, then the network's order; each once."""
    seen = set()
    for code in (wanted or current_language(), original, *language_codes()):
        if code and code not in seen:
            seen.add(code)
            yield code
