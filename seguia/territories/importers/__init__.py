"""Bringing official registers into the network: one engine, one module a source."""

import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.territories.importers.cog import CogSource
from seguia.territories.importers.engine import ImportRefused, import_territories
from seguia.territories.importers.etalab import EtalabSource
from seguia.territories.importers.geonames import GeonamesSource
from seguia.territories.importers.hcp import HcpSource
from seguia.territories.importers.plain_csv import CsvSource
from seguia.territories.importers.progress import Watcher
from seguia.territories.importers.rows import Report, Source

__all__ = ["SOURCES", "CsvSource", "ImportRefused", "Report", "Source", "Watcher", "import_territories", "source_of"]

SOURCES = ("cog", "csv", "etalab", "geonames", "hcp")


def source_of(
    name: str,
    path: Path | None,
    *,
    country: str = "",
    minimum_population: int = 0,
    as_of: datetime.date | None = None,
) -> Source:
    """The source of a name. Raises Invalid for what is missing."""
    if name == "geonames":
        if not country:
            raise Invalid(_("Say which country: --country TN."))
        return GeonamesSource(_checked(path) if path else None, country.upper(), minimum_population)
    if path is None:
        raise Invalid(_("Say which file or folder to import."))
    path = _checked(path)
    if name in {"cog", "etalab"}:
        return (CogSource if name == "cog" else EtalabSource)(path, as_of)
    return CsvSource(path) if name == "csv" else HcpSource(path)


def _checked(path: Path) -> Path:
    if not path.exists():
        raise Invalid(_("There is no file or folder %(path)s.") % {"path": path})
    return path
