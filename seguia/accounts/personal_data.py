"""What the house knows of a person: every app that keeps something about people says how it is exported and erased."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seguia.accounts.models import User
from seguia.core.errors import Message

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
OWN = ("account", "ways_to_sign_in", "sessions")
"""Kinds of the ground floor itself (`own_data.py`)."""


def register_personal_data(name: str, *, export: Export, erase: Erase) -> None:
    """Have it in every person's export and erasure; `name` is a short English key such as "saved_searches"."""
    _KINDS[name] = PersonalData(name, export, erase)


@dataclass(frozen=True)
class Explanation:
    """What a person reads about one kind."""

    label: Message
    why: Message
    """Why it is kept, and what becomes of it when the account is erased."""
    stays: bool = False
    """Whether the thing itself outlives the account, only without the person."""


_EXPLANATIONS: dict[str, Explanation] = {}
Warn = Callable[[User], list[Message]]
"""person → what they should know before they erase their account."""
_WARNINGS: list[Warn] = []


def explain_personal_data(name: str, *, label: Message, why: Message, stays: bool = False) -> None:
    """Say in people's words what a kind is and why it is kept."""
    _EXPLANATIONS[name] = Explanation(label, why, stays)


def explanation_of(name: str) -> Explanation:
    """The words for a kind; its key where nobody has given any."""
    return _EXPLANATIONS.get(name) or Explanation(name.replace("_", " ").capitalize(), "")


def unexplained_kinds() -> list[str]:
    """Kinds without words, for the test that wants none."""
    return [name for name in _KINDS if name not in _EXPLANATIONS]


def register_erasure_warning(warn: Warn) -> None:
    """Have people told before they erase their account: "nobody else represents your town"."""
    if warn not in _WARNINGS:
        _WARNINGS.append(warn)


def erasure_warnings(user: User) -> list[Message]:
    """Everything this person should know first."""
    return [message for warn in _WARNINGS for message in warn(user)]


def personal_data() -> list[PersonalData]:
    """All kinds: the account itself first, the others in the order in which they were registered."""
    return sorted(_KINDS.values(), key=lambda kind: kind.name not in OWN)
