"""Who may have a file: its owner's app says so, every time it is asked for."""

from collections.abc import Callable
from enum import Enum
from typing import Any


class Access(Enum):
    """The answer to one person's wish."""

    NONE = "none"
    PRIVATE = "private"
    """This person may, but nothing between may keep a copy."""
    PUBLIC = "public"


CanSee = Callable[[Any, str], Access]
"""(user, id of the owner) → what is allowed."""

_OWNERS: dict[str, CanSee] = {}


def register_owner(kind: str, can_see: CanSee) -> None:
    """Files of this kind of owner are shown as `can_see` says."""
    _OWNERS[kind] = can_see


def access_of(user: Any, owner_kind: str, owner_id: str) -> Access:
    """Nobody sees a file whose owner nobody answers for."""
    can_see = _OWNERS.get(owner_kind)
    return can_see(user, owner_id) if can_see else Access.NONE
