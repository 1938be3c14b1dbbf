"""`script/seguia bounces`: read the mails that came back, see which addresses do not work, allow one again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguia.core.errors import NotFound
from seguia.notifications.bounces import inbox
from seguia.notifications.bounces.queries import bounced_addresses
from seguia.notifications.bounces.services import forget_bounces
from seguia.notifications.mailboxes import FAULTS


class Command(BaseCommand):
    """What the worker does every five minutes, at once; and what an operator needs beside it."""

    help = "Read the mails that came back (read), list the addresses that do not work (list), allow one again (clear)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["read", "list", "clear"])
        parser.add_argument("address", nargs="?", default="", help="for clear: the address that works again")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "read":
            self._read()
        elif options["deed"] == "list":
            self._list()
        else:
            self._clear(options["address"])

    def _read(self) -> None:
        if not inbox.is_configured():
            raise CommandError("there is no mailbox to read: set SEGUIA_BOUNCE_MAILDIR or SEGUIA_BOUNCE_IMAP_URL")
        try:
            counts = inbox.read_bounces()
        except FAULTS as error:
            raise CommandError(f"the mailbox for bounces cannot be read: {error}") from error
        self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))

    def _list(self) -> None:
        for state in bounced_addresses():
            self.stdout.write(
                f"{state.blocked_at:%Y-%m-%d} {state.status:7} {state.address} {state.diagnostic}".rstrip()
            )

    def _clear(self, address: str) -> None:
        try:
            forget_bounces(address)
        except NotFound as error:
            raise CommandError(str(error)) from error
        self.stdout.write("mails go there again")
