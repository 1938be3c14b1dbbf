"""How names are compared: without accents, vowel signs, capitals, hyphens; one form of each Arabic letter."""

import re
import unicodedata
from collections.abc import Mapping

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_ARABIC = str.maketrans({"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ڭ": "ك", "گ": "ك", "ٱ": "ا", "ـ": "", "ء": ""})
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_SHORT_SAINTS = re.compile(r"\b(st|ste)\b")
_NO_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """`text` as it is compared: `Saint-Étienne` → `saint etienne`, `لُوس` → `لوس`; empty when nothing is left."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = plain.translate(_LIGATURES).translate(_ARABIC).translate(_DIGITS)
    plain = _NO_WORD.sub(" ", plain).strip()
    return _SHORT_SAINTS.sub(lambda match: {"st": "saint", "ste": "sainte"}[match.group()], plain)


def search_key(*names: Mapping[str, str]) -> str:
    """What the column `search_key` holds: every different name once, as `| loos en gohelle | لوس`.

    A name begins after `| `, a word after a blank: `contains` finds both on every database.
    """
    forms = dict.fromkeys(folded(text) for name in names for text in name.values())
    return "".join(f"| {form} " for form in forms if form)
