"""What a person typed, as words: phrases in quotes stay together; no query language, nothing to inject."""

import re
from dataclasses import dataclass, field

from seguia.core.languages import language_codes
from seguia.core.text import harmless_text
from seguia.search.analysis import Token, analyse, is_arabic

MAX_CHARACTERS = 400
MAX_WORDS = 24
_QUOTED = re.compile('["«“„”]\\s*([^"«»“„”]{1,200}?)\\s*["»”“]')


@dataclass(frozen=True)
class Word:
    """One word of the query as each language reads it: `forms[language]` is (exact, stem)."""

    written: str
    forms: dict[str, tuple[str, str]]


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
    return ParsedQuery(text, _words(text)[:MAX_WORDS], phrases)


def _words(text: str) -> list[Word]:
    """A word counts when at least one language that can be written so does not take it for a stop word."""
    readings: dict[tuple[int, int], dict[str, Token]] = {}
    for language in language_codes():
        for token in analyse(text, language):
            if is_arabic(token.exact) == (language == "ar") or token.exact.isdigit():
                readings.setdefault((token.start, token.end), {})[language] = token
    words = []
    for (start, end), tokens in sorted(readings.items()):
        forms = {language: (token.exact, token.stem) for language, token in tokens.items()}
        words.append(Word(text[start:end], forms))
    return words or _all_words(text)


def _all_words(text: str) -> list[Word]:
    """Only stop words were typed: search them as they are."""
    words = []
    for token in analyse(text, "ar" if is_arabic(text) else "fr", keep_stopwords=True):
        languages = ["ar"] if is_arabic(token.exact) else [c for c in language_codes() if c != "ar"]
        words.append(Word(text[token.start : token.end], dict.fromkeys(languages, (token.exact, token.stem))))
    return words
