"""`script/seguia worker`: index, mail and other work beside the pages."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from seguia.core.worker import work


class Command(BaseCommand):
    """Run until told to stop."""

    help = "Do the work beside the pages (search index, mail) until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work(stop)
