"""French and English: lower case without accents, then Snowball on the folded word, so that "dechets" meets "déchets"."""

import unicodedata
from functools import cache

import snowballstemmer

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})


def fold(word: str) -> str:
    """Lower case, ligatures opened, accents and other marks removed."""
    decomposed = unicodedata.normalize("NFKD", word).lower().translate(_LIGATURES)
    return "".join(c for c in unicodedata.normalize("NFKD", decomposed) if not unicodedata.combining(c))


@cache
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(language)


def stem_french(word: str) -> str:
    """Snowball French; accents are gone already, so a final mute or accented e is cut alike."""
    if len(word) <= 3 or word.isdigit():
        return word
    stemmed: str = _stemmer("french").stemWord(word)
    return stemmed.rstrip("e") if len(stemmed) > 4 else stemmed


def stem_english(word: str) -> str:
    """Snowball English."""
    if len(word) <= 3 or word.isdigit():
        return word
    stemmed: str = _stemmer("english").stemWord(word)
    return stemmed
