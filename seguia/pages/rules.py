"""Who may do what with pages, pictures and menus; a refusal says why."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.permissions import grant
from seguia.pages.models import Page
from seguia.pages.standing import is_page_editor


def _can_view(user: Any, page: Page | None) -> bool:
    """The same as `queries.visible_pages`, for one page."""
    return page is not None and (page.is_live() or is_page_editor(user))


def _can_edit(user: Any, target: Any) -> bool:
    return is_page_editor(user)


def _is_secretariat(user: Any, target: Any) -> bool:
    return bool(getattr(user, "is_active", False) and user.is_staff)


can_view = rules.predicate(_can_view, name="can_view_page")
can_edit = rules.predicate(_can_edit, name="can_edit_page")
is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat")


def register() -> None:
    """Grant the permissions of this app."""
    not_public = _("This page is not published.")
    editors = _("Only the secretariat and the people it lets write pages may do this. Nothing was changed.")
    staff = _("Only the network's secretariat may do this. Nothing was changed.")
    grant("pages.view_page", can_view, why=lambda user, target: not_public)
    grant("pages.edit_page", can_edit, why=lambda user, target: editors)
    grant("pages.edit_menu", is_secretariat, why=lambda user, target: staff)
    grant("pages.grant_editor", is_secretariat, why=lambda user, target: staff)
