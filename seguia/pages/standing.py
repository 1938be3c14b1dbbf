"""Who writes pages and news: the secretariat, and whoever it has let do so."""

from typing import Any

from seguia.pages.models import PageEditor


def is_page_editor(user: Any) -> bool:
    """Whether this person may write today; one query for people outside the secretariat, kept on the object."""
    if not getattr(user, "is_active", False):
        return False
    if user.is_staff:
        return True
    known: bool | None = getattr(user, "_is_page_editor", None)
    if known is None:
        known = PageEditor.objects.filter(user=user).exists()
        user._is_page_editor = known
    return known
