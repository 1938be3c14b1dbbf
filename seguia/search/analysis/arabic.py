"""Arabic: one spelling per word, then a light stem.

The stemmer follows the idea of Larkey's light10 (cut the conjunction and the article, then one suffix), with further
prefixes and suffixes; it never touches the root. Broken plurals are the vocabulary's work.
"""

import re

_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c-\u200f]")
_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ۀ": "ه",
        "ک": "ك", "گ": "ك", "ڭ": "ك", "ݣ": "ك", "ڨ": "ق", "ڤ": "ف", "پ": "ب", "چ": "ش", "ژ": "ج",
        "٠": "0", "١": "1", "٢": "2", "٣": "3", "٤": "4", "٥": "5", "٦": "6", "٧": "7", "٨": "8", "٩": "9",
        "۰": "0", "۱": "1", "۲": "2", "۳": "3", "۴": "4", "۵": "5", "۶": "6", "۷": "7", "۸": "8", "۹": "9",
    }
)  # fmt: skip
_PREFIXES = ("وبال", "فبال", "ولل", "فلل", "وال", "بال", "كال", "فال", "هال", "لل", "ال")
_SUFFIXES = ("تهما", "اتها", "اتهم", "اتنا", "تها", "يتها", "هما", "كما", "يات", "تين", "ائها", "هم", "هن", "نا", "ها",
             "ات", "ان", "ون", "ين", "يه", "وا", "كم", "ه", "ي")  # fmt: skip
_BY_LENGTH = tuple(sorted(_SUFFIXES, key=len, reverse=True))


def normalise(word: str) -> str:
    """Without vowel signs and tatweel, one form of alef, ya, ta marbuta, hamza and the Persian letters."""
    return _MARKS.sub("", word).translate(_LETTERS).lower()


def stem(word: str) -> str:
    """The light stem of a normalised word: النفايات, نفايات and والنفايات meet as نفا."""
    word = _without_prefix(word)
    for suffix in _BY_LENGTH:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return _without_hamza(word[: -len(suffix)])
    return _without_hamza(word)


def _without_hamza(word: str) -> str:
    """بناء meets بنا; but ماء (water) must not become ما, which says nothing."""
    bare = word.replace("ء", "")
    return bare if len(bare) >= 3 else word


def _without_prefix(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    if word[0:1] == "و" and len(word) >= 5:
        return word[1:]
    return word
