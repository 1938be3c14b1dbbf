"""Buttons that change the rows of the form without saving: add, remove, move."""

from typing import Any

from seguia.actions.content import GROUPS, Content
from seguia.core.identifiers import new_public_id

ADD, REMOVE, UP, DOWN = "add", "remove", "up", "down"


def changed_rows(content: Content, deed: str) -> tuple[Content, str]:
    """Carry out `add steps`, `remove steps.<key>`, `up steps.<key>`; the id of the row to look at, or of its list.
    Anything else changes nothing."""
    verb, _, target = deed.partition(" ")
    name, _, key = target.partition(".")
    group = GROUPS.get(name)
    if group is None or (name == "media" and verb == ADD):
        return content, ""
    rows = list(content[name])
    place = next((place for place, row in enumerate(rows) if row["key"] == key), None)
    if verb == ADD:
        key = new_public_id()
        rows.append(_blank_row(key, group.texts, group.scalars))
    elif place is not None:
        _move(rows, verb, place)
    anchor = f"{name}-{key}" if any(row["key"] == key for row in rows) else name
    return {**content, name: rows}, anchor


def _blank_row(key: str, texts: list[str], scalars: list[str]) -> dict[str, Any]:
    return {"key": key, **{name: {} for name in texts}, **dict.fromkeys(scalars, "")}


def _move(rows: list[dict[str, Any]], verb: str, place: int) -> None:
    if verb == REMOVE:
        del rows[place]
    elif verb == UP and place > 0:
        rows.insert(place - 1, rows.pop(place))
    elif verb == DOWN and place < len(rows) - 1:
        rows.insert(place + 1, rows.pop(place))
