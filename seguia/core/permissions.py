"""Permissions: `rules` predicates over role and state, and a refusal that says why."""

from collections.abc import Callable
from typing import Any

import rules

from seguia.core.errors import Message, Refused

Why = Callable[[Any, Any], Message]
_REASONS: dict[str, Why] = {}


def grant(permission: str, predicate: rules.Predicate, *, why: Why) -> None:
    """Register a permission; `why(user, object)` gives the sentence shown when it is refused."""
    rules.set_perm(permission, predicate) if rules.perm_exists(permission) else rules.add_perm(permission, predicate)
    _REASONS[permission] = why


def allowed(permission: str, user: Any, target: Any = None) -> bool:
    """Whether `user` may; a person who was switched off is a visitor like any other."""
    return bool(rules.has_perm(permission, _person(user), target))


def require(permission: str, user: Any, target: Any = None) -> None:
    """Raise `Refused` with the reason unless `user` may."""
    if not allowed(permission, user, target):
        raise Refused(_REASONS[permission](_person(user), target), permission=permission)


def _person(user: Any) -> Any:
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 -- rules are written before apps are loaded

    return user if getattr(user, "is_active", False) else AnonymousUser()


def declared_permissions() -> list[str]:
    """All registered permissions, for the documentation test."""
    return sorted(_REASONS)
