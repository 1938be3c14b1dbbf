"""Reads: issues for everybody and for the desk, numbers of subscribers."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.permissions import require
from seguia.newsletter.models import Delivery, Issue, IssueItem, IssueState, Standing, Subscriber

MONTHS = 12


def sent_issues() -> "QuerySet[Issue]":
    """What everybody can read, the newest first: also while the last mails are on their way, for they link to it."""
    return Issue.objects.filter(state__in=[IssueState.SENDING, IssueState.SENT]).order_by("-send_at", "-pk")


def sent_issue(public_id: str) -> Issue:
    """One that everybody can read. Raises NotFound."""
    found = sent_issues().filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no newsletter at this address."))
    return found


def all_issues(user: Any) -> "QuerySet[Issue]":
    """For the desk, the newest first. Raises Refused."""
    require("newsletter.edit_issue", user)
    return Issue.objects.order_by("-pk")


def issue_for(user: Any, public_id: str) -> Issue:
    """One in whatever state, with its parts. Raises Refused, NotFound."""
    items = Prefetch("items", IssueItem.objects.order_by("position", "pk"))
    found = all_issues(user).filter(public_id=public_id).prefetch_related(items).first()
    if found is None:
        raise NotFound(_("There is no newsletter at this address."))
    return found


def progress_of(issue: Issue) -> dict[str, int]:
    """Mails by state (`queued`, `sent` …), while the outbox remembers them. One query."""
    rows = Delivery.objects.filter(issue=issue, message__isnull=False).order_by("message__state")
    return dict(rows.values_list("message__state").annotate(number=Count("pk")))


@dataclass(frozen=True)
class Month:
    """What a month brought."""

    first: datetime.date
    confirmed: int
    ended: int


@dataclass(frozen=True)
class Numbers:
    """How many people subscribe."""

    by_language: dict[str, int]
    total: int
    pending: int
    months: list[Month]


def subscriber_numbers(user: Any) -> Numbers:
    """By language, and what each of the last months brought, the latest first. Four queries. Raises Refused."""
    require("newsletter.see_subscribers", user)
    active = Subscriber.objects.filter(standing=Standing.ACTIVE).order_by("language")
    by_language = dict(active.values_list("language").annotate(number=Count("pk")))
    pending = Subscriber.objects.filter(standing=Standing.PENDING).count()
    return Numbers(by_language, sum(by_language.values()), pending, _months())


def _months() -> list[Month]:
    first = timezone.localdate().replace(day=1)
    firsts = [first]
    while len(firsts) < MONTHS:
        firsts.append((firsts[-1] - datetime.timedelta(days=1)).replace(day=1))
    since = timezone.make_aware(datetime.datetime.combine(firsts[-1], datetime.time()))
    confirmed, ended = _by_month("confirmed_at", since), _by_month("ended_at", since)
    return [Month(day, confirmed.get(day, 0), ended.get(day, 0)) for day in firsts]


def _by_month(field: str, since: datetime.datetime) -> dict[datetime.date, int]:
    rows = Subscriber.objects.filter(**{f"{field}__gte": since}, confirmed_at__isnull=False)
    counted = rows.annotate(month=TruncMonth(field)).order_by("month").values_list("month")
    return {month.date(): number for month, number in counted.annotate(number=Count("pk"))}
