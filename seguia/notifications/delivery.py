"""Emptying the outbox: at least once, the same Message-ID each time, nothing lost whatever dies when.

A message is taken by one conditional UPDATE; whoever takes it has until `next_try_at` to say what became of it. A worker
that is killed says nothing, so its message is taken again later: sent a second time only if the server had said
"250" before the kill, and then under the same Message-ID.
"""

import contextlib
import datetime
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.core import mail
from django.db import close_old_connections
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from seguia.notifications.bounces.queries import is_blocked
from seguia.notifications.bounces.reports import bounce_of
from seguia.notifications.bounces.services import record_bounce
from seguia.notifications.faults import Verdict, verdict_on
from seguia.notifications.kinds import secrets_of
from seguia.notifications.models import OutboxMessage, State
from seguia.notifications.rendering import written_mail
from seguia.notifications.services import is_opted_out
from seguia.notifications.subscriptions import subscription_of

log = logging.getLogger("seguia.notifications")
LEASE = datetime.timedelta(minutes=15)
"""Longer than any answer of a mail server that still talks (`EMAIL_TIMEOUT` for each of its lines)."""
FIRST_PAUSE, LONGEST_PAUSE = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
GIVE_UP = datetime.timedelta(days=5)
BATCH = 100
RUN_SECONDS = 5.0
"""A run ends after so long, so that a worker that is told to stop stops."""


class MailServerAway(Exception):
    """The mail server takes nothing now. Everything waits in the outbox."""


def pause_after(attempts: int) -> datetime.timedelta:
    """1, 2, 4 … minutes, an hour at most."""
    doubled: datetime.timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 10)
    return min(doubled, LONGEST_PAUSE)


def deliver_due(seconds: float = RUN_SECONDS) -> int:
    """Send what is due; returns how many were sent. Raises MailServerAway when the server takes nothing."""
    until, sent = time.monotonic() + seconds, 0
    with _post() as post:
        while ids := _due_ids():
            for pk in ids:
                if time.monotonic() > until:
                    return sent
                if message := claim(pk):
                    sent += _deliver(message, post)
    return sent


@contextlib.contextmanager
def _post() -> Iterator[Any]:
    """One connection for a run; opened by the first mail."""
    post = mail.get_connection(fail_silently=False)
    try:
        yield post
    finally:
        _close(post)


def _close(post: Any) -> None:
    with contextlib.suppress(Exception):
        post.close()


def _due() -> Q:
    return Q(state__in=[State.QUEUED, State.SENDING], next_try_at__lte=timezone.now())


def _due_ids() -> list[int]:
    return list(OutboxMessage.objects.filter(_due()).order_by("next_try_at", "pk").values_list("pk", flat=True)[:BATCH])


def claim(pk: int) -> OutboxMessage | None:
    """Take a message that is due; None when another worker was faster."""
    now = timezone.now()
    taken = OutboxMessage.objects.filter(_due(), pk=pk).update(
        state=State.SENDING,
        attempts=F("attempts") + 1,
        next_try_at=now + LEASE,
        first_tried_at=Coalesce(F("first_tried_at"), now),
    )
    return OutboxMessage.objects.select_related("user").filter(pk=pk).first() if taken else None


def _deliver(message: OutboxMessage, post: Any) -> int:
    """Send one message and write down what became of it; 1 when it was sent."""
    if reason := _reason_to_withhold(message):
        return _settle(message, State.WITHHELD, reason)
    try:
        written = written_mail(message)
        if written is None:
            return _settle(message, State.WITHHELD, "nothing_to_tell")
        open_post(post)
        accepted = post.send_messages([written])
    except Exception as error:
        _close(post)
        return _failed(message, verdict_on(error), error)
    if not accepted:
        return _failed(message, Verdict("not_taken"), None)
    return _sent(message)


def open_post(post: Any) -> None:
    """Connect, if there is no connection yet."""
    post.open()


def _reason_to_withhold(message: OutboxMessage) -> str:
    if message.user and not message.user.is_active:
        return "inactive"
    if is_blocked(message.user.email if message.user else message.address):
        return "bounced"
    return "unsubscribed" if is_opted_out(subscription_of(message)) else ""


def _sent(message: OutboxMessage) -> int:
    """The server has it, whatever anybody else has written meanwhile."""
    sent = {"state": State.SENT, "sent_at": timezone.now(), "last_error": ""}
    OutboxMessage.objects.filter(pk=message.pk).update(**sent, **_without_secrets(message))
    return 1


def _settle(message: OutboxMessage, state: State, code: str) -> int:
    """The end of a message that was not sent, if it is still ours."""
    _ours(message).update(state=state, last_error=code, **_without_secrets(message))
    return 0


def _without_secrets(message: OutboxMessage) -> dict[str, Any]:
    """What is written over facts that open a door: once settled, nobody needs to read them any more."""
    secret = secrets_of(message.kind) & message.facts.keys()
    return {"facts": {**message.facts, **dict.fromkeys(secret, "")}} if secret else {}


def _ours(message: OutboxMessage) -> "QuerySet[OutboxMessage]":
    """Nobody took it after us: each taking raises the number of attempts."""
    return OutboxMessage.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts)


def _failed(message: OutboxMessage, verdict: Verdict, error: Exception | None) -> int:
    """Give up, or wait longer than the last time. Raises MailServerAway when the others need to wait too."""
    told = "message %s was not sent (%s)", message.pk, verdict.code
    log.warning(*told) if verdict.code != "fault" else log.error(*told, exc_info=error)
    tried_since = message.first_tried_at or timezone.now()
    if verdict.is_final or timezone.now() - tried_since >= GIVE_UP:
        _settle(message, State.FAILED, verdict.code)
        if verdict.refusal and (bounce := bounce_of("", verdict.refusal)).is_hard:
            record_bounce(message, bounce)
    else:
        wait = timezone.now() + pause_after(message.attempts)
        _ours(message).update(state=State.QUEUED, next_try_at=wait, last_error=verdict.code)
    if verdict.is_server:
        raise MailServerAway(verdict.code) from error
    return 0


class Postman:
    """A job of the worker that goes beside the others, for a slow mail server must not hold up the index.

    What a run raised is raised by the next call, so that the worker logs it and waits longer each time.
    """

    def __init__(self, deed: Callable[[], object] = deliver_due) -> None:
        self._deed = deed
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postman")
        self._run: Future[object] | None = None

    def __call__(self) -> None:
        """Start a run unless one is under way."""
        if self._run and not self._run.done():
            return
        last, self._run = self._run, None
        if last:
            last.result()
        self._run = self._thread.submit(self._in_thread)

    def _in_thread(self) -> object:
        close_old_connections()
        try:
            return self._deed()
        finally:
            close_old_connections()
