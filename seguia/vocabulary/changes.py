"""Telling those above that the words have changed, and what was done: they register here when the app starts."""

from collections.abc import Callable
from typing import Any

from seguia.core.identifiers import new_public_id
from seguia.vocabulary.models import Revision

_LISTENERS: list[Callable[[], object]] = []
_RECORDERS: list[Callable[..., object]] = []
_ONLY = 1
"""The one row of `Revision`."""


def register_listener(listener: Callable[[], object]) -> None:
    """Have `listener` called inside the transaction of every change of the vocabulary."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell_changed() -> None:
    """The last call of every service that changes words."""
    Revision.objects.update_or_create(pk=_ONLY, defaults={"code": new_public_id()})
    for listener in _LISTENERS:
        listener()


def revision() -> str:
    """The present state of the vocabulary; empty as long as nothing was ever loaded or written."""
    return Revision.objects.filter(pk=_ONLY).values_list("code", flat=True).first() or ""


def hold_vocabulary() -> None:
    """Wait for others who change concepts, and let them wait until the end of this transaction: two changes that are
    sound by themselves may make a circle together."""
    Revision.objects.get_or_create(pk=_ONLY, defaults={"code": new_public_id()})
    Revision.objects.select_for_update().get(pk=_ONLY)


def register_recorder(recorder: Callable[..., object]) -> None:
    """Have deeds written down, as `audit.services.record_event` does (code, target, actor=…, **facts)."""
    if recorder not in _RECORDERS:
        _RECORDERS.append(recorder)


def record(code: str, target: Any, *, actor: Any, **facts: Any) -> None:
    """Tell what was done, inside its transaction."""
    for recorder in _RECORDERS:
        recorder(code, target, actor=actor, **facts)
