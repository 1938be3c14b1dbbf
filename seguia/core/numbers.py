"""Numbers inside texts: the same figure must stand in every language.

How a written figure is read, whatever the language, so that all translations are read alike:

- digits of any script count: `٢٤٠٠` is 2400;
- groups of exactly three digits behind one kind of separator (blank, narrow blank, comma, point, apostrophe, `٬` or `٫`)
  are thousands: `2 400`, `2,400` and `2.400` are all 2400, and `1,234,567.5` is 1234567.5;
- any other comma or point between digits is the decimal mark: `12,5` and `12.50` are both 12.5, `0,125` is 0.125;
- what is neither (`17.05.2014`, `1,2,3`) is several numbers; leading zeros do not count;
- digits that belong to a Latin word or formula (CO2, m2, PM10) are no figures: other scripts write those in letters.

The one ambiguity is decided for thousands: `1,234` is 1234 even where a French writer meant one unit and 234 thousandths.
It is read so in every language, so it raises no false alarm, and a town's figures are rarely given to the thousandth.
"""

import re
from collections import Counter

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،", "01234567890123456789,,,")
_BLANK = "\u00a0\u202f\u2009 '\u2019"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-zÀ-ɏ])(?<![0-9][.,])"
    rf"(?:(?P<grouped>(?!0)\d{{1,3}}(?P<separator>[.,{_BLANK}])\d{{3}}(?:(?P=separator)\d{{3}})*"
    rf"(?:(?!(?P=separator))[.,]\d+)?)(?![.,]?\d)"
    rf"|(?P<decimal>\d+[.,]\d+)(?![.,]?\d)"
    rf"|(?P<whole>\d+))"
    rf"|(?<=[0-9][.,])(?P<listed>\d+)",
    re.ASCII,
)


def _plain(match: re.Match[str]) -> str:
    """One written number as a plain decimal string."""
    written = match.group()
    if separator := match["separator"]:
        written = written.replace(separator, "")
    whole, _, decimals = written.replace(",", ".").partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def numbers_in(text: str) -> Counter[str]:
    """The figures a text states, as plain decimal strings; separators and digit shapes do not matter."""
    return Counter(_plain(match) for match in _NUMBER.finditer(text.translate(_DIGITS)))


def number_mismatch(original: str, translation: str) -> tuple[list[str], list[str]]:
    """Figures only in the original, and only in the translation: `([], [])` when they agree.

    Example: the original says 2,000 members, the translation 200: `(["2000"], ["200"])`.
    """
    ours, theirs = numbers_in(original), numbers_in(translation)
    return sorted(set(ours) - set(theirs)), sorted(set(theirs) - set(ours))
