"""What the code has, the documents name; what the documents point to, exists."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands

from seguia.core.permissions import declared_permissions
from tests.repository import ROOT, faults, name_of, ours, python_files, text_of

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
ARABIC = re.compile("[\u0600-\u06ff]")


def document(name: str) -> str:
    path = ROOT / "docs" / name
    assert path.is_file(), f"docs/{name} is missing"
    return text_of(path)


def read_variables(path: Path) -> set[str]:
    """Names given to `env.…("NAME")`, `os.environ.get("NAME")`, `os.environ["NAME"]`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            asked, source = node.args[0], ast.unparse(node.func.value)
        elif isinstance(node, ast.Subscript):
            asked, source = node.slice, ast.unparse(node.value)
        else:
            continue
        if (
            source in {"env", "os.environ", "environ"}
            and isinstance(asked, ast.Constant)
            and isinstance(asked.value, str)
        ):
            found.add(asked.value)
    return found


def own_commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if str(app).startswith("seguia."))


def test_every_variable_of_the_environment_is_told() -> None:
    read = set().union(*(read_variables(path) for path in python_files("seguia/") if "tests" not in path.parts))
    scripts = "\n".join(text_of(path) for path in ours("", under="script/"))
    read |= set(re.findall(r"\$\{?(SEGUIA_[A-Z_]+)", scripts))
    read -= {"DJANGO_SETTINGS_MODULE"}
    assert {"SEGUIA_MODE", "SEGUIA_DATA", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"} <= read
    told = document("running.md")
    assert not (missing := sorted(name for name in read if f"`{name}`" not in told)), faults(missing)


def test_no_variable_is_told_that_nobody_reads() -> None:
    read = "\n".join(text_of(path) for path in [*python_files("seguia/"), *ours("", under="script/")])
    told = set(re.findall(r"`(SEGUIA_[A-Z_]+|[A-Z]+_URL)`", document("running.md")))
    assert not (surplus := sorted(name for name in told if name not in read)), faults(surplus)


def test_every_command_is_told() -> None:
    assert {"worker", "index", "search", "vocabulary"} <= set(own_commands())
    told = document("running.md")
    assert not (missing := [name for name in own_commands() if f"script/seguia {name}" not in told]), faults(missing)


def test_every_permission_is_told() -> None:
    assert declared_permissions()
    told = document("permissions.md")
    assert not (missing := [name for name in declared_permissions() if f"`{name}`" not in told]), faults(missing)
    named = re.findall(r"^\| `([\w.]+)`", told, re.MULTILINE)
    assert not (surplus := sorted(set(named) - set(declared_permissions()))), faults(surplus)


def test_every_part_of_the_api_is_told() -> None:
    api: Any = pytest.importorskip("seguia.config.api").api
    paths = api.get_openapi_schema()["paths"].values()
    tags = {tag for methods in paths for operation in methods.values() for tag in operation.get("tags", [])}
    assert tags
    told = document("api.md")
    assert not (missing := sorted(tag for tag in tags if f"`{tag}`" not in told)), faults(missing)


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in HEADING.findall(text_of(path)))
    return {re.sub(r"\s", "-", heading.strip()) for heading in plain}


def dead_links(path: Path) -> list[str]:
    found = []
    for target in LINK.findall(re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL)):
        place, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        aim = (path.parent / place).resolve() if place else path
        if not aim.exists() or (anchor and aim.suffix == ".md" and anchor not in anchors(aim)):
            found.append(f"{name_of(path)}: {target}")
    return found


def test_every_link_of_a_document_leads_somewhere() -> None:
    documents = [*ours(".md", under="docs/"), *(path for path in ours(".md") if path.parent == ROOT)]
    assert {"README.md", "docs/architecture.md", "docs/running.md"} <= {name_of(path) for path in documents}
    found = [dead for path in documents for dead in dead_links(path)]
    assert not found, faults(found)


def test_dead_link_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr("tests.documentation.test_documents.name_of", lambda path: path.name)
    page = tmp_path / "page.md"
    page.write_text(
        "# One thing\n[a](#one-thing) [b](#other) [c](gone.md) [d](page.md) [e](https://x.example)", "utf-8"
    )
    assert dead_links(page) == ["page.md: #other", "page.md: gone.md"]


def test_every_word_of_the_glossary_has_three_languages() -> None:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in document("glossary.md").splitlines()
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line)
    ]
    headings = [row for row in rows if row[:3] == ["العربية", "Français", "English"]]
    words = [row for row in rows if row not in headings]
    assert headings
    assert len(words) > 60
    broken = [
        row
        for row in words
        if len(row) < 3 or not all(row[:3]) or [bool(ARABIC.search(c)) for c in row[:3]] != [True, False, False]
    ]
    assert not broken, faults([str(row) for row in broken])
    english = [row[2].lower() for row in words]
    assert not (twice := sorted({word for word in english if english.count(word) > 1})), faults(twice)


def test_licence_is_the_one_that_is_declared() -> None:
    text = text_of(ROOT / "LICENSE")
    assert text.split()[:7] == ["GNU", "AFFERO", "GENERAL", "PUBLIC", "LICENSE", "Version", "3,"]
    assert "13. Remote Network Interaction; Use with the GNU General Public License." in text
    assert 'license = "AGPL-3.0-or-later"' in text_of(ROOT / "pyproject.toml")
    assert "AGPL-3.0-or-later" in text_of(ROOT / "README.md")
