"""`script/seguia erasures`: who was erased stays erased, also after a backup was restored."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from seguia.accounts.models import Erasure
from seguia.accounts.services.erasure import apply_erasures, erasures_file, noted_erasures


class Command(BaseCommand):
    """Run `apply` after every restore, before the pages are opened."""

    help = "Erase again, after a restore, the people who had been erased; or write the list of erasures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["apply", "list"])
        parser.add_argument(
            "--file", type=Path, help="a list kept elsewhere (default: erasures.txt of the data folder)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"] or erasures_file()
        if options["verb"] == "list":
            for digest in Erasure.objects.values_list("digest", flat=True):
                self.stdout.write(digest)
            return
        if options["file"] and not path.exists():
            raise CommandError(f"There is no file {path}. Nothing was erased.")
        self.stdout.write(f"{apply_erasures(noted_erasures(path))} people were erased again")
