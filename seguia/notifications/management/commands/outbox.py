"""`script/seguia outbox`: what waits, what was sent, what failed and why."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from seguia.notifications.queries import outbox_report
from seguia.notifications.services import try_failed_again


class Command(BaseCommand):
    """Look at the outbox; after a fault of the mail server was mended, try again what had failed."""

    help = "Show how many mails are in which state, or put those that failed into the outbox again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="try again what had failed")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            self.stdout.write(f"{try_failed_again()} mails are in the outbox again")
        for state, fault, number in outbox_report():
            self.stdout.write(f"{number:8} {state}{f' ({fault})' if fault else ''}")
