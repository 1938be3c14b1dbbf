"""Cutting a text into tokens and giving each its exact form and its stem."""

import re
import unicodedata
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from seguia.search.analysis import arabic, latin
from seguia.search.analysis.stopwords import STOPWORDS

_LETTER = "[\\w\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
_WORD = re.compile(f"{_LETTER}+(?:[\u00ad\u200b-\u200d]+{_LETTER}+)*")
"""Letters and digits with their signs; soft hyphens and joiners do not cut a word."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\\s]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
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
    exact = _exact_form(word)
    if is_arabic(exact):
        return exact, arabic.stem(exact)
    stemmer = _STEMMERS.get(language)
    return exact, stemmer(exact) if stemmer and language != "ar" else exact


def _exact_form(word: str) -> str:
    """One spelling a word. Letters of copied PDF pages (ﻻ, ﬁ) are taken apart; no blank can be left inside."""
    if word.isascii():
        return word.lower()
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", word))
    return latin.fold(arabic.normalise(plain) if is_arabic(plain) else plain)


@lru_cache(maxsize=100_000)
def is_stopword(exact: str, language: str) -> bool:
    """Whether a word in its exact form says nothing about the subject, in a text of that language."""
    return exact in STOPWORDS.get("ar" if is_arabic(exact) else language, frozenset())


def _words(text: str) -> Iterator[re.Match[str]]:
    return _WORD.finditer(text)


def analyse(text: str, language: str, *, keep_stopwords: bool = False) -> list[Token]:
    """The tokens of `text` read as `language`; stop words and elided articles (l', qu') are left out."""
    tokens = []
    for match in _words(text):
        exact, stem = _forms(match.group()[:MAX_WORD], language)
        if exact and (keep_stopwords or not is_stopword(exact, language)):
            tokens.append(Token(exact, stem, match.start(), match.end()))
    return tokens


def find_stems(text: str, language: str, wanted: Container[str]) -> list[Token]:
    """Only the tokens of `analyse` whose stem is wanted: many times faster where few are."""
    tokens = []
    for match in _words(text):
        exact, stem = _forms(match.group()[:MAX_WORD], language)
        if stem in wanted and exact and not is_stopword(exact, language):
            tokens.append(Token(exact, stem, match.start(), match.end()))
    return tokens


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text begin and end, stop words too."""
    return [match.span() for match in _words(text)]


def stems(text: str, language: str) -> list[str]:
    """Only the stems."""
    return [token.stem for token in analyse(text, language)]


def normalised_words(text: str) -> list[str]:
    """Exact forms of all words whatever the language, nothing left out: for names and codes."""
    return [token.exact for token in analyse(text, "", keep_stopwords=True)]
