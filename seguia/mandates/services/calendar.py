"""The calendar of elections, kept by the secretariat."""

from typing import Any

from django.db import transaction

from seguia.audit.services import record_event
from seguia.core.permissions import require
from seguia.mandates.models import Term

COLUMNS = (
    "country",
    "council",
    "year",
    "election_date",
    "second_round",
    "sitting_from",
    "sitting_until",
    "years",
    "source",
)


def save_term(*, user: Any, term: Term | None = None, **facts: Any) -> Term:
    """Add an election to the calendar or put one right. Raises Refused, ValidationError."""
    with transaction.atomic():
        require("mandates.edit_calendar", user)
        fresh = Term.objects.select_for_update().get(pk=term.pk) if term else Term()
        for name in COLUMNS:
            if name in facts:
                setattr(fresh, name, facts[name])
        fresh.country = fresh.country.upper()
        fresh.full_clean()
        fresh.save()
        record_event("mandates.calendar.saved", fresh, actor=user, election=str(fresh))
    return fresh
