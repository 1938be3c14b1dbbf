"""Who may change the vocabulary."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant

EDIT = "vocabulary.edit_concept"


def _is_secretariat(user: Any, target: Any = None) -> bool:
    return bool(getattr(user, "is_staff", False) and getattr(user, "is_active", False))


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat")


def _why(user: Any, target: Any) -> Message:
    return _(
        "Only the network's secretariat may change the vocabulary, because every search uses it. Nothing was changed. "
        "Tell the secretariat which word is missing."
    )


def register() -> None:
    """Grant the permission of this app."""
    grant(EDIT, is_secretariat, why=_why)
