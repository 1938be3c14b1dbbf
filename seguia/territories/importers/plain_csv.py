"""The plain table of territories, for any country: documented in docs/territories.md."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from seguia.core.errors import Invalid
from seguia.core.languages import language_codes
from seguia.territories.codes import canonical_code, parsed_reference
from seguia.territories.importers.reading import Cells, table
from seguia.territories.importers.rows import Faults, TerritoryRow

REQUIRED = ("scheme", "code", "kind", "country", "parents")
OPTIONAL = (
    "valid_from", "valid_to", "population", "population_year", "area_km2", "latitude", "longitude", "traits",
    "climate", "climate_source", "spoken_languages", "budget_per_inhabitant", "budget_currency", "budget_year",
    "budget_source", "other_codes", "source",
)  # fmt: skip


class CsvSource:
    """One file, or every `territories-*.csv` of a folder."""

    name = "csv"

    def __init__(self, path: Path) -> None:
        self.paths = sorted(path.glob("territories-*.csv")) if path.is_dir() else [path]

    def rows(self, faults: Faults) -> Iterator[TerritoryRow]:
        """The rows of all files, in order."""
        names = [f"name_{code}" for code in language_codes()]
        for path in self.paths:
            for cells in table(path, REQUIRED, [*names, *OPTIONAL], faults):
                yield self._row(cells)

    def _row(self, cells: Cells) -> TerritoryRow:
        scheme = cells.required("scheme")
        if bool(cells.text("latitude")) != bool(cells.text("longitude")):
            cells.fault(_("latitude and longitude belong together: give both or none."))
        return TerritoryRow(
            place=cells.place,
            scheme=scheme,
            code=canonical_code(scheme, cells.required("code")),
            kind=cells.required("kind"),
            country=cells.required("country").upper(),
            name={code: text for code in language_codes() if (text := cells.text(f"name_{code}"))},
            parents=_references(cells, "parents"),
            valid_from=cells.day("valid_from"),
            valid_to=cells.day("valid_to"),
            population=cells.whole("population"),
            population_year=cells.whole("population_year"),
            area_km2=cells.decimal("area_km2"),
            latitude=cells.decimal("latitude"),
            longitude=cells.decimal("longitude"),
            traits=cells.words("traits"),
            climate=cells.text("climate"),
            climate_source=cells.text("climate_source"),
            spoken_languages=cells.words("spoken_languages"),
            budget_per_inhabitant=cells.decimal("budget_per_inhabitant"),
            budget_currency=cells.text("budget_currency").upper(),
            budget_year=cells.whole("budget_year"),
            budget_source=cells.text("budget_source"),
            codes=_references(cells, "other_codes"),
            source=cells.text("source"),
        )


def _references(cells: Cells, column: str) -> tuple[str, ...]:
    found = []
    for word in cells.words(column):
        try:
            found.append(str(parsed_reference(word)))
        except Invalid as fault:
            cells.fault(_("%(column)s: %(fault)s") % {"column": column, "fault": fault.message})
    return tuple(found)
