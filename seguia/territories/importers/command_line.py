"""What the commands that import registers have in common: days, faults told in short and written in full, the result."""

import datetime
from argparse import ArgumentTypeError
from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

SHOWN_FAULTS = 50


def day_argument(text: str) -> datetime.date:
    """For `add_argument(type=…)`. Raises ArgumentTypeError."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r}: YYYY-MM-DD") from error


def add_ways_of_importing(parser: CommandParser) -> None:
    """`--dry-run` and `--report`, the same for every register."""
    parser.add_argument("--dry-run", action="store_true", help="do everything, then turn back")
    parser.add_argument("--report", type=Path, help="write all faults, or the result, into this file")


def tell_result(command: BaseCommand, text: str, report: Path | None) -> None:
    """On the screen and, if asked for, in a file."""
    if report:
        report.write_text(f"{text}\n", encoding="utf-8")
    command.stdout.write(text)


def tell_faults(command: BaseCommand, faults: Sequence[object], report: Path | None) -> None:
    """The first on the screen, all of them in the file."""
    for fault in faults[:SHOWN_FAULTS]:
        command.stderr.write(str(fault))
    if len(faults) > SHOWN_FAULTS:
        left = len(faults) - SHOWN_FAULTS
        command.stderr.write(_("… and %(count)s more; --report FILE writes them all.") % {"count": left})
    if report:
        report.write_text("".join(f"{fault}\n" for fault in faults), encoding="utf-8")
