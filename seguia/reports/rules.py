"""Who may decide on reports. Everybody may report."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.permissions import grant


def _is_secretariat(user: Any) -> bool:
    return bool(getattr(user, "is_active", False) and getattr(user, "is_staff", False))


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat_of_reports")


def register() -> None:
    """Grant the permissions of reports."""
    why = _("Only the network's secretariat may do this. Nothing was changed.")
    grant("reports.decide_report", is_secretariat, why=lambda user, target: why)
