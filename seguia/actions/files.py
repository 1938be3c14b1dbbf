"""Who may see the pictures and documents of a sheet: whoever may see the sheet."""

from typing import Any

from seguia.actions.models import Action, Status
from seguia.actions.services.media import OWNER_KIND
from seguia.core.permissions import allowed
from seguia.files.access import Access, register_owner


def can_see(user: Any, owner_id: str) -> Access:
    """Public while the sheet is published; the rest is for those who may read it now."""
    action = Action.objects.filter(pk=int(owner_id)).first() if owner_id.isdecimal() else None
    if action is None or not allowed("actions.view_action", user, action):
        return Access.NONE
    return Access.PUBLIC if action.status == Status.PUBLISHED else Access.PRIVATE


def register() -> None:
    """Answer for the files of sheets."""
    register_owner(OWNER_KIND, can_see)
