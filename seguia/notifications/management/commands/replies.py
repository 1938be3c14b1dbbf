"""`script/seguia replies`: read the answers that came by mail, see what became of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguia.notifications.inbound import inbox
from seguia.notifications.mailboxes import FAULTS
from seguia.notifications.queries import incoming_report


class Command(BaseCommand):
    """What the worker does every minute, at once; and what an operator needs beside it."""

    help = "Read the answers that people sent by mail (read), or show how many were taken, refused … and why (list)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["read", "list"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "read":
            self._read()
        for outcome, reason, number in incoming_report() if options["deed"] == "list" else []:
            self.stdout.write(f"{number:8} {outcome}{f' ({reason})' if reason else ''}")

    def _read(self) -> None:
        if not inbox.is_configured():
            raise CommandError("there is no mailbox to read: set SEGUIA_INBOUND_MAILDIR or SEGUIA_INBOUND_IMAP_URL")
        try:
            counts = inbox.read_replies()
        except FAULTS as error:
            raise CommandError(f"the mailbox for answers cannot be read: {error}") from error
        self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))
