"""The catalogues as data, and what can be wrong with one entry."""

import re
from collections import Counter
from pathlib import Path

import polib

from tests.repository import ROOT

LANGUAGES = ("ar", "fr")
PLURALS = {"ar": 6, "fr": 2}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%%|%[sdif](?!\w)|\{\w*(?:![rs])?(?::[^{}]*)?\}")
Key = tuple[str, str, str]


def place(language: str, ending: str = "po") -> Path:
    """Where a catalogue lies."""
    return ROOT / "seguia" / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def catalogue(language: str) -> polib.POFile:
    """The entries that count, without those the code no longer has."""
    path = place(language)
    assert path.is_file(), f"there is no catalogue for {language} yet: {path.relative_to(ROOT)}"
    return polib.pofile(str(path))


def entries(language: str) -> list[polib.POEntry]:
    """Living entries."""
    return [entry for entry in catalogue(language) if not entry.obsolete]


def key(entry: polib.POEntry | polib.MOEntry) -> Key:
    """What identifies an entry."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def translations(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    """All forms of the translation."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def is_translated(entry: polib.POEntry) -> bool:
    """Every form is there and somebody stands by it."""
    return all(text.strip() for text in translations(entry)) and not entry.fuzzy


def placeholders(text: str) -> Counter[str]:
    """What is filled in."""
    return Counter(PLACEHOLDER.findall(text))


def wrong_placeholders(entry: polib.POEntry) -> bool:
    """In a sentence all must be kept; a plural form may leave the number out ("one town", "two towns"), but add none."""
    wanted = placeholders(entry.msgid)
    if not entry.msgid_plural:
        return placeholders(entry.msgstr) != wanted
    allowed = wanted | placeholders(entry.msgid_plural)
    return any(placeholders(text) - allowed for text in translations(entry)) or not any(
        placeholders(text) == allowed for text in translations(entry)
    )


def wrong_ends(entry: polib.POEntry) -> bool:
    """Blanks and line breaks at the ends are part of the message."""

    def ends(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    return any(ends(text) != ends(entry.msgid) for text in translations(entry) if text)
