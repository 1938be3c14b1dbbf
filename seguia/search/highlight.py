"""Why a text was found: the language that fits best, the passage, the words marked in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from seguia.core.languages import direction
from seguia.search.analysis import find_stems, is_arabic, normalised_words, word_spans
from seguia.search.index.document import Document, Texts
from seguia.search.query.translation import TranslatedQuery

WINDOW = 32
"""Words of a passage."""
LEAST_MARKED = 0.3
"""Words that stand for a word of the query with less weight are not marked."""


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
    is_complete: bool
    """Every word of the query, or something that means it, stands in one of its texts or names."""
    through: list[tuple[str, str]]
    """(word of the query, word of the text) for words met through another language."""


@dataclass(frozen=True, slots=True)
class Match:
    """A word of a text that stands for a word of the query."""

    start: int
    end: int
    group: int
    """Number of the query's group."""
    weight: float


@dataclass(frozen=True)
class Part:
    """A text with what was found in it."""

    text: str
    matches: list[Match]


@dataclass(frozen=True)
class Window:
    """A piece of a part and what it is worth."""

    part: Part
    start: int
    end: int
    worth: float


class Highlighter:
    """Explains the hits of one query. Every text is gone through once."""

    def __init__(self, translated: TranslatedQuery, reader_language: str) -> None:
        self._query = translated
        self._reader = reader_language
        self._meanings: dict[str, dict[str, tuple[int, float]]] = {}
        """By language: stem → (number of the group it stands for, weight)."""

    def explain(self, document: Document) -> Found:
        """Choose the language to show (the reader's where there is one) and the best passage of any language."""
        parts = {language: self._parts(texts, language) for language, texts in document.texts.items()}
        scored = {language: _score(found) for language, found in parts.items()}
        best = max(scored, key=lambda code: (scored[code], code == self._reader, code == document.original_language))
        shown = self._reader if self._reader in scored else best
        told_in = shown if scored[shown] >= 0.5 * scored[best] else best
        return Found(
            shown,
            Passage(shown, _marked(parts[shown][0])),
            [_passage(parts[told_in], told_in)],
            self._is_complete(parts, document),
            self._through(parts[told_in], told_in),
        )

    def _is_complete(self, parts: dict[str, list[Part]], document: Document) -> bool:
        met = {match.group for found in parts.values() for part in found for match in part.matches}
        missing = [group for number, group in enumerate(self._query.groups) if number not in met]
        if not missing:
            return True
        names = {word for name in document.names for word in normalised_words(name)}
        return all(names.intersection(group.names) for group in missing)

    def _meanings_in(self, language: str) -> dict[str, tuple[int, float]]:
        if language not in self._meanings:
            meanings: dict[str, tuple[int, float]] = {}
            for number, group in enumerate(self._query.groups):
                for (code, stem), weight in group.alternatives.items():
                    if code == language and weight > meanings.get(stem, (0, 0.0))[1]:
                        meanings[stem] = (number, weight)
            self._meanings[language] = meanings
        return self._meanings[language]

    def _parts(self, texts: Texts, language: str) -> list[Part]:
        meanings = self._meanings_in(language)
        return [
            Part(text, [Match(t.start, t.end, *meanings[t.stem]) for t in find_stems(text, language, meanings)])
            if meanings
            else Part(text, [])
            for text in texts.parts()
        ]

    def _through(self, parts: Sequence[Part], language: str) -> list[tuple[str, str]]:
        """Which words of the text stand for which words of the query, where the language differs."""
        best: dict[int, tuple[float, str]] = {}
        for part in parts:
            for match in part.matches:
                if match.weight > best.get(match.group, (0.0, ""))[0]:
                    best[match.group] = (match.weight, part.text[match.start : match.end])
        pairs = [(self._query.groups[number].written, word) for number, (_, word) in sorted(best.items())]
        return [(written, word) for written, word in pairs if self._is_foreign(written, word, language)]

    def _is_foreign(self, written: str, word: str, language: str) -> bool:
        if is_arabic(written) != is_arabic(word):
            return True
        is_own = is_arabic(written) or self._query.languages.get(language, 0.0) >= 0.99
        return not is_own and normalised_words(written) != normalised_words(word)


def _score(parts: Sequence[Part]) -> float:
    """How much of the query is told in these texts: the best word of every group, once."""
    best: dict[int, float] = {}
    for part in parts:
        for match in part.matches:
            best[match.group] = max(best.get(match.group, 0.0), match.weight)
    return sum(best.values())


def _marked(part: Part, start: int = 0, end: int | None = None) -> SafeString:
    """`text[start:end]`, escaped, with the found words marked."""
    end = len(part.text) if end is None else end
    pieces: list[str] = []
    place = start
    for match in part.matches:
        if match.start >= place and match.end <= end and match.weight >= LEAST_MARKED:
            pieces += (
                escape(part.text[place : match.start]),
                "<mark>",
                escape(part.text[match.start : match.end]),
                "</mark>",
            )
            place = match.end
    return SafeString("".join((*pieces, escape(part.text[place:end]))))


def _passage(parts: Sequence[Part], language: str) -> Passage:
    """The window with the most meanings, from the summary or the body; else how the text begins."""
    _title, summary, body = parts
    windows = [window for part in (summary, body) if (window := _best_window(part)) is not None]
    chosen = max(windows, key=lambda w: w.worth, default=None) or _beginning(summary if summary.text else body)
    text = chosen.part.text
    before, after = "… " if chosen.start else "", " …" if chosen.end < len(text.rstrip(" .!؟?\n")) else ""
    return Passage(language, SafeString(before + _marked(chosen.part, chosen.start, chosen.end) + after))


def _beginning(part: Part) -> Window:
    words = word_spans(part.text)
    end = words[WINDOW - 1][1] if len(words) > WINDOW else len(part.text)
    return Window(part, 0, end, 0.0)


def _best_window(part: Part) -> Window | None:
    """The words around the match that has the most different meanings near it."""
    if not part.matches:
        return None
    words = word_spans(part.text)
    starts, matched = [start for start, _ in words], [match.start for match in part.matches]
    windows = []
    for match in part.matches:
        first = max(0, bisect_left(starts, match.start) - WINDOW // 4)
        last = min(len(words), first + WINDOW) - 1
        inside = part.matches[bisect_left(matched, starts[first]) : bisect_right(matched, starts[last])]
        worth = sum({m.group: m.weight for m in inside}.values()) + 0.01 * len(inside)
        end = len(part.text) if last == len(words) - 1 else words[last][1]
        windows.append(Window(part, 0 if first == 0 else starts[first], end, worth))
    return max(windows, key=lambda window: window.worth)
