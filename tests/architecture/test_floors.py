"""Imports go down the floors. The contracts hold, and they would notice if they did not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import ROOT, name_of, python_files

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """The contracts of pyproject.toml on the tree in `folder`."""
    return subprocess.run(
        [str(LINT_IMPORTS), "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house in another place, to plant something in."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path in python_files("seguia/"):
        place = folder / name_of(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    return folder


def test_house_keeps_its_floors() -> None:
    told = lint(ROOT)
    assert told.returncode == 0, told.stdout


def test_copy_of_the_house_keeps_them_too(copied: Path) -> None:
    told = lint(copied)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("seguia/core/planted.py", "import seguia.ui.addresses"),
        ("seguia/ui/planted.py", "from seguia.accounts.models import User"),
        ("seguia/search/planted.py", "from seguia.territories.models import Territory"),
        ("seguia/territories/planted.py", "from seguia.membership.models import Organisation"),
        ("seguia/membership/planted.py", "import seguia.actions.models"),
        ("seguia/actions/planted.py", "import seguia.portal.apps"),
        ("seguia/vocabulary/planted.py", "from seguia.audit.services import record_event"),
        ("seguia/files/planted.py", "def late() -> None:\n    from seguia.vocabulary.models import Concept"),
        ("seguia/portal/planted.py", "import seguia.config.settings"),
        ("seguia/actions/rules.py", "import seguia.ui.forms"),
        ("seguia/unheard_of/__init__.py", "import seguia.core.errors"),
    ],
)
def test_illegal_import_is_noticed(copied: Path, place: str, line: str) -> None:
    """The control: one planted line breaks a contract."""
    planted = copied / place
    before = planted.read_bytes() if planted.exists() else None
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    try:
        told = lint(copied)
        assert told.returncode == 1, told.stdout
        assert "BROKEN" in told.stdout or "not listed as layers" in told.stdout, told.stdout + told.stderr
    finally:
        planted.unlink()
        if before is not None:
            planted.write_bytes(before)
        elif planted.name == "__init__.py":
            planted.parent.rmdir()
