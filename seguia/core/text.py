"""Text as it enters: NFC, no control characters, no direction overrides; and plain-text helpers."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters except tab, newline, return
    "\ud800-\udfff"  # lone surrogates
    "\u202a-\u202e\u2066-\u2069"  # direction embeddings, overrides and isolates
    "\ufffe\uffff\ufeff]"
)
_BLANKS = re.compile(r"[ \t]+|[ \t\u00a0\u202f]{2,}")
"""What becomes one blank in a line: a single no-break blank, as before a French `%`, stays."""
_UNSEEN = " \t\n\u00a0\u202f\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u3164"
"""A text of nothing else looks empty and counts as empty."""
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")


class ForbiddenCharacter(ValidationError):
    """The text holds a character that is invisible and dangerous; says which and where."""

    def __init__(self, character: str, position: int) -> None:
        super().__init__(
            _(
                "The text contains an invisible control character (U+%(code)s at position %(position)s). "
                "Remove it and try again."
            ),
            code="forbidden_character",
            params={"code": f"{ord(character):04X}", "position": position + 1},
        )


def clean_text(value: str, *, multiline: bool = True) -> str:
    """`value` in NFC with uniform line ends, stripped. Raises `ForbiddenCharacter`."""
    value = _LINE_ENDS.sub("\n", value)
    if found := _FORBIDDEN.search(value):
        raise ForbiddenCharacter(found.group(), found.start())
    value = unicodedata.normalize("NFC", value).strip()
    if not value.strip(_UNSEEN):
        return ""
    return value if multiline else _BLANKS.sub(" ", value.replace("\n", " "))


def harmless_text(value: str) -> str:
    """`value` with forbidden characters taken out instead of refused: for search words and log lines."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub(" ", value))


def shortened(value: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with an ellipsis where something was cut."""
    if len(value) <= limit:
        return value
    cut = value[: limit - 1].rsplit(" ", 1)[0] or value[: limit - 1]
    return f"{cut}…"


DICTIONARY_ORDER = "dictionary_order"
"""Name of the SQLite collation that compares by `dictionary_key`."""


def dictionary_key(value: str) -> tuple[str, str]:
    """Sorts accents beside their letters and Arabic without its vowel signs; the text itself decides between equals."""
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)), value


def compared(one: str, other: str) -> int:
    """-1, 0 or 1 by `dictionary_key`: what SQLite calls."""
    first, second = dictionary_key(one), dictionary_key(other)
    return (first > second) - (first < second)
