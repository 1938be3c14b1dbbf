"""What is said of the project as a whole is the same on any database."""

from pathlib import Path

import pytest

ONCE = [Path(__file__).parent / name for name in ("architecture", "documentation", "translations")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rules of the house, rights of roles, documents, words: once is enough."""
    for item in items:
        if any(Path(str(item.path)).is_relative_to(folder) for folder in ONCE):
            item.add_marker(pytest.mark.once)
