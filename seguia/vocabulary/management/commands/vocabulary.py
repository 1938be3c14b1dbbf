"""`script/seguia vocabulary load`: bring the vocabulary of this version into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from seguia.vocabulary.services.loading import load_vocabulary


class Command(BaseCommand):
    """Load or refresh concepts, goals and lexicon."""

    help = "The trilingual vocabulary: load (or refresh) the concepts, goals and words that are part of Seguia."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["load"])

    def handle(self, *args: Any, **options: Any) -> None:
        done = load_vocabulary()
        self.stdout.write(
            f"{done.concepts} concepts, {done.goals} goals and targets, {done.lexicon_entries} lexicon entries"
        )
