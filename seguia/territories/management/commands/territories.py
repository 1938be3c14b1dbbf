"""`script/seguia territories import|show|event`: the register of territories on the command line."""

import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from seguia.core.errors import SeguiaError
from seguia.core.languages import language_codes
from seguia.territories import queries
from seguia.territories.codes import parsed_reference
from seguia.territories.importers import SOURCES, ImportRefused, Report, Watcher, import_territories, source_of
from seguia.territories.importers.command_line import add_ways_of_importing, day_argument, tell_faults, tell_result
from seguia.territories.models import EventKind, Territory
from seguia.territories.services import NewTerritory, record_territory_event


class Command(BaseCommand):
    """Import official registers, look a territory up, tell an event."""

    help = "Territories: import official registers, show who has a code on a day, tell what happened."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=language_codes(), help="language of the messages")
        verbs = parser.add_subparsers(dest="verb", required=True)
        self._add_import(verbs.add_parser("import", help="import a register, all or nothing"))
        show = verbs.add_parser("show", help="who has a code, now or on a day")
        show.add_argument("reference", metavar="SCHEME:CODE")
        show.add_argument("--on", type=day_argument, metavar="YYYY-MM-DD")
        self._add_event(verbs.add_parser("event", help="tell a merger, split, change of name or code …"))

    def _add_import(self, parser: CommandParser) -> None:
        parser.add_argument("source", choices=SOURCES)
        parser.add_argument("path", nargs="?", type=Path, help="file or folder")
        parser.add_argument("--country", default="", help="geonames: which country (TN)")
        parser.add_argument("--minimum-population", type=int, default=0, help="geonames: smaller towns are left out")
        parser.add_argument(
            "--as-of", type=day_argument, help="cog, etalab: the register's day where its name does not tell"
        )
        add_ways_of_importing(parser)

    def _add_event(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=EventKind.values)
        parser.add_argument("date", type=day_argument, metavar="YYYY-MM-DD")
        parser.add_argument("--before", nargs="+", default=[], metavar="SCHEME:CODE")
        parser.add_argument("--after", nargs="+", default=[], metavar="SCHEME:CODE", help="territories that exist")
        parser.add_argument(
            "--new", nargs="+", action="append", default=[], metavar="WORD",
            help="a territory that begins: SCHEME:CODE fr=NAME ar=NAME; may be repeated",
        )  # fmt: skip
        parser.add_argument("--name", nargs="+", default=[], metavar="LANGUAGE=NAME", help="the new name")
        parser.add_argument("--code", default="", metavar="SCHEME:CODE", help="the new code")
        parser.add_argument("--source", default="", help="where this is published")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"] or translation.get_language()):
            try:
                getattr(self, f"_{options['verb']}")(options)
            except ImportRefused as refused:
                tell_faults(self, refused.faults, options["report"])
                raise CommandError(str(refused)) from refused
            except SeguiaError as error:
                raise CommandError(str(error.message)) from error

    def _import(self, options: dict[str, Any]) -> None:
        source = source_of(
            options["source"],
            options["path"],
            country=options["country"],
            minimum_population=options["minimum_population"],
            as_of=options["as_of"],
        )
        report = import_territories(source, is_dry_run=options["dry_run"], watcher=Watcher())
        tell_result(self, _summary(report), options["report"])

    def _show(self, options: dict[str, Any]) -> None:
        day = options["on"]
        territory = queries.territory_at(*parsed_reference(options["reference"]), day)
        self._line(territory, day)
        for level in queries.levels(territory):
            self.stdout.write(f"  ∈ {level} {level.get_kind_display()}")
        for code in territory.codes.order_by("scheme", "code"):
            self.stdout.write(f"  = {code}")
        for event in queries.events_of(territory):
            sides = list(event.sides.all())
            before = ", ".join(str(side.territory) for side in sides if not side.is_after)
            after = ", ".join(str(side.territory) for side in sides if side.is_after)
            self.stdout.write(f"  {event.date} {event.get_kind_display()} {event.official_code}: {before} → {after}")
        if not territory.is_current:
            for life in queries.who_is_now(territory):
                self.stdout.write(f"  → {life}")

    def _line(self, territory: Territory, day: datetime.date | None) -> None:
        name = territory.name_on(day) if day else territory.name
        period = f"{territory.valid_from or ''}…{territory.valid_to or ''}"
        self.stdout.write(f"{territory.reference} {name} {territory.get_kind_display()} {period}")

    def _event(self, options: dict[str, Any]) -> None:
        event = record_territory_event(
            by=None,
            kind=options["kind"],
            date=options["date"],
            before=[queries.existing_territory(*parsed_reference(text)) for text in options["before"]],
            after=[
                *(queries.existing_territory(*parsed_reference(text)) for text in options["after"]),
                *(NewTerritory(words[0], _names(words[1:])) for words in options["new"]),
            ],
            name=_names(options["name"]),
            reference=options["code"],
            source=options["source"],
        )
        self.stdout.write(f"{event.date} {event.get_kind_display()}: {event.key}")


def _names(words: list[str]) -> dict[str, str]:
    """`fr=Val d'Or ar=…`: a word without `=` belongs to the name before."""
    names: dict[str, str] = {}
    language = ""
    for word in words:
        head, equals, text = word.partition("=")
        if equals and head in language_codes():
            language = head
            names[language] = text
        elif language:
            names[language] += f" {word}"
    return names


def _summary(report: Report) -> str:
    words = _(
        "%(rows)s rows read in %(seconds).1f s: %(created)s created, %(changed)s changed, %(ended)s ended, "
        "%(unchanged)s unchanged, %(events)s events."
    )
    text = words % vars(report)
    return f"{text} {_('Dry run: nothing was written.')}" if report.is_dry_run else text
