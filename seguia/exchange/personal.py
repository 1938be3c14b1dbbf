"""What exchanges hold of a person."""

from typing import Any

from seguia.accounts.models import User
from seguia.accounts.personal_data import register_personal_data
from seguia.exchange.models import Feedback, MatchingRun, Posting

NOBODY = "nobody@invalid.invalid"
"""Stands where the address of an erased person stood, until a colleague names another."""


def export(user: User) -> dict[str, Any]:
    """What a person wrote for their town, and where they are named as a contact."""
    own = Posting.objects.filter(author=user).order_by("pk")
    named = Posting.objects.filter(contact_email__iexact=user.email).order_by("pk")
    written = Feedback.objects.filter(author=user).order_by("pk")
    return {
        "written": list(own.values("public_id", "side", "title", "created_at")),
        "contact_of": list(named.values("public_id", "contact_function", "contact_email", "contact_phone")),
        "feedback": list(written.values("match__public_id", "seen", "learnt", "following", "written_at")),
    }


def erase(user: User) -> None:
    """Offers, requests and feedback are the town's and stay, without the person and their address."""
    Posting.objects.filter(contact_email__iexact=user.email).update(
        contact_email=NOBODY, contact_phone="", contact_function=""
    )
    Posting.objects.filter(author=user).update(author=None)
    Feedback.objects.filter(author=user).update(author=None)
    MatchingRun.objects.filter(by=user).update(by=None)


def register() -> None:
    """Called when the app starts."""
    register_personal_data("exchanges", export=export, erase=erase)
