"""A progress bar for people at a terminal; silence elsewhere."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

T = TypeVar("T")


class Watcher:
    """Passes items through and shows how far it is. `total` may be unknown."""

    def __init__(self, *, is_visible: bool | None = None) -> None:
        self.is_visible = sys.stderr.isatty() if is_visible is None else is_visible

    def watch(self, items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
        """The same items, one by one."""
        if not self.is_visible:
            yield from items
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            yield from progress.track(items, total=total, description=label)
