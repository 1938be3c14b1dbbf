"""`script/seguia second_factor remove ADDRESS`: for somebody who lost the telephone and the recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguia.accounts.queries import person_with_address
from seguia.accounts.services.profile import remove_second_factors


class Command(BaseCommand):
    """Whoever runs it has made sure by another way (a call to the town hall) that it is the person who asks."""

    help = "Take away all passkeys, apps and recovery codes of a person, who then signs in by address alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["remove"])
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        user = person_with_address(options["address"])
        if user is None:
            raise CommandError("Nobody has this address. Nothing was changed.")
        self.stdout.write(f"{remove_second_factors(user=user)} second factors were taken away")
