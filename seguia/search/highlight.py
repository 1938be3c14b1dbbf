"""Why a text was found: the language that fits best, the passage, the words marked in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from seguia.core.languages import direction
from seguia.search.analysis import Token, analyse, is_arabic
from seguia.search.index.document import Document, Texts
from seguia.search.query.translation import TranslatedQuery

WINDOW = 32
"""Words of a passage."""


@dataclass(frozen=True)
class Passage:
    """A piece of text in its own language, safe to show, with `<mark>` around what was found."""

    language: str
    html: SafeString

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)


@dataclass(frozen=True)
class Found:
    """How one document was found."""

    language: str
    title: Passage
    passages: list[Passage]
    through: list[tuple[str, str]]
    """(word of the query, word of the text) for words met through another language."""


Meanings = dict[str, tuple[int, float]]
"""stem → (number of the group it stands for, weight)"""


class Highlighter:
    """Explains the hits of one query."""

    def __init__(self, translated: TranslatedQuery, reader_language: str) -> None:
        self._query = translated
        self._reader = reader_language
        self._meanings: dict[str, Meanings] = {}

    def explain(self, document: Document) -> Found:
        """Choose the language to show (the reader's where there is one) and the best passage of any language."""
        scored = {language: self._score(texts, language) for language, texts in document.texts.items()}
        best = max(scored, key=lambda code: (scored[code], code == self._reader, code == document.original_language))
        shown = self._reader if self._reader in scored else best
        passage_language = shown if scored[shown] >= 0.5 * scored[best] else best
        texts = document.texts[passage_language]
        return Found(
            shown,
            self._marked(document.texts[shown].title, shown),
            [self._passage(texts, passage_language)],
            self._through(texts, passage_language),
        )

    def _meanings_in(self, language: str) -> Meanings:
        if language not in self._meanings:
            meanings: Meanings = {}
            for number, group in enumerate(self._query.groups):
                for (code, stem), weight in group.alternatives.items():
                    if code == language and weight > meanings.get(stem, (0, 0.0))[1]:
                        meanings[stem] = (number, weight)
            self._meanings[language] = meanings
        return self._meanings[language]

    def _matches(self, tokens: Iterable[Token], language: str) -> list[tuple[Token, int, float]]:
        meanings = self._meanings_in(language)
        return [(token, *meanings[token.stem]) for token in tokens if token.stem in meanings]

    def _score(self, texts: Texts, language: str) -> float:
        best: dict[int, float] = {}
        for part in texts.parts():
            for _, number, weight in self._matches(analyse(part, language), language):
                best[number] = max(best.get(number, 0.0), weight)
        return sum(best.values())

    def _marked(self, text: str, language: str, start: int = 0, end: int | None = None) -> Passage:
        """`text[start:end]` with the found words marked."""
        end = len(text) if end is None else end
        pieces: list[tuple[str, str]] = []
        place = start
        for token, _, weight in self._matches(analyse(text, language), language):
            if token.start < place or token.end > end or weight < 0.3:
                continue
            pieces.append((text[place : token.start], text[token.start : token.end]))
            place = token.end
        html = format_html_join("", "{}<mark>{}</mark>", pieces)
        return Passage(language, format_html("{}{}", html, text[place:end]))

    def _passage(self, texts: Texts, language: str) -> Passage:
        """The window with the most meanings, from the summary or the body."""
        best: tuple[float, str, int, int] = (0.0, texts.summary or texts.body, 0, 0)
        for part in (texts.summary, texts.body):
            candidate = self._best_window(part, language)
            if candidate[0] > best[0]:
                best = candidate
        worth, text, start, end = best
        if not worth:
            tokens = analyse(text, language, keep_stopwords=True)
            end = tokens[min(WINDOW, len(tokens)) - 1].end if tokens else len(text)
        passage = self._marked(text, language, start, end)
        before, after = "… " if start > 0 else "", " …" if end < len(text.rstrip(" .!؟?")) else ""
        return Passage(language, format_html("{}{}{}", before, passage.html, after))

    def _best_window(self, text: str, language: str) -> tuple[float, str, int, int]:
        tokens = analyse(text, language, keep_stopwords=True)
        matched = self._matches(tokens, language)
        best = (0.0, text, 0, 0)
        positions = {token.start: place for place, token in enumerate(tokens)}
        for token, _, _ in matched:
            first = max(0, positions[token.start] - WINDOW // 4)
            last = min(len(tokens), first + WINDOW) - 1
            inside = [m for m in matched if tokens[first].start <= m[0].start <= tokens[last].start]
            worth = sum({number: weight for _, number, weight in inside}.values()) + 0.01 * len(inside)
            if worth > best[0]:
                best = (worth, text, tokens[first].start, tokens[last].end)
        return best

    def _through(self, texts: Texts, language: str) -> list[tuple[str, str]]:
        """Which words of the text stand for which words of the query, where the language differs."""
        pairs: dict[int, tuple[float, str]] = {}
        for part in texts.parts():
            for token, number, weight in self._matches(analyse(part, language), language):
                if weight > pairs.get(number, (0.0, ""))[0]:
                    pairs[number] = (weight, part[token.start : token.end])
        found = []
        for number, (_, word) in sorted(pairs.items()):
            group = self._query.groups[number]
            if self._is_foreign(group.written, word, language):
                found.append((group.written, word))
        return found

    def _is_foreign(self, written: str, word: str, language: str) -> bool:
        if is_arabic(written) != is_arabic(word):
            return True
        return not is_arabic(written) and self._query.languages.get(language, 0.0) < 0.99
