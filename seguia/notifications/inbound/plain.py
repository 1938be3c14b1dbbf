"""A mail written in HTML as plain text. Each step reads the text once: no mail keeps the worker busy."""

import html
import re
from collections.abc import Iterator

_LEFT_OUT = ("script", "style", "head", "title", "template", "svg", "noscript")
_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})([^<>]{0,4000})>|[^<]+|<(?:<+(?=<))?")
_HREF = re.compile(r"""\bhref\s*=\s*["']?\s*(https?://[^\s"'<>]{1,500})""", re.IGNORECASE)
_BLOCKS = {"p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "article"}
_QUOTED_LEVELS = 20


class _Writer:
    """The text so far, line by line, and how deep inside quotations we are."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.level = 0
        self.link = ""
        self.label: list[str] = []

    def end_line(self, *, only_if_full: bool = True) -> None:
        """Begin a new line; with `only_if_full` not a second time in a row."""
        if self.line or not only_if_full:
            self.lines.append("".join(self.line).rstrip())
            self.line = []

    def write(self, text: str) -> None:
        """Add words to the line."""
        text = re.sub(r"[ \t\r\n]+", " ", text)
        if not self.line:
            text = text.lstrip(" ")
            if text and self.level:
                self.line.append(">" * self.level + " ")
        if text:
            self.line.append(text)
            self.label.append(text)

    def tag(self, name: str, attributes: str, *, is_end: bool) -> None:
        """What a tag means for lines and quotations."""
        if name == "br":
            self.end_line(only_if_full=False)
        elif name == "blockquote":
            self.end_line()
            self.level = max(0, min(_QUOTED_LEVELS, self.level + (-1 if is_end else 1)))
        elif name == "a":
            self._end_link() if is_end else self._begin_link(attributes)
        elif name in _BLOCKS or name in {"li", "hr"}:
            self.end_line()
            if name == "hr":
                self.write("_" * 32)
                self.end_line()
            elif name == "li" and not is_end:
                self.write("- ")
            elif name == "p" and is_end:
                self.end_line(only_if_full=False)

    def _begin_link(self, attributes: str) -> None:
        match = _HREF.search(attributes)
        self.link, self.label = html.unescape(match.group(1)) if match else "", []

    def _end_link(self) -> None:
        """Its address, unless the words are the address."""
        if self.link and self.link not in "".join(self.label):
            self.write(f" <{self.link}>")
        self.link = ""


def plain_text(source: str) -> str:
    """Words, lines, quotations (`> …`), lists and the addresses of links."""
    writer = _Writer()
    for is_tag, is_end, name, rest in _tokens(_without_unseen(source)):
        if is_tag:
            writer.tag(name, rest, is_end=is_end)
        else:
            writer.write(html.unescape(rest))
    writer.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(writer.lines)).strip()


def _tokens(source: str) -> Iterator[tuple[bool, bool, str, str]]:
    for match in _TOKEN.finditer(source):
        name = match.group(2)
        if name:
            yield True, bool(match.group(1)), name.lower(), match.group(3)
        else:
            yield False, False, "", match.group()


def _without_unseen(source: str) -> str:
    """Without comments, styles and what else is never shown."""
    source = _without(source, re.compile("<!--"), re.compile("-->"))
    for name in _LEFT_OUT:
        source = _without(
            source, re.compile(rf"<{name}\b", re.IGNORECASE), re.compile(rf"</{name}\s{{0,20}}>", re.IGNORECASE)
        )
    return source


def _without(source: str, opening: "re.Pattern[str]", closing: "re.Pattern[str]") -> str:
    """Each text from `opening` to `closing` taken out; what is never closed is taken out to the end."""
    kept: list[str] = []
    place = 0
    while begin := opening.search(source, place):
        kept.append(source[place : begin.start()])
        end = closing.search(source, begin.end())
        if end is None:
            return "".join(kept)
        place = end.end()
    return "".join([*kept, source[place:]])
