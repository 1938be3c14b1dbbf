"""A worker as a process of its own: `python -m … <ledger> die|live` delivers, and dies when the server has said 250."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class LedgerServer(BaseEmailBackend):
    """Writes every Message-ID it takes into a file."""

    def send_messages(self, messages: Any) -> int:
        with Path(sys.argv[1]).open("a", encoding="ascii") as ledger:
            ledger.writelines(f"{message.extra_headers['Message-ID']}\n" for message in messages)
        if sys.argv[2] == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        return len(messages)


if __name__ == "__main__":
    django.setup()
    from seguia.notifications.delivery import deliver_due
    from seguia.notifications.tests.postoffice import register_news

    register_news()
    settings.EMAIL_BACKEND = "__main__.LedgerServer"
    sys.stdout.write(f"{deliver_due(seconds=60)}\n")
