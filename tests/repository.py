"""The files of the house, as its own tests look at them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = ("vendor/", "node_modules/")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or may be committed; all files where this is no working copy."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
    else:
        skipped = {".venv", "var", "__pycache__", ".git"}
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        names = [str(path) for path in found if not skipped & set(path.parts)]
    return tuple(path for name in sorted(names) if (path := ROOT / name).is_file())


def name_of(path: Path) -> str:
    """The path as it is told in a message."""
    return path.relative_to(ROOT).as_posix()


def ours(*endings: str, under: str = "") -> list[Path]:
    """Files that we wrote ourselves, by ending and folder; nothing of others."""
    return [
        path
        for path in files()
        if path.name.endswith(endings)
        and name_of(path).startswith(under)
        and not any(part in name_of(path) for part in NOT_OURS)
    ]


def python_files(under: str = "") -> list[Path]:
    """Our Python files without generated migrations."""
    return [path for path in ours(".py", under=under) if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Our templates."""
    return [path for path in ours(".html", under="seguia/") if "templates" in path.parts]


def text_of(path: Path) -> str:
    """What stands in a file."""
    return path.read_text(encoding="utf-8")


def faults(found: list[str]) -> str:
    """A message that lists everything at once."""
    return "\n  ".join(["", *found])
