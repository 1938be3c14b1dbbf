"""The formats a file of officials can have."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.core.errors import Invalid
from seguia.mandates.importers import plain, rne
from seguia.mandates.importers.rows import ImportOptions, MandateRow
from seguia.territories.importers.rows import Faults

FORMATS: dict[str, Promise] = {
    "rne": gettext_lazy("French register of elected officials (RNE)"),
    "csv": gettext_lazy("Plain table (CSV) described in the documentation"),
}
_READERS = {"rne": rne.rows, "csv": plain.rows}


def rows_of(path: Path, options: ImportOptions, faults: Faults) -> Iterator[MandateRow]:
    """The lines of a file; what is wrong goes to `faults`. Raises Invalid for a format nobody knows, or no file."""
    reader = _READERS.get(options.format)
    if reader is None:
        raise Invalid(_("There is no format “%(format)s”.") % {"format": options.format[:20]})
    if not path.is_file():
        raise Invalid(_("There is no file “%(name)s”.") % {"name": path.name[:100]})
    return reader(path, options, faults)
