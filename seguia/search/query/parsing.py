"""What a person typed, as words: phrases in quotes stay together; no query language, nothing to inject."""

import re
from dataclasses import dataclass, field

from seguia.core.languages import language_codes
from seguia.core.text import harmless_text
from seguia.search.analysis import Token, analyse, is_arabic, is_stopword

MAX_CHARACTERS = 400
MAX_WORDS = 24
MAX_PHRASES = 6
_QUOTED = re.compile('["«“„”]\\s*([^"«»“„”]{1,200}?)\\s*["»”“]')


@dataclass(frozen=True)
class Word:
    """One word of the query as each language reads it: `forms[language]` is (exact, stem)."""

    written: str
    forms: dict[str, tuple[str, str]]
    ignored_in: frozenset[str] = frozenset()
    """Languages of the same script in which it is a stop word: "la" is one in French, not in English."""
    start: int = 0
    """Where it stands in the text of the query."""


@dataclass(frozen=True)
class ParsedQuery:
    """Words in order, and the phrases that must stand exactly so."""

    text: str
    words: list[Word] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Nothing to search for: no words, or only words without meaning."""
        return not self.words


def parse_query(text: str) -> ParsedQuery:
    """Read `text`; what is too long is cut, invisible characters are dropped."""
    text = " ".join(harmless_text(text[: MAX_CHARACTERS * 4]).split())[:MAX_CHARACTERS]
    phrases = [match.group(1) for match in _QUOTED.finditer(text)]
    return ParsedQuery(text, _words(text)[:MAX_WORDS], phrases[:MAX_PHRASES])


def _words(text: str) -> list[Word]:
    """A word counts when at least one language that can be written so does not take it for a stop word."""
    readings: dict[tuple[int, int], dict[str, Token]] = {}
    for language in language_codes():
        for token in analyse(text, language):
            if can_be_read(token.exact, language):
                readings.setdefault((token.start, token.end), {})[language] = token
    words = []
    for (start, end), tokens in sorted(readings.items()):
        forms = {language: (token.exact, token.stem) for language, token in tokens.items()}
        words.append(Word(text[start:end], forms, _ignored_in(next(iter(tokens.values())).exact), start))
    return words or _all_words(text)


def can_be_read(exact: str, language: str) -> bool:
    """Whether a word in this script can belong to the language; figures belong to all."""
    return is_arabic(exact) == (language == "ar") or exact.isdigit()


def _ignored_in(exact: str) -> frozenset[str]:
    return frozenset(code for code in language_codes() if can_be_read(exact, code) and is_stopword(exact, code))


def _all_words(text: str) -> list[Word]:
    """Only stop words were typed: search them as they are."""
    words = []
    for token in analyse(text, "ar" if is_arabic(text) else "fr", keep_stopwords=True):
        languages = ["ar"] if is_arabic(token.exact) else [c for c in language_codes() if c != "ar"]
        forms = dict.fromkeys(languages, (token.exact, token.stem))
        words.append(Word(text[token.start : token.end], forms, start=token.start))
    return words
