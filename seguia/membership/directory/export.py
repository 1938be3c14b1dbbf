"""The directory as a table to take away: UTF-8 with a mark that spreadsheets know, and no cell that is a formula."""

import csv
import io
from collections.abc import Iterator

from seguia.core.addresses import absolute
from seguia.core.languages import language_codes
from seguia.core.spreadsheets import harmless_cell
from seguia.membership.directory.filters import DirectoryFilters
from seguia.membership.directory.listing import members_that_match
from seguia.membership.models import Membership


def columns() -> list[str]:
    """The first line."""
    names = [f"name_{code}" for code in language_codes()]
    return ["id", *names, "kind", "member", "country", "territory", "population", "member_since", "website", "page"]


def member_cells(membership: Membership) -> list[str]:
    """One line; only what is public."""
    organisation = membership.organisation
    territory = organisation.territory
    cells = [
        membership.public_id,
        *(organisation.name.get(code, "") for code in language_codes()),
        organisation.kind,
        membership.kind,
        organisation.seat_country,
        territory.reference if territory else "",
        territory.population if territory else None,
        membership.member_since,
        organisation.website,
        absolute(organisation.get_absolute_url()),
    ]
    return [harmless_cell("" if cell is None else str(cell)) for cell in cells]


def csv_lines(filters: DirectoryFilters) -> Iterator[str]:
    """Line by line, so that 35,000 members need no memory."""
    yield "\ufeff" + _line(columns())
    found = members_that_match(filters).select_related("organisation__territory")
    for membership in found.iterator(chunk_size=2000):
        yield _line(member_cells(membership))


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
