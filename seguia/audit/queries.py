"""Reads of the record: by deed, object, person and day; a person's own deeds."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from seguia.accounts.models import User
from seguia.audit.models import AuditEvent
from seguia.audit.sentences import sentence_of

PER_PAGE = 50
MAX_PAGE = 10_000


@dataclass(frozen=True)
class Filters:
    """What is looked for; empty fields do not matter."""

    code: str = ""
    object: str = ""
    """`actions.action:12`, `actions.action` or `12`."""
    person: str = ""
    """Part of a name or address."""
    since: datetime.date | None = None
    until: datetime.date | None = None
    """The last day, included."""


@dataclass(frozen=True)
class Row:
    """A deed as people read it."""

    event: AuditEvent
    sentence: str
    kind: str
    """What its object is, in people's words."""

    @property
    def object_key(self) -> str:
        """As the filter takes it."""
        return f"{self.event.object_kind}:{self.event.object_id}"

    @property
    def is_of_former_member(self) -> bool:
        """Somebody did it whose link to the record was cut."""
        return bool(self.event.person_ref) and self.event.actor is None


def events(filters: Filters) -> "QuerySet[AuditEvent]":
    """The latest first, with their people."""
    found = AuditEvent.objects.select_related("actor").order_by("-pk")
    if filters.code:
        found = found.filter(code=filters.code)
    if filters.object:
        kind, separator, number = filters.object.rpartition(":")
        wanted = Q(object_kind=kind, object_id=number) if separator else Q(object_kind=number) | Q(object_id=number)
        found = found.filter(wanted)
    if filters.person:
        named = Q(actor__name__icontains=filters.person) | Q(actor__email__icontains=filters.person)
        found = found.filter(named)
    if filters.since:
        found = found.filter(at__gte=_start(filters.since))
    if filters.until:
        found = found.filter(at__lt=_start(filters.until + datetime.timedelta(days=1)))
    return found


def _start(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def page_of_events(filters: Filters, number: str) -> tuple[list[Row], int, int]:
    """(rows, page, number of pages); a number that is none counts as 1."""
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    page = Paginator(events(filters), PER_PAGE).get_page(min(wanted, MAX_PAGE))
    return [as_row(event) for event in page.object_list], page.number, page.paginator.num_pages


def all_rows(filters: Filters) -> Iterator[Row]:
    """Every row that fits, read piece by piece."""
    return (as_row(event) for event in events(filters).iterator(chunk_size=1000))


def as_row(event: AuditEvent) -> Row:
    """With the words for people."""
    return Row(event, sentence_of(event), kind_name(event.object_kind))


def kind_name(label: str) -> str:
    """`actions.action` as people call it; of a kind that is no more, the label."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def deeds_of(user: User) -> list[dict[str, Any]]:
    """For the person's own copy of their data."""
    if not user.deed_ref:
        return []
    rows = AuditEvent.objects.filter(person_ref=user.deed_ref).order_by("pk")
    return [dict(row) for row in rows.values("at", "code", "object_kind", "object_id")]
