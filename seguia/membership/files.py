"""Who may read the deliberation that came with a request: the secretariat and the person who sent it."""

from typing import Any

from seguia.core.permissions import allowed
from seguia.files.access import Access, register_owner
from seguia.membership.models import Application
from seguia.membership.services.requests import OWNER_KIND


def can_see(user: Any, owner_id: str) -> Access:
    """Never public."""
    application = Application.objects.filter(membership__public_id=owner_id).first()
    if application is None or not allowed("membership.view_application", user, application):
        return Access.NONE
    return Access.PRIVATE


def register() -> None:
    """Answer for these files."""
    register_owner(OWNER_KIND, can_see)
