"""`script/seguia audit verify`: does the record of deeds still hold?"""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguia.audit.chain import Head, check_chain, seal_waiting_events

_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


class Command(BaseCommand):
    """Note the last line it prints somewhere else: with `--expect` a later check shows whether the end is still there."""

    help = "Compute the chain of the record anew (exit 1 and the first broken row if it does not hold), or seal now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["verify", "seal"])
        parser.add_argument("--expect", help="a head noted earlier, number:digest")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "seal":
            self.stdout.write(f"{seal_waiting_events()} deeds sealed")
            return
        finding = check_chain(self._expected(options["expect"]))
        if not finding.is_whole:
            raise CommandError(f"broken at number {finding.broken_at}: {finding.why}", returncode=1)
        self.stdout.write(f"the record holds: {finding.head.number} deeds, {finding.waiting} not sealed yet")
        self.stdout.write(f"head {finding.head}")

    def _expected(self, given: str | None) -> Head | None:
        if not given:
            return None
        match = _HEAD.fullmatch(given)
        if not match:
            raise CommandError("--expect takes number:digest, as `audit verify` prints it after the word head.")
        return Head(int(match[1]), match[2])
