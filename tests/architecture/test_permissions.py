"""Every permission that is declared is asked for somewhere: one that nobody checks protects nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from seguia.core.permissions import declared_permissions

ROOT = Path(__file__).resolve().parents[2] / "seguia"
ASKING = {"require", "allowed"}
IN_SQL = {"pages.view_page"}
"""Only lists apply it (`pages.queries.visible_pages`), also to one page; its tests prove that the rule says the same."""


def asked_in(source: str) -> Iterator[str]:
    """Patterns of the permissions a module asks for: the first argument of `require` and `allowed`, or `permission=`.

    A name there stands for any text of the module: `require(PERMISSION, user)`.
    """
    tree = ast.parse(source)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        asked = [word.value for word in call.keywords if word.arg == "permission"]
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in ASKING:
            asked += call.args[:1]
        for value in asked:
            yield from _patterns(value, tree)


def _patterns(value: ast.expr, tree: ast.Module) -> Iterator[str]:
    if isinstance(value, ast.Constant):
        yield re.escape(str(value.value))
    elif isinstance(value, ast.JoinedStr):
        yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[a-z]+" for p in value.values)
    else:
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        yield from (re.escape(text) for text in texts if isinstance(text, str) and re.fullmatch(r"\w+\.\w+", text))


def unasked(declared: list[str], sources: list[str]) -> list[str]:
    """Declared permissions that no module asks for."""
    patterns = {pattern for source in sources for pattern in asked_in(source)}
    return [name for name in declared if not any(re.fullmatch(pattern, name) for pattern in patterns)]


def _sources() -> list[str]:
    modules = [path for path in ROOT.rglob("*.py") if "tests" not in path.parts]
    named = dict(re.findall(r'^([A-Z_]+) = "(\w+\.\w+)"$', "\n".join(_text(p) for p in modules if _is_rules(p)), re.M))
    return [_with_names(_text(path), named) for path in modules if not _is_rules(path)]


def _is_rules(path: Path) -> bool:
    return path.name == "rules.py"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _with_names(source: str, named: dict[str, str]) -> str:
    """The module with the names it takes from `rules.py` written out."""
    taken = re.findall(r"^from seguia\.\w+\.rules import (.+)$", source, re.MULTILINE)
    known = [name for names in taken for name in names.split(", ") if name in named]
    return source + "".join(f'\n{name} = "{named[name]}"\n' for name in known)


def test_every_permission_is_asked_for() -> None:
    assert unasked(declared_permissions(), _sources()) == sorted(IN_SQL)


def test_permission_that_nobody_asks_for_would_be_noticed() -> None:
    """The control."""
    assert unasked(["pages.plant"], [*_sources(), 'grant("pages.plant", is_staff)']) == ["pages.plant"]
    assert unasked(["pages.plant"], ['require("pages.plant", user)']) == []
