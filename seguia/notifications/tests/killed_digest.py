"""A worker as a process of its own that gathers digests: `die` is killed before COMMIT, `careless` has no transaction."""

import contextlib
import os
import signal
import sys
from typing import Any

import django


def die(*args: Any, **kwargs: Any) -> Any:
    """In place of what comes after the mail was put into the outbox."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    django.setup()
    from seguia.notifications import digest
    from seguia.notifications.models import Mail, Notice, OutboxMessage
    from seguia.notifications.tests.noticekinds import register_kinds

    register_kinds()
    if sys.argv[1] == "die":
        real = digest.queue_message

        def queue_and_die(*args: Any, **kwargs: Any) -> OutboxMessage:
            real(*args, **kwargs)
            return die()  # type: ignore[no-any-return]

        digest.queue_message = queue_and_die
    if sys.argv[1] == "careless":
        with contextlib.suppress(StopIteration):
            notice = next(iter(Notice.objects.all()))
            digest.queue_message(digest.DIGEST_MAIL, to=notice.user, facts={"notices": [notice.pk]}, topic=Mail.DAILY)
        die()
    sys.stdout.write(f"{digest.queue_due_digests()}\n")
