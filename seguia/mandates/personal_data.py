"""What the house knows of an elected person with an account.

The public record (name, function, dates) is published by law and tells who governed when: it stays. What ties it to a
person's account is theirs and goes.
"""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.mandates.models import BulkChange, InvitedOfficial, Mandate, MandateRepresentation, Official, StagedImport


def export(user: User) -> Any:
    """Mandates known to be this person's."""
    mandates = Mandate.objects.filter(official__user=user).select_related("official", "territory")
    return [
        {
            "name": str(mandate.official),
            "territory": mandate.territory.reference,
            "function": mandate.function,
            "since": mandate.since.isoformat(),
            "until": mandate.until.isoformat() if mandate.until else None,
            "source": mandate.source,
        }
        for mandate in mandates.order_by("since", "pk")
    ]


def erase(user: User) -> None:
    """Untie the public record from the account; forget files and who applied what."""
    MandateRepresentation.objects.filter(representation__user=user).delete()
    InvitedOfficial.objects.filter(invitation__accepted_by=user).delete()
    Official.objects.filter(user=user).update(user=None)
    StagedImport.objects.filter(by=user).delete()
    BulkChange.objects.filter(by=user).update(by=None)


def register() -> None:
    """Tell the floor below."""
    register_personal_data("mandates", export=export, erase=erase)
