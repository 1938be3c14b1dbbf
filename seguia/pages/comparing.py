"""What changed between two versions, word by word."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.languages import direction
from seguia.core.word_diff import Piece, word_pieces
from seguia.pages.content import BY_LANGUAGE, Content, flatten
from seguia.pages.models import Page


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
        return Change(path, field_label(name), language, word_pieces(was or "", now or ""))
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
