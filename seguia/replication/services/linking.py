"""The town of origin says whether it agrees to be named: yes, no, or no more."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.replication.journey import write_journey
from seguia.replication.models import Consent, Replication
from seguia.replication.services.locking import locked_for, note_change
from seguia.replication.services.showing import set_link
from seguia.replication.telling import tell_adopters

ANSWERS: dict[str, tuple[Consent, ...]] = {
    Consent.NONE: (),
    Consent.WAITING: (Consent.CONFIRMED, Consent.REFUSED),
    Consent.CONFIRMED: (Consent.WITHDRAWN,),
    Consent.REFUSED: (Consent.CONFIRMED,),
    Consent.WITHDRAWN: (Consent.CONFIRMED,),
}
"""What stands now → what can be answered."""


def answer_link(plan: Replication, *, user: Any, answer: str) -> Replication:
    """Confirm, refuse or withdraw; the people of the plan are told. The same answer again changes nothing. Raises
    Refused, NotFound, Conflict when a colleague answered otherwise since, ValidationError."""
    if answer not in {Consent.CONFIRMED, Consent.REFUSED, Consent.WITHDRAWN}:
        raise ValidationError(_("Choose one of the answers."))
    with transaction.atomic():
        fresh = locked_for(plan, user, "replication.answer_link")
        if fresh.consent == answer:
            return fresh
        if answer not in ANSWERS[fresh.consent]:
            raise Conflict(
                _("This was answered meanwhile: “%(state)s”. Nothing was changed.")
                % {"state": fresh.get_consent_display()},
                code="answered",
            )
        fresh.consent, fresh.consent_at, fresh.consent_by = answer, timezone.now(), user
        set_link(fresh)
        note_change(fresh, "consent", "consent_at", "consent_by", "is_linked", "linked_at")
        record_event(f"replication.link.{answer}", fresh, actor=user)
        write_journey(fresh)
        tell_adopters(fresh, answer, actor=user)
    return fresh
