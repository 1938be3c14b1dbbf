"""Who may have the documents of a method: whoever may see the method."""

from typing import Any

from seguia.core.permissions import allowed
from seguia.files.access import Access, register_owner
from seguia.library.models import Method, Status
from seguia.library.services.documents import OWNER_KIND


def can_see(user: Any, owner_id: str) -> Access:
    """Public while the method is published; else for those who may read it now."""
    method = Method.objects.filter(pk=int(owner_id)).first() if owner_id.isdecimal() else None
    if method is None or not allowed("library.view_method", user, method):
        return Access.NONE
    return Access.PUBLIC if method.status == Status.PUBLISHED else Access.PRIVATE


def register() -> None:
    """Answer for the documents of methods."""
    register_owner(OWNER_KIND, can_see)
