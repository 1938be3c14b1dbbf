"""A readable difference of two versions: by field and language, word by word for texts, rows in and out."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from seguia.actions.content.merging import flatten
from seguia.actions.content.shape import GROUPS, TEXTS, Content
from seguia.actions.models import Action
from seguia.core.languages import direction
from seguia.core.word_diff import Piece, word_pieces


@dataclass(frozen=True)
class Change:
    """One changed value; texts have `pieces`, others `before` and `after`."""

    path: str
    label: Any
    language: str = ""
    before: Any = None
    after: Any = None
    pieces: list[Piece] = field(default_factory=list)
    row: str = ""
    """Which row, counted from 1 as in the later version: `3`."""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr` of its language."""
        return direction(self.language)


def changes(before: Content, after: Content) -> list[Change]:
    """All differences in reading order."""
    old, new = flatten(before), flatten(after)
    paths = [path for path in {**new, **old} if old.get(path) != new.get(path)]
    return [_change(path, old, new, before, after) for path in sorted(paths, key=_reading_order)]


def _reading_order(path: str) -> tuple[int, str]:
    order = [*TEXTS, *GROUPS]
    first = path.partition(".")[0]
    return (order.index(first) if first in order else len(order), path)


def _change(path: str, old: dict[str, Any], new: dict[str, Any], before: Content, after: Content) -> Change:
    parts = path.split(".")
    was, now = old.get(path), new.get(path)
    row = _row_number(parts, before, after)
    if parts[0] in TEXTS or len(parts) == 4:
        return Change(path, label_of(path), parts[-1], pieces=word_pieces(was or "", now or ""), row=row)
    if was is True or now is True:
        name = parts[1] if parts[0] not in GROUPS else ""
        return Change(path, label_of(path), before=_presence(was, name), after=_presence(now, name), row=row)
    return Change(path, label_of(path), before=was, after=now, row=row)


def _presence(value: Any, name: str) -> Any:
    if value is None:
        return None
    return name or _("this row")


def _row_number(parts: list[str], before: Content, after: Content) -> str:
    if parts[0] not in GROUPS:
        return ""
    for content in (after, before):
        keys = [row["key"] for row in content.get(parts[0], [])]
        if parts[1] in keys:
            return str(keys.index(parts[1]) + 1)
    return ""


def label_of(path: str) -> Any:
    """The name of the field a path leads to, for a page."""
    first, *rest = path.split(".")
    if first not in GROUPS:
        return Action._meta.get_field(first).verbose_name  # type: ignore[union-attr]
    model = GROUPS[first].model
    if len(rest) < 2:
        return model._meta.verbose_name
    return model._meta.get_field(rest[1]).verbose_name  # type: ignore[union-attr]


def group_label(path: str) -> Any:
    """The name of the kind of row a path is in; empty for the sheet's own fields."""
    first = path.partition(".")[0]
    return GROUPS[first].model._meta.verbose_name if first in GROUPS else ""
