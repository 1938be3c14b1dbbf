"""What the house knows of a person: every app that keeps something about people says how it is exported and erased."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seguia.accounts.models import User

Export = Callable[[User], Any]
"""person → plain JSON values; nothing about other people."""
Erase = Callable[[User], None]
"""Called inside the transaction of an erasure: removes or anonymises. What belongs to an organisation stays."""


@dataclass(frozen=True)
class PersonalData:
    """What one app keeps."""

    name: str
    export: Export
    erase: Erase


_KINDS: dict[str, PersonalData] = {}


def register_personal_data(name: str, *, export: Export, erase: Erase) -> None:
    """Have it in every person's export and erasure; `name` is a short English key such as "saved_searches"."""
    _KINDS[name] = PersonalData(name, export, erase)


def personal_data() -> list[PersonalData]:
    """All kinds, in the order in which they were registered."""
    return list(_KINDS.values())
