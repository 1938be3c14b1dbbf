"""Two people, one sheet: a three-way merge in which different fields and languages never meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from seguia.actions.content.shape import GROUPS, SCALARS, SETS, TEXTS, Content

MINE, THEIRS, BOTH = "mine", "theirs", "both"
Flat = dict[str, Any]


def flatten(content: Content) -> Flat:
    """Every single value under its path: `title.fr`, `stage`, `themes.waste`, `steps.<key>.text.ar`. A row itself
    is there as `steps.<key>` (True). Empty texts are not there."""
    flat = _flat_values(content, TEXTS, SCALARS, "")
    for name in SETS:
        flat |= {f"{name}.{code}": True for code in content.get(name, [])}
    for group in GROUPS.values():
        for row in content.get(group.name, []):
            prefix = f"{group.name}.{row['key']}"
            flat[prefix] = True
            flat |= _flat_values(row, group.texts, group.scalars, f"{prefix}.")
    return flat


def _flat_values(values: Mapping[str, Any], texts: list[str], scalars: list[str], prefix: str) -> Flat:
    flat = {
        f"{prefix}{name}.{language}": text
        for name in texts
        for language, text in (values.get(name) or {}).items()
        if text
    }
    return flat | {f"{prefix}{name}": values[name] for name in scalars if values.get(name) not in (None, "")}


@dataclass(frozen=True)
class Disagreement:
    """One value that both changed, or a row that one took out and the other changed (`is_row`)."""

    path: str
    base: Any
    mine: Any
    theirs: Any
    is_row: bool = False
    is_text: bool = False


@dataclass
class Merged:
    """The result; where both changed the same value, `content` has theirs until a choice says otherwise."""

    content: Content
    disagreements: list[Disagreement] = field(default_factory=list)


def merge(base: Content, mine: Content, theirs: Content, choices: Mapping[str, str] | None = None) -> Merged:
    """Merge what I and what they made of `base`. `choices` (path → mine, theirs, both) settles disagreements."""
    three = _Three(flatten(base), flatten(mine), flatten(theirs), choices or {})
    flat = three.merged()
    return Merged(_unflatten(flat, base, mine, theirs), three.disagreements)


class _Three:
    """The flattened three versions and what was settled."""

    def __init__(self, base: Flat, mine: Flat, theirs: Flat, choices: Mapping[str, str]) -> None:
        self.base, self.mine, self.theirs = base, mine, theirs
        self.choices = {path: choice for path, choice in choices.items() if choice in {MINE, THEIRS, BOTH}}
        self.disagreements: list[Disagreement] = []

    def merged(self) -> Flat:
        """All values; those of rows that are taken out are left out."""
        taken_out = self._rows_taken_out()
        kept_by_choice = {row: side for row, side in taken_out.items() if side is not None}
        flat: Flat = {}
        for path in sorted({*self.base, *self.mine, *self.theirs}):
            row = _row_of(path)
            if row in taken_out and row not in kept_by_choice:
                continue
            if row in kept_by_choice:
                value = (self.mine if kept_by_choice[row] == MINE else self.theirs).get(path)
            else:
                value = self._value(path)
            if value is not None:
                flat[path] = value
        return flat

    def _rows_taken_out(self) -> dict[str, str | None]:
        """Rows that one side removed → None, or the side whose row stays because it was changed there."""
        found: dict[str, str | None] = {}
        for row in [path for path in self.base if _row_of(path) == path]:
            in_mine, in_theirs = row in self.mine, row in self.theirs
            if in_mine and in_theirs:
                continue
            found[row] = None
            keeper = MINE if in_mine else THEIRS if in_theirs else None
            if keeper and self._has_changed(row, self.mine if in_mine else self.theirs):
                found[row] = self._settled_row(row, keeper)
        return found

    def _has_changed(self, row: str, side: Flat) -> bool:
        paths = {path for path in {*self.base, *side} if path.startswith(f"{row}.")}
        return any(self.base.get(path) != side.get(path) for path in paths)

    def _settled_row(self, row: str, keeper: str) -> str | None:
        """Without a choice the changed row stays: a text is never lost to somebody's removal."""
        choice = self.choices.get(row)
        if choice is None:
            self.disagreements.append(
                Disagreement(row, True, keeper == MINE or None, keeper == THEIRS or None, is_row=True)
            )
            return keeper
        return keeper if choice in (keeper, BOTH) else None

    def _value(self, path: str) -> Any:
        base, mine, theirs = self.base.get(path), self.mine.get(path), self.theirs.get(path)
        if mine in (base, theirs):
            return theirs
        if theirs == base:
            return mine
        return self._settled_value(path, base, mine, theirs)

    def _settled_value(self, path: str, base: Any, mine: Any, theirs: Any) -> Any:
        choice, is_text = self.choices.get(path), _is_text(path)
        if choice == MINE:
            return mine
        if choice == BOTH and is_text:
            return "\n\n".join(text for text in (theirs, mine) if text)
        if choice is None:
            self.disagreements.append(Disagreement(path, base, mine, theirs, is_text=is_text))
        return theirs


def _row_of(path: str) -> str | None:
    """`steps.<key>` for everything in that row."""
    group, _, rest = path.partition(".")
    return f"{group}.{rest.partition('.')[0]}" if group in GROUPS else None


def _is_text(path: str) -> bool:
    parts = path.split(".")
    if parts[0] in GROUPS:
        return len(parts) == 4
    return parts[0] in TEXTS


def _unflatten(flat: Flat, base: Content, mine: Content, theirs: Content) -> Content:
    content: Content = _values(flat, TEXTS, SCALARS, "")
    for name in SETS:
        content[name] = sorted(path.partition(".")[2] for path in flat if path.startswith(f"{name}."))
    for group in GROUPS.values():
        present = {path.split(".")[1] for path in flat if _row_of(path) == path and path.startswith(f"{group.name}.")}
        keys = [_keys(side, group.name) for side in (base, mine, theirs)]
        content[group.name] = [
            {"key": key, **_values(flat, group.texts, group.scalars, f"{group.name}.{key}.")}
            for key in merged_order(*keys)
            if key in present
        ]
    return content


def _values(flat: Flat, texts: list[str], scalars: list[str], prefix: str) -> Content:
    values: Content = {name: {} for name in texts}
    for name in texts:
        start = f"{prefix}{name}."
        values[name] = {path[len(start) :]: text for path, text in flat.items() if path.startswith(start)}
    return values | {name: flat.get(f"{prefix}{name}", _empty(name)) for name in scalars}


def _empty(name: str) -> Any:
    return None if name in {"cost", "cost_year", "year", "value", "amount"} else ""


def _keys(content: Content, group: str) -> list[str]:
    return [row["key"] for row in content.get(group, [])]


def merged_order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Their order, unless only I moved rows; rows of the other side come after the row they followed there."""
    moved_by_me = [key for key in mine if key in base] != [key for key in base if key in mine]
    moved_by_them = [key for key in theirs if key in base] != [key for key in base if key in theirs]
    first, second = (mine, theirs) if moved_by_me and not moved_by_them else (theirs, mine)
    result = list(first)
    for place, key in enumerate(second):
        if key not in result:
            before = next((other for other in reversed(second[:place]) if other in result), None)
            result.insert(result.index(before) + 1 if before is not None else 0, key)
    return result
