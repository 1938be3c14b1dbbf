"""Small files, short functions, names that say something, nothing left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.repository import ROOT, faults, files, name_of, ours, python_files, templates, text_of

MOST_LINES, MOST_FUNCTION_LINES, MOST_TEMPLATE_LINES = 400, 60, 150
NAMES_THAT_SAY_NOTHING = {"utils", "util", "common", "helpers", "helper", "misc", "base"}
ALLOWED = {
    "seguia/core/sqlite/base.py": "Django loads a database backend by this name",
    "seguia/ui/templates/ui/base.html": "the page all pages extend",
    "seguia/accounts/templates/allauth/layouts/base.html": "allauth looks for this name",
}
LEFT_OVER = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
NOT_FOR_A_PROJECT = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "files\\." + "pythonhosted",
            "registry\\." + "npmjs",
            "proxy\\." + r"golang\.org",
            "--(?:extra-)?index" + "-url",
            "--trusted" + "-host",
            "(?<![\\w.])/" + "work/",
            "(?<![\\w.])/" + "root/",
            "(?<![\\w.])/" + r"home/\w",
            "/tmp" + "/brief",
        ]
    )
)
READABLE = (
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".json",
    ".jsonl",
    ".csv",
    ".tsv",
    ".po",
    ".yml",
)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def readable_files() -> list[Path]:
    """Everything people read, scripts without ending among it."""
    return [path for path in files() if path.suffix in READABLE or path.parent.name in {"script", ".ci"}]


def test_files_are_short() -> None:
    counts = {path: text_of(path).count("\n") for path in [*python_files(), *ours(".js"), *ours("", under="script/")]}
    found = [f"{name_of(path)}: {count} lines" for path, count in counts.items() if count > MOST_LINES]
    assert not found, faults(found)


def test_functions_are_short() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in python_files()
        for node in functions(path)
        if node.end_lineno and node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert not found, faults(found)


def test_templates_are_short() -> None:
    counts = {path: text_of(path).count("\n") for path in templates()}
    found = [f"{name_of(path)}: {count} lines" for path, count in counts.items() if count > MOST_TEMPLATE_LINES]
    assert not found, faults(found)


def test_no_file_has_a_name_that_says_nothing() -> None:
    found = [
        name_of(path)
        for path in ours("", under="seguia/")
        if NAMES_THAT_SAY_NOTHING & {path.stem, *path.relative_to(ROOT).parts[:-1]} and name_of(path) not in ALLOWED
    ]
    assert not found, faults(found)


def test_every_module_says_why_it_is_there() -> None:
    def speaks(path: Path) -> bool:
        tree = ast.parse(text_of(path))
        nodes = [tree, *tree.body] if path.name == "apps.py" else [tree]
        told = [ast.get_docstring(node) for node in nodes if isinstance(node, ast.Module | ast.ClassDef)]
        return not tree.body or any(told)

    found = [name_of(path) for path in python_files() if not speaks(path)]
    assert not found, faults(found)


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{name_of(path)}:{number} {line.strip()[:100]}"
        for path in ours(*READABLE)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if LEFT_OVER.search(line)
    ]
    assert not found, faults(found)


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    found = [
        f"{name_of(path)}:{number} {line.strip()[:100]}"
        for path in readable_files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if NOT_FOR_A_PROJECT.search(line)
    ]
    assert not found, faults(found)


def test_these_two_would_be_noticed() -> None:
    """The control."""
    assert LEFT_OVER.search("# TO" + "DO: later")
    assert not LEFT_OVER.search("todos los días")
    for line in (
        "-i https://pypi" + ".org/simple",
        "--index" + "-url x",
        "cd /" + "work/main",
        "see /" + "home/anna/x",
    ):
        assert NOT_FOR_A_PROJECT.search(line), line
    for line in ("--no-emit-index" + "-url", "https://example.fr/home/" + "x", "docs/" + "work/x"):
        assert not NOT_FOR_A_PROJECT.search(line), line


def test_every_pinned_package_carries_hashes() -> None:
    found = []
    for name in ("base", "dev"):
        text = text_of(ROOT / "requirements" / f"{name}.txt").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        assert len(lines) > 20
        pinned = re.compile(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==[\w.!+]+(\s*;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
        found += [f"{name}.txt: {line[:80]}" for line in lines if not pinned.fullmatch(line)]
    assert not found, faults(found)
