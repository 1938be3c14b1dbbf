"""Deeds of people about their own account are told to the record, which stands a floor above and registers itself."""

from collections.abc import Callable
from typing import Any

_RECORDERS: list[Callable[..., object]] = []


def register_recorder(recorder: Callable[..., object]) -> None:
    """Have deeds written down, as `audit.services.record_event` does (code, target, actor=…, **facts)."""
    _RECORDERS[:] = [recorder]


def record(code: str, target: Any, *, actor: Any = None, **facts: Any) -> None:
    """Tell the record; nothing where there is none."""
    for recorder in _RECORDERS:
        recorder(code, target, actor=actor, **facts)
