"""`script/seguia demo load`: the demonstration network."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguia.portal.demo.loading import is_loaded, load_demonstration


class Command(BaseCommand):
    """Load the demonstration into an empty installation."""

    help = "Load the demonstration network (real towns, demonstration texts). Never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["load"])

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demonstration is not for production: nothing was loaded.")
        if is_loaded():
            raise CommandError("The demonstration is loaded already: nothing was changed.")
        self.stdout.write(f"{load_demonstration()} demonstration sheets loaded")
