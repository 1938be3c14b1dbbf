"""Who works with dues: the secretariat writes them; representatives and billing contacts of a member see their own."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.errors import Message
from seguia.core.permissions import grant
from seguia.dues.queries.members import sees_dues_of


def _is_secretariat(user: Any, target: Any = None) -> bool:
    return bool(getattr(user, "is_staff", False) and getattr(user, "is_active", False))


def _sees(user: Any, paper: Any) -> bool:
    """An invoice or a payment: of the own organisation, or for the secretariat."""
    return _is_secretariat(user) or (paper is not None and sees_dues_of(user, paper.membership.organisation_id))


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat")
sees_paper = rules.predicate(_sees, name="sees_paper_of_dues")


def _why_staff(user: Any, target: Any) -> Message:
    return _("Only the network's secretariat may do this with dues. Nothing was changed.")


def _why_paper(user: Any, target: Any) -> Message:
    return _("Only representatives and billing contacts of this member may do this. Nothing was changed.")


def register() -> None:
    """Register the permissions of this feature."""
    for verb in ("edit_scale", "run_call", "issue_invoice", "record_payment", "remind", "export", "edit_issuer"):
        grant(f"dues.{verb}", is_secretariat, why=_why_staff)
    grant("dues.view_paper", sees_paper, why=_why_paper)
    grant("dues.route_invoice", sees_paper, why=_why_paper)
