"""The worker's job: an issue that is due goes into the outbox, so many subscribers at a time.

Each chunk is one transaction behind the lock on the issue: mails, deliveries and how far it has come. A worker that is killed
leaves whole chunks; two workers never take the same one, and the database refuses a second delivery to anybody.
"""

import logging
import time

from django.db import transaction
from django.utils import timezone

from seguia.audit.services import record_event
from seguia.newsletter.models import Delivery, Issue, IssueState, Standing, Subscriber
from seguia.newsletter.subscribing import ISSUE
from seguia.notifications.queries import blocked_among
from seguia.notifications.services import Letter, queue_messages

log = logging.getLogger("seguia.newsletter")
CHUNK = 200
RUN_SECONDS = 2.0


def send_due_issues(seconds: float = RUN_SECONDS) -> int:
    """Queue what is due; returns how many mails were queued."""
    until, queued = time.monotonic() + seconds, 0
    due = Issue.objects.filter(state__in=[IssueState.SCHEDULED, IssueState.SENDING], send_at__lte=timezone.now())
    for pk in due.order_by("send_at", "pk").values_list("pk", flat=True):
        while time.monotonic() < until:
            number = queue_chunk(pk)
            if number is None:
                break
            queued += number
    return queued


def queue_chunk(pk: int) -> int | None:
    """The next subscribers of an issue; None when nothing is left to do for it."""
    with transaction.atomic():
        issue = locked_issue(pk)
        if issue is None or issue.state not in {IssueState.SCHEDULED, IssueState.SENDING}:
            return None
        waiting = Subscriber.objects.filter(standing=Standing.ACTIVE, pk__gt=issue.sent_up_to)
        chunk = list(waiting.order_by("pk")[:CHUNK])
        if not chunk:
            _finish(issue)
            return None
        number = _queue(issue, chunk)
        issue.state = IssueState.SENDING
        issue.recipients += number
        issue.sent_up_to = chunk[-1].pk
        issue.save()
    return number


def locked_issue(pk: int) -> Issue | None:
    """Only one worker at a time."""
    return Issue.objects.select_for_update().filter(pk=pk).first()


def _queue(issue: Issue, chunk: list[Subscriber]) -> int:
    blocked = blocked_among([str(subscriber.email) for subscriber in chunk])
    chosen = [subscriber for subscriber in chunk if subscriber.email not in blocked]
    messages = queue_messages(ISSUE, [letter_to(subscriber, issue) for subscriber in chosen])
    Delivery.objects.bulk_create(
        Delivery(issue=issue, subscriber=subscriber, message=message)
        for subscriber, message in zip(chosen, messages, strict=True)
    )
    return len(chosen)


def letter_to(subscriber: Subscriber, issue: Issue) -> Letter:
    """What stands in the outbox; the issue is written when it is sent."""
    facts = {"issue": issue.public_id, "subscriber": subscriber.public_id}
    return Letter(str(subscriber.email), subscriber.language, subscriber.public_id, facts)


def _finish(issue: Issue) -> None:
    issue.state, issue.sent_at = IssueState.SENT, timezone.now()
    issue.save()
    record_event("newsletter.issue.sent", issue, recipients=issue.recipients)
    log.info("issue %s is in the outbox for %d subscribers", issue.public_id, issue.recipients)
