"""Who reads the record: the secretariat."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant


def _is_secretariat(user: Any, target: Any = None) -> bool:
    """A member of the network's secretariat."""
    return bool(getattr(user, "is_staff", False))


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat")


def _why(user: Any, target: Any) -> Message:
    return _("Only the network's secretariat may read the record of deeds.")


def register() -> None:
    """Called when the app starts."""
    grant("audit.read_record", is_secretariat, why=_why)
