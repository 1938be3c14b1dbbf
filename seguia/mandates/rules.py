"""Who may change the public record of mandates, and who sees to a hand-over."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from seguia.core.permissions import grant
from seguia.membership.models import Organisation, Representation


def _is_secretariat(user: Any, target: Any = None) -> bool:
    return bool(getattr(user, "is_staff", False) and getattr(user, "is_active", False))


def _acts_for(user: Any, organisation: Organisation | None) -> bool:
    if organisation is None or not getattr(user, "is_active", False) or user.pk is None:
        return False
    return Representation.objects.of(user).writing().filter(organisation_id=organisation.pk).exists()


is_secretariat = rules.predicate(_is_secretariat, name="is_secretariat")
acts_for = rules.predicate(_acts_for, name="acts_for_organisation")


def register() -> None:
    """Register the permissions of this feature."""
    staff = _("Only the network's secretariat may do this. Nothing was changed.")
    people = _("Only people who act for this organisation, and the secretariat, may do this. Nothing was changed.")
    for name in ("edit_mandate", "import", "apply_election", "edit_calendar"):
        grant(f"mandates.{name}", is_secretariat, why=lambda user, target: staff)
    grant("mandates.see_to_handover", acts_for | is_secretariat, why=lambda user, target: people)
