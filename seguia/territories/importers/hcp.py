"""The geographic code of Morocco's Haut-Commissariat au Plan: region 2 digits, province 3, cercle 5, commune 7."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from seguia.territories.codes import hcp_digits
from seguia.territories.importers.reading import Cells, table
from seguia.territories.importers.rows import Faults, TerritoryRow, file_place
from seguia.territories.models import Kind

REQUIRED = ("code", "name_fr", "name_ar")
OPTIONAL = ("name_en", "region", "kind", "population", "population_year")
COUNTRY = {"ar": "المغرب", "fr": "Maroc", "en": "Morocco"}
_KINDS = {2: Kind.REGION, 3: Kind.PROVINCE, 5: Kind.CERCLE, 6: Kind.COMMUNE, 7: Kind.COMMUNE}
_SHAPE = re.compile(r"\d{2,3}|\d{5,7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the list with its code in its parts."""

    code: str
    region: str
    """Two digits where the code, or its column, says so."""
    cells: Cells


class HcpSource:
    """One CSV file with the columns code, name_fr, name_ar and, where known, name_en, region, kind, population(_year).

    The list is read as a whole, because a province has its region from any line of its own.
    """

    name = "hcp"

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self, faults: Faults) -> Iterator[TerritoryRow]:
        """Country, then every line of the list."""
        lines = [line for cells in table(self.path, REQUIRED, OPTIONAL, faults) if (line := _line(cells))]
        if not lines:
            return
        yield TerritoryRow(file_place(self.path), "iso", "MA", Kind.COUNTRY, "MA", dict(COUNTRY))
        codes = {line.code for line in lines}
        regions = {line.code[:3]: line.region for line in lines if line.region}
        for line in lines:
            yield _row(line, codes, regions)


def _line(cells: Cells) -> _Line | None:
    given, region = cells.required("code"), hcp_digits(cells.text("region"))
    groups = [group for group in re.split(r"[.\s]+", given) if group]
    if len(groups) > 1 and len(groups[0]) == 2:
        region = region or groups[0]
    elif len(groups) == 1 and len(given) == 9:
        region, given = region or given[:2], given[2:]
    code = hcp_digits(given)
    if not given:
        return None
    if not _SHAPE.fullmatch(code):
        cells.fault(
            _("“%(code)s” is not a code of the HCP: 2 digits for a region, 3 a province, 5 a cercle, 7 a commune.")
            % {"code": given[:30]}
        )
        return None
    return _Line(code, region, cells)


def _row(line: _Line, codes: set[str], regions: dict[str, str]) -> TerritoryRow:
    cells = line.cells
    names = {language: cells.text(f"name_{language}") for language in ("ar", "fr", "en")}
    return TerritoryRow(
        place=cells.place,
        scheme="hcp",
        code=line.code,
        kind=_kind(line, names, codes),
        country="MA",
        name={language: name for language, name in names.items() if name},
        parents=_parents(line, codes, regions),
        population=cells.whole("population"),
        population_year=cells.whole("population_year"),
        source="HCP",
    )


def _kind(line: _Line, names: dict[str, str], codes: set[str]) -> str:
    """By the column, else by the number of digits; a prefecture says so in its name, a district lies in a city."""
    if given := line.cells.text("kind"):
        return given
    is_prefecture = names["fr"].lower().startswith(("préfecture", "prefecture")) or names["ar"].startswith("عمالة")
    if len(line.code) == 3 and is_prefecture:
        return Kind.PREFECTURE
    return Kind.DISTRICT if _city(line.code, codes) else _KINDS[len(line.code)]


def _city(code: str, codes: set[str]) -> str | None:
    """The commune of one of the six large cities (`141.01.0.`) that a district (`141.01.09`) lies in."""
    city = f"{code[:5]}0"
    return city if len(code) == 7 and city in codes else None


def _parents(line: _Line, codes: set[str], regions: dict[str, str]) -> tuple[str, ...]:
    code = line.code
    if len(code) == 2:
        return ("iso:MA",)
    if len(code) == 3:
        if code not in regions:
            words = _("The region of the province %(code)s is not told: fill the column region.")
            line.cells.fault(words % {"code": code})
            return ()
        return (f"hcp:{regions[code]}",)
    above = [_city(code, codes), code[:5] if len(code) == 7 and code[:5] in codes else None, code[:3]]
    return tuple(f"hcp:{step}" for step in above if step)
