"""`script/seguia index rebuild | check`: the derived copy and the proof that it equals the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import Progress

from seguia.search.index.follower import check_index, count_documents, follow_changes, rebuild
from seguia.search.index.store import IndexMissing
from seguia.search.registry import sources


class Command(BaseCommand):
    """Rebuild the index of this node, or compare it with the database."""

    help = "The search index of this machine: rebuild it, or check that it says exactly what the database says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["rebuild", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        self.rebuild() if options["verb"] == "rebuild" else self.check_equal()

    def rebuild(self) -> None:
        total = sum(count_documents(source) for source in sources().values())
        with Progress(transient=True) as progress:
            task = progress.add_task("index", total=total)
            count = rebuild(lambda step: progress.advance(task, step))
        if count < 0:
            raise CommandError("Another process of this machine is writing the index; try again when it is done.")
        self.stdout.write(f"{count} documents indexed")

    def check_equal(self) -> None:
        try:
            follow_changes()
            difference = check_index()
        except IndexMissing as error:
            raise CommandError("There is no search index yet: run `script/seguia index rebuild`.") from error
        if not difference.is_equal:
            raise CommandError(
                f"The index differs: missing {difference.missing[:10]}, surplus {difference.surplus[:10]}, "
                f"different {difference.different[:10]}, failing {difference.failing[:10]}. Run `script/seguia index rebuild`."
            )
        self.stdout.write(f"{difference.documents} documents, index and database are equal")
