"""Who may change the register of territories."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant


def _is_secretariat(user: Any, target: Any = None) -> bool:
    """The network's secretariat, while active."""
    return bool(getattr(user, "is_staff", False) and getattr(user, "is_active", False))


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat")


def _why(user: Any, target: Any) -> Message:
    return _("Only the secretariat may change the register of territories. Nothing was changed.")


def register() -> None:
    """Register the permissions of this feature."""
    grant("territories.import", is_secretariat, why=_why)
    grant("territories.record_event", is_secretariat, why=_why)
