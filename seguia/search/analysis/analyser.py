"""Cutting a text into tokens and giving each its exact form and its stem."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from seguia.search.analysis import arabic, latin
from seguia.search.analysis.stopwords import STOPWORDS

_WORD = re.compile(r"[\w\u0610-\u061a\u0640\u064b-\u065f\u0670]+")
_ARABIC = re.compile("[\u0600-\u06ff]")
MAX_WORD = 60
"""Longer runs of letters are no words; they are cut."""

_STEMMERS: dict[str, Callable[[str], str]] = {
    "ar": arabic.stem,
    "fr": latin.stem_french,
    "en": latin.stem_english,
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: as it is compared, its stem, and where it stands in the text."""

    exact: str
    stem: str
    start: int
    end: int


def is_arabic(text: str) -> bool:
    """Whether a word is written in Arabic letters."""
    return bool(_ARABIC.search(text))


@lru_cache(maxsize=200_000)
def _forms(word: str, language: str) -> tuple[str, str]:
    """Exact normalised form and stem of one written word. Latin words inside Arabic text are folded, not stemmed."""
    if is_arabic(word):
        exact = arabic.normalise(word)
        return exact, arabic.stem(exact)
    exact = latin.fold(word)
    stemmer = _STEMMERS.get(language)
    return exact, stemmer(exact) if stemmer and language != "ar" else exact


@lru_cache(maxsize=100_000)
def _is_stopword(exact: str, language: str) -> bool:
    return exact in STOPWORDS.get("ar" if is_arabic(exact) else language, frozenset())


def _words(text: str) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text)


def analyse(text: str, language: str, *, keep_stopwords: bool = False) -> list[Token]:
    """The tokens of `text` read as `language`; stop words and elided articles (l', qu') are left out."""
    tokens = []
    for match in _words(text):
        exact, stem = _forms(match.group()[:MAX_WORD], language)
        if exact and (keep_stopwords or not _is_stopword(exact, language)):
            tokens.append(Token(exact, stem, match.start(), match.end()))
    return tokens


def stems(text: str, language: str) -> list[str]:
    """Only the stems."""
    return [token.stem for token in analyse(text, language)]


def normalised_words(text: str) -> list[str]:
    """Exact forms of all words whatever the language, nothing left out: for names and codes."""
    return [token.exact for token in analyse(text, "", keep_stopwords=True)]
