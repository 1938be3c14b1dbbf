"""Telling whoever submitted a method what became of it: an answer to their own act, in their language."""

from typing import Any

from seguia.library.models import Method
from seguia.membership.queries import organisation_ids_of
from seguia.notifications.services import notify

KIND = "library.decision"


def tell_author(method: Method, outcome: str, *, actor: Any, reason: str = "") -> None:
    """In the caller's transaction. Only who still acts for its organisation; nobody of what they did themselves."""
    person = method.submitted_by
    if person is None or person.pk == getattr(actor, "pk", None):
        return
    if method.organisation_id in organisation_ids_of(person):
        facts = {"outcome": outcome, "reason": reason}
        notify(KIND, to=[person], facts=facts, topic=method.public_id, about=method)
