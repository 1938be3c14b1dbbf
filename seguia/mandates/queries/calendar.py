"""The calendar of elections: which comes next, and whether a day is election time."""

import datetime
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from seguia.mandates.models import Term
from seguia.mandates.models.term import council_of

AFTER_ELECTION = datetime.timedelta(days=60)
"""How long after the last first sitting a change of official still counts as the election's."""


def all_terms() -> "QuerySet[Term]":
    """Every election of every country, the latest first within a country."""
    return Term.objects.order_by("country", "council", "-year")


class Calendar:
    """The elections, read once."""

    def __init__(self) -> None:
        self._terms: dict[tuple[str, str], list[Term]] = {}
        for term in Term.objects.order_by("year"):
            self._terms.setdefault((term.country, term.council), []).append(term)

    def is_election_time(self, country: str, kind: str, day: datetime.date) -> bool:
        """Whether councils of this kind were being renewed on a day."""
        return any(
            term.election_date and term.handover_on and term.election_date <= day <= term.handover_on + AFTER_ELECTION
            for term in self._of(country, kind)
        )

    def next_election(self, country: str, kind: str, day: datetime.date | None = None) -> Term | None:
        """The next election of councils of this kind; None where the calendar does not say."""
        today = day or timezone.localdate()
        return next((term for term in self._of(country, kind) if not _is_past(term, today)), None)

    def _of(self, country: str, kind: str) -> Iterable[Term]:
        return self._terms.get((country, council_of(kind)), ())


def _is_past(term: Term, day: datetime.date) -> bool:
    return term.election_date < day if term.election_date else term.year < day.year
