"""`script/seguia vocabulary load | import | withdraw | export`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import Progress

from seguia.core.errors import SeguiaError
from seguia.vocabulary import skos
from seguia.vocabulary.outside import read_thesaurus
from seguia.vocabulary.services.importing import import_thesaurus, withdraw_thesaurus
from seguia.vocabulary.services.loading import load_vocabulary


class Command(BaseCommand):
    """The trilingual vocabulary."""

    help = "The trilingual vocabulary: load it, enrich this installation's search with outside thesauri, export it."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("load", help="load or refresh the concepts, goals and words that are part of Seguia")
        bring = verbs.add_parser(
            "import", help="enrich the search with an outside thesaurus (SKOS RDF, or a table of labels)"
        )
        bring.add_argument("file", type=Path)
        bring.add_argument(
            "--origin", required=True, help="a short name, for example gemet; imports of it replace each other"
        )
        verbs.add_parser("withdraw", help="take an outside thesaurus out").add_argument("origin")
        give = verbs.add_parser("export", help="write the vocabulary as SKOS or CSV")
        give.add_argument("file", type=Path, help="ending .ttl, .jsonld, .rdf or .csv")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(getattr(self, f"do_{options['verb']}")(options))
        except SeguiaError as error:
            raise CommandError(str(error.message)) from error

    def do_load(self, options: dict[str, Any]) -> str:
        done = load_vocabulary()
        return f"{done.concepts} concepts, {done.goals} goals and targets, {done.lexicon_entries} lexicon entries"

    def do_import(self, options: dict[str, Any]) -> str:
        with Progress(transient=True) as progress:
            task = progress.add_task("concepts", total=None)
            done = import_thesaurus(
                read_thesaurus(options["file"]),
                origin=options["origin"],
                progress=lambda step: progress.advance(task, step),
            )
        return f"{done.read} concepts read, {done.kept} join two languages and were kept, {done.replaced} earlier ones replaced"

    def do_withdraw(self, options: dict[str, Any]) -> str:
        return f"{withdraw_thesaurus(origin=options['origin'])} entries taken out"

    def do_export(self, options: dict[str, Any]) -> str:
        path: Path = options["file"]
        ending = path.suffix.lstrip(".")
        if ending not in skos.ENDINGS:
            raise CommandError("The file must end in .ttl, .jsonld, .rdf or .csv.")
        path.write_bytes(skos.serialised(ending))
        return f"{path} written"
