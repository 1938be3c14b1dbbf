"""`script/seguia mandates import|end-rights`: registers of elected officials on the command line."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from seguia.core.errors import SeguiaError
from seguia.core.languages import language_codes
from seguia.mandates.importers import (
    FORMATS,
    ImportOptions,
    MandateReport,
    MandatesRefused,
    import_mandates,
    look_through,
)
from seguia.mandates.jobs import end_rights
from seguia.mandates.models import Function
from seguia.territories.importers.command_line import add_ways_of_importing, day_argument, tell_faults, tell_result
from seguia.territories.importers.progress import Watcher


class Command(BaseCommand):
    """Import registers of officials; let rights end without the worker."""

    help = "Mandates: import a register of elected officials, let the rights of ended mandates end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=language_codes(), help="language of the messages")
        verbs = parser.add_subparsers(dest="verb", required=True)
        self._add_import(verbs.add_parser("import", help="import a file, all or nothing"))
        verbs.add_parser("end-rights", help="do now what the worker does every hour")

    def _add_import(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="file")
        parser.add_argument("--format", choices=list(FORMATS), default="rne")
        parser.add_argument("--function", choices=Function.values, default=Function.MAYOR,
                            help="rne: what a file without a column of functions lists")  # fmt: skip
        parser.add_argument(
            "--date", type=day_argument, metavar="YYYY-MM-DD", help="the day the file describes; default today"
        )
        parser.add_argument("--source", default="", help="where the file is from, as people read it")
        parser.add_argument("--source-url", default="", help="address of the source")
        parser.add_argument("--partial", action="store_true", help="who is missing in the file has not left")
        add_ways_of_importing(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"] or translation.get_language()):
            try:
                getattr(self, f"_{options['verb'].replace('-', '_')}")(options)
            except MandatesRefused as refused:
                tell_faults(self, refused.faults, options["report"])
                raise CommandError(str(refused.message)) from refused
            except SeguiaError as error:
                raise CommandError(str(error.message)) from error

    def _import(self, options: dict[str, Any]) -> None:
        chosen = ImportOptions(
            format=options["format"],
            function=options["function"],
            on=options["date"],
            source=options["source"][:200],
            source_url=options["source_url"][:500],
            file=options["path"].name[:120],
            is_complete=not options["partial"],
        )
        watcher = Watcher()
        rows = look_through(options["path"], chosen, watcher)
        report = import_mandates(rows, chosen, is_dry_run=options["dry_run"], watcher=watcher)
        tell_result(self, _summary(report), options["report"])

    def _end_rights(self, options: dict[str, Any]) -> None:
        self.stdout.write(_("Representations that got an end: %(count)s.") % {"count": end_rights()})


def _summary(report: MandateReport) -> str:
    words = _(
        "%(rows)s lines of %(towns)s towns read in %(seconds).1f s: %(begun)s mandates begun, %(changed)s changed, "
        "%(ended)s ended, %(unchanged)s unchanged, %(older)s older than what is known, %(homonyms)s namesakes, "
        "%(unmatched)s of towns this network does not know."
    )
    text = words % vars(report)
    if report.unmatched_codes:
        text += "\n" + _("Unknown: %(codes)s") % {"codes": ", ".join(report.unmatched_codes)}
    return f"{text}\n{_('Dry run: nothing was written.')}" if report.is_dry_run else text
