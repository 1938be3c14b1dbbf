"""Who may do what with the mails of others: very little."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.permissions import grant


def _is_own_address(user: Any, address: Any) -> bool:
    return bool(getattr(user, "email", "")) and str(address or "").lower() == user.email.lower()


own_address = rules.predicate(_is_own_address, name="is_own_address")


def register() -> None:
    """Grant the permissions of this app."""
    others = _("Only the secretariat or the person whose address it is may do this. Nothing was changed.")
    desk = _("Only the network's secretariat may see which mails did not arrive.")
    grant("notifications.clear_bounce", rules.is_staff | own_address, why=lambda user, target: others)
    grant("notifications.see_failures", rules.is_staff, why=lambda user, target: desk)
