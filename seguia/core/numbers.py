"""Numbers inside texts: the same figure must stand in every language."""

import re
from collections import Counter

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f \u2009']\d+)*")
_GROUPED = re.compile(r"\d{1,3}([.,\u00a0\u202f \u2009'])\d{3}(?:\1\d{3})*(?:[.,]\d{1,2})?$")


def _normalised(written: str) -> list[str]:
    """One written number as a plain decimal string; a run that is no grouping is several numbers."""
    compact = re.sub("[\u00a0\u202f \u2009']", " ", written)
    if _GROUPED.match(written):
        separator = _GROUPED.match(written).group(1)  # type: ignore[union-attr]
        compact = written.replace(separator, "").replace(",", ".")
        return [compact.rstrip("0").rstrip(".") if "." in compact else compact]
    numbers = []
    for part in compact.split(" "):
        plain = part.replace(",", ".")
        if plain.count(".") > 1:
            numbers += plain.split(".")
        else:
            numbers.append(plain.rstrip("0").rstrip(".") if "." in plain else plain)
    return numbers


def numbers_in(text: str) -> Counter[str]:
    """The figures a text states, as plain decimal strings; separators and digit shapes do not matter."""
    found: Counter[str] = Counter()
    for match in _NUMBER.finditer(text.translate(_DIGITS)):
        found.update(_normalised(match.group()))
    return found


def number_mismatch(original: str, translation: str) -> tuple[list[str], list[str]]:
    """Figures only in the original, and only in the translation: `([], [])` when they agree.

    Example: the original says 2,000 members, the translation 200: `(["2000"], ["200"])`.
    """
    ours, theirs = numbers_in(original), numbers_in(translation)
    return sorted(set(ours) - set(theirs)), sorted(set(theirs) - set(ours))
