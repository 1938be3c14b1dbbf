"""Who may save searches and change them."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.permissions import grant
from seguia.portal.models import SavedSearch


def _is_owner(user: Any, search: SavedSearch | None) -> bool:
    return search is not None and search.user_id == getattr(user, "pk", None)


is_owner = rules.predicate(_is_owner, name="is_owner_of_search")


def register() -> None:
    """Grant the permissions of saved searches."""
    sign_in = _("Sign in to save searches. Nothing was saved.")
    others = _("Only the person who saved this search may change it. Nothing was changed.")
    grant("portal.save_search", rules.is_authenticated, why=lambda user, target: sign_in)
    grant("portal.change_saved_search", is_owner, why=lambda user, target: others)
