"""The subscription of a person with an account, by their address: export and erasure."""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.newsletter.consent import WORDING
from seguia.newsletter.models import Subscriber
from seguia.newsletter.subscribing import erase_subscription


def register() -> None:
    """Have it in every person's export and erasure."""
    register_personal_data("newsletter", export=export_subscription, erase=lambda user: erase_subscription(user.email))


def export_subscription(user: User) -> Any:
    """The subscription with the proof of consent; None without one."""
    found = Subscriber.objects.filter(email=user.email.lower()).first()
    if found is None:
        return None
    return {
        "standing": found.standing,
        "language": found.language,
        "asked_at": found.asked_at.isoformat(),
        "confirmed_at": found.confirmed_at.isoformat() if found.confirmed_at else None,
        "consent": str(WORDING.get(found.consent_version, "")),
        "consent_version": found.consent_version,
        "consent_language": found.consent_language,
    }
