"""What upper floors and neighbours show under "My town"; they register it when the app starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from seguia.membership.models import Organisation

Part = Callable[[Any, Organisation], tuple[str, dict[str, Any]] | None]
"""(person, organisation they act for) → (template, context); None when there is nothing to show."""


@dataclass(frozen=True)
class DashboardPart:
    """One part and where it stands."""

    code: str
    order: int
    part: Part


_PARTS: dict[str, DashboardPart] = {}


def register_part(code: str, *, order: int, part: Part) -> None:
    """Show one more part; small `order` first: 10 drafts, 20 questions, 30 colleagues, 40 mandates, 50 dues, 60 searches, 70 news."""
    _PARTS[code] = DashboardPart(code, order, part)


def dashboard_of(user: Any, organisation: Organisation) -> list[tuple[str, dict[str, Any]]]:
    """(template, context) of every part that has something to show."""
    parts = sorted(_PARTS.values(), key=lambda part: part.order)
    return [shown for part in parts if (shown := part.part(user, organisation)) is not None]
