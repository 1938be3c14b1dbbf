"""Who may see a picture of the library: everybody while a live page shows it, else those who write pages."""

from typing import Any

from seguia.files.access import Access, register_owner
from seguia.pages.models import ImageUse, Page
from seguia.pages.models.image import OWNER_KIND
from seguia.pages.preview import PreviewGuest
from seguia.pages.standing import is_page_editor


def can_see(user: Any, owner_id: str) -> Access:
    """Public while something live shows it; private for editors and for guests of a page that shows it."""
    if not owner_id.isdecimal():
        return Access.NONE
    uses = ImageUse.objects.filter(image_id=int(owner_id))
    if uses.filter(page__in=Page.objects.live()).exists():
        return Access.PUBLIC
    if isinstance(user, PreviewGuest):
        return Access.PRIVATE if uses.filter(page_id=user.page_id).exists() else Access.NONE
    return Access.PRIVATE if is_page_editor(user) else Access.NONE


def register() -> None:
    """Answer for the files of the library."""
    register_owner(OWNER_KIND, can_see)
