"""What upper floors show on an organisation's page; they register it when the app starts."""

from collections.abc import Callable
from typing import Any

from seguia.membership.models import Organisation

Section = Callable[[Organisation], tuple[str, dict[str, Any]]]
"""organisation → (template, context)."""

_SECTIONS: list[Section] = []


def register_section(section: Section) -> None:
    """Show one more section on every organisation's page."""
    if section not in _SECTIONS:
        _SECTIONS.append(section)


def sections_of(organisation: Organisation) -> list[tuple[str, dict[str, Any]]]:
    """The sections in the order in which they were registered."""
    return [section(organisation) for section in _SECTIONS]
