"""Who may open the desk. What may be decided there is said by the permission of each pile."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.permissions import grant


def _is_secretariat(user: Any) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat_of_desk")


def register() -> None:
    """Grant the permissions of the desk."""
    figures = _("These figures are for the network's secretariat. The public ones are under “Statistics”.")
    why = _("The desk is for the network's secretariat. Your own sheets are under “My town”.")
    grant("portal.open_desk", is_secretariat, why=lambda user, target: why)
    grant("portal.read_statistics", is_secretariat, why=lambda user, target: figures)
