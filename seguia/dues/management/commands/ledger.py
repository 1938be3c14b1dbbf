"""`script/seguia ledger verify`: read the whole ledger and say whether it holds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguia.dues.models import Entry
from seguia.dues.verification import ledger_faults


class Command(BaseCommand):
    """Checks sums, numbers, digests and balances of the ledger of dues; ends with status 1 when something is wrong."""

    help = "Check the ledger of dues: sums, numbers without gaps, digests, balances."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(ledger_faults())
        for fault in faults:
            self.stdout.write(fault)
        count = Entry.objects.count()
        if faults:
            raise CommandError(f"{len(faults)} faults in {count} entries. Nothing was changed.")
        last = Entry.objects.order_by("-number").first()
        self.stdout.write(f"{count} entries, all in order. Last digest: {last.digest if last else 'none'}")
