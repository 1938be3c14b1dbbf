"""The worker's job: what waits for the daily or weekly mail goes into the outbox, one mail a person.

A digest is due at a fixed hour of the network's own time and holds what was told before it. Mail and mark are written in
one transaction behind the lock on the person; its Message-ID follows from person, period and hour, so that the database
itself refuses a second one. A worker that is killed has done nothing, or all.
"""

import datetime
import logging
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from seguia.accounts.models import User
from seguia.notifications.models import Mail, Notice, OutboxMessage, new_message_id
from seguia.notifications.outbox import queue_message
from seguia.notifications.preferences import DIGEST_MAIL

log = logging.getLogger("seguia.notifications")
BATCH = 200
"""People in one run: the next one follows within a minute."""
MOST = 500
"""Notices in one digest; what is left over comes with the next."""
_NAMES = uuid.UUID("5b0c1c52-7f6e-5a3c-9a55-6f1d3c7d2a10")


def queue_due_digests() -> int:
    """Put the digests that are due into the outbox; returns how many. One that fails does not hold up the others."""
    return sum(_queue_period(period) for period in (Mail.DAILY, Mail.WEEKLY))


def last_due(period: Mail, now: datetime.datetime | None = None) -> datetime.datetime:
    """The last hour at which such a digest was due, by the network's clock."""
    local = timezone.localtime(now or timezone.now())
    day = local.date()
    if period == Mail.WEEKLY:
        day -= datetime.timedelta(days=(day.weekday() - settings.DIGEST_DAY) % 7)
    due = _at_hour(day)
    return due if due <= local else _at_hour(day - datetime.timedelta(days=7 if period == Mail.WEEKLY else 1))


def _at_hour(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(settings.DIGEST_HOUR)))


def _queue_period(period: Mail) -> int:
    due, queued = last_due(period), 0
    for user_id in _waiting(period, due).order_by("user_id").values_list("user_id", flat=True).distinct()[:BATCH]:
        try:
            queued += queue_digest(user_id, period, due)
        except Exception:
            log.exception("the digest of person %s could not be queued and will be tried again", user_id)
    return queued


def _waiting(period: Mail, due: datetime.datetime) -> "QuerySet[Notice]":
    return Notice.objects.filter(mail=period, mailed_at=None, created_at__lt=due)


def queue_digest(user_id: int, period: Mail, due: datetime.datetime) -> int:
    """One person's digest: 1 when there was something to tell and none was made for this hour."""
    message_id = _message_id(user_id, period, due)
    with transaction.atomic():
        user = lock_person(user_id)
        if OutboxMessage.objects.filter(message_id=message_id).exists():
            return 0  # told while it was being gathered: comes with the next one
        waiting = list(_waiting(period, due).filter(user=user).order_by("pk").values_list("pk", "read_at")[:MOST])
        Notice.objects.filter(pk__in=[pk for pk, _read in waiting]).update(mailed_at=timezone.now())
        unread = [pk for pk, read_at in waiting if read_at is None]
        if not unread or not user.is_active:
            return 0
        message = queue_message(DIGEST_MAIL, to=user, facts={"notices": unread}, topic=period)
        OutboxMessage.objects.filter(pk=message.pk).update(message_id=message_id)
    return 1


def lock_person(user_id: int) -> User:
    """Two workers do not gather for the same person at once."""
    return User.objects.select_for_update().get(pk=user_id)


def _message_id(user_id: int, period: Mail, due: datetime.datetime) -> str:
    name = f"{user_id} {period} {due.astimezone(datetime.UTC).isoformat()}"
    return f"<{uuid.uuid5(_NAMES, name).hex}@{new_message_id().partition('@')[2]}"
