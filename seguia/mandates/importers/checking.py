"""What a file must not say: two heads of one council at the same time."""

import itertools
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from seguia.mandates.importers.rows import MandateRow
from seguia.mandates.models import HEADS
from seguia.territories.importers.rows import Faults, file_place


def check_heads(rows: Iterable[MandateRow], path: Path, faults: Faults) -> None:
    """Note a fault for every line that gives a town a second head during the same days."""
    heads: dict[str, list[MandateRow]] = {}
    for row in rows:
        if row.function in HEADS:
            heads.setdefault(row.territory, []).append(row)
    for reference, lines in heads.items():
        lines.sort(key=lambda row: (row.since, row.line))
        for before, after in itertools.pairwise(lines):
            if before.until is None or before.until > after.since:
                words = _("%(reference)s has two heads at the same time; the other one is in line %(line)s.")
                faults.add(file_place(path, after.line), words % {"reference": reference, "line": before.line})
