"""A text cut into prose and components, line by line; nothing is evaluated here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from seguia.core.errors import Message
from seguia.core.identifiers import PublicIdConverter
from seguia.pages.components import Placed

_OPENING = re.compile(r":::[ \t]*(?P<name>[a-z][a-z-]{0,30})(?P<rest>(?:[ \t].*)?)")
_PARAMETER = re.compile(r"""[ \t]*(?P<name>[a-z]{1,20})=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))(?=[ \t]|$)""")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
END = ":::"
WITH_CONTENT = frozenset({"notice"})


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which line (from 1)."""

    line: int
    message: Message


@dataclass(frozen=True)
class Prose:
    """Markdown between components."""

    text: str
    line: int


@dataclass(frozen=True)
class Parsed:
    """The parts in reading order, and what could not be read."""

    parts: list[Prose | Placed]
    faults: list[Fault]


class _Reader:
    """Goes through the lines once."""

    def __init__(self, text: str, with_content: frozenset[str]) -> None:
        self.lines = text.split("\n")
        self.with_content = with_content
        self.parts: list[Prose | Placed] = []
        self.faults: list[Fault] = []
        self.fence = ""

    def read(self) -> Parsed:
        """All parts."""
        waiting: list[str] = []
        start, number = 1, 0
        while number < len(self.lines):
            line = self.lines[number]
            if not self._is_ours(line):
                waiting.append(line)
                number += 1
                continue
            self._keep(waiting, start)
            number = self._component(number)
            waiting, start = [], number + 1
        self._keep(waiting, start)
        return Parsed(self.parts, self.faults)

    def _is_ours(self, line: str) -> bool:
        """A line that begins with `:::`, outside of a block of code."""
        fence = _FENCE.match(line)
        if self.fence:
            if fence and fence["mark"].startswith(self.fence) and not line.strip(" `~"):
                self.fence = ""
            return False
        if fence:
            self.fence = fence["mark"]
            return False
        return line.startswith(END)

    def _keep(self, lines: list[str], start: int) -> None:
        if any(line.strip() for line in lines):
            self.parts.append(Prose("\n".join(lines), start))

    def _component(self, number: int) -> int:
        """Reads what begins at line `number` (from 0); returns the line after it."""
        opening = _OPENING.fullmatch(self.lines[number].rstrip())
        if opening is None:
            self._fault(
                number, _("“%(text)s” is not the name of a component. A line that begins with “:::” names one.")
            )
            return number + 1
        parameters = self._parameters(opening["rest"], number)
        content, after = "", number + 1
        if opening["name"] in self.with_content:
            content, after = self._content(number, opening["name"])
        if parameters is not None:
            self.parts.append(Placed(opening["name"], parameters, number + 1, content))
        return after

    def _parameters(self, rest: str, number: int) -> dict[str, str] | None:
        found: dict[str, str] = {}
        place = 0
        rest = rest.rstrip()
        while place < len(rest):
            match = _PARAMETER.match(rest, place)
            if match is None:
                self._fault(number, _('“%(text)s” cannot be read. Write name=value or name="several words".'))
                return None
            found[match["name"]] = match["quoted"] if match["quoted"] is not None else match["bare"]
            place = match.end()
        return found

    def _content(self, number: int, name: str) -> tuple[str, int]:
        for end in range(number + 1, len(self.lines)):
            if self.lines[end].rstrip() == END:
                return "\n".join(self.lines[number + 1 : end]), end + 1
            if self.lines[end].startswith(END):
                break
        told = _("The component “%(name)s” has no end. Put a line with nothing but “:::” after its text.")
        self.faults.append(Fault(number + 1, told % {"name": name}))
        return "", number + 1

    def _fault(self, number: int, message: str) -> None:
        self.faults.append(Fault(number + 1, message % {"text": self.lines[number].strip()[:60]}))


def parse(text: str, with_content: frozenset[str] = WITH_CONTENT) -> Parsed:
    """The parts of a text; components named in `with_content` reach to a line `:::`."""
    return _Reader(text.replace("\r\n", "\n"), with_content).read()


def _image_ids(text: str) -> Iterator[str]:
    for part in parse(text).parts:
        if isinstance(part, Placed) and part.name == "image":
            yield PublicIdConverter().to_python(part.parameters.get("id", ""))


def image_ids_in(text: str) -> list[str]:
    """Public ids of the pictures a text shows, each once."""
    return list(dict.fromkeys(filter(None, _image_ids(text))))
