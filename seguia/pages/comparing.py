"""What changed between two versions, word by word."""

import difflib
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.languages import direction
from seguia.pages.content import BY_LANGUAGE, Content, flatten
from seguia.pages.models import Page

_WORDS = re.compile(r"\s+|[^\W_]+(?:['’\-][^\W_]+)*|.", re.DOTALL)
SAME, IN, OUT = "same", "in", "out"
LONG = 20_000
"""Characters from which texts are compared line by line: word by word would take seconds."""


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came in or went out."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One changed value."""

    path: str
    label: Message
    language: str = ""
    pieces: list[Piece] = field(default_factory=list)
    before: Any = None
    after: Any = None

    @property
    def direction(self) -> str:
        """Of its language."""
        return direction(self.language)


def pieces_of(before: str, after: str) -> list[Piece]:
    """What happened to a text."""
    cut = _WORDS.findall if max(len(before), len(after)) < LONG else lambda text: text.splitlines(keepends=True)
    old, new = cut(before), cut(after)
    pieces = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(new[c:d])))
            continue
        pieces += [Piece(kind, "".join(words)) for kind, words in ((OUT, old[a:b]), (IN, new[c:d])) if words]
    return pieces


def changes(before: Content, after: Content) -> list[Change]:
    """All differences, texts first."""
    old, new = flatten(before), flatten(after)
    paths = [path for path in {**new, **old} if old.get(path) != new.get(path)]
    return [_change(path, old.get(path), new.get(path)) for path in sorted(paths, key=_order)]


def _order(path: str) -> tuple[int, str]:
    name = path.partition(".")[0]
    return (BY_LANGUAGE.index(name) if name in BY_LANGUAGE else len(BY_LANGUAGE), path)


def _change(path: str, was: Any, now: Any) -> Change:
    name, _dot, language = path.partition(".")
    if language:
        return Change(path, field_label(name), language, pieces_of(was or "", now or ""))
    return Change(path, field_label(name), before=_shown(was), after=_shown(now))


def _shown(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ", ".join(value)
    return {True: _("yes"), False: _("no")}.get(value, value) if isinstance(value, bool) else value


def field_label(name: str) -> Message:
    """What a field is called."""
    if name == "slugs":
        return _("address")
    column: Any = Page._meta.get_field(name)
    return column.verbose_name  # type: ignore[no-any-return]
