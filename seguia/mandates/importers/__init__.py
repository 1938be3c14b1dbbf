"""Registers of elected officials, brought into the network from files."""

from seguia.mandates.importers.engine import MandatesRefused, import_mandates, look_through
from seguia.mandates.importers.rows import ImportOptions, MandateReport, MandateRow
from seguia.mandates.importers.sources import FORMATS, rows_of

__all__ = [
    "FORMATS",
    "ImportOptions",
    "MandateReport",
    "MandateRow",
    "MandatesRefused",
    "import_mandates",
    "look_through",
    "rows_of",
]
