"""Reading tables of figures: kept for ten minutes, for some of them read every sheet."""

import csv
import io
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from seguia.core.errors import NotFound
from seguia.core.languages import current_language
from seguia.core.permissions import require
from seguia.core.spreadsheets import harmless_cell
from seguia.portal.statistics import members, sheets, work
from seguia.portal.statistics.tables import Row, Shown, Table

KEPT_SECONDS = 600
TABLES: list[Table] = [*members.TABLES, *sheets.TABLES, *work.TABLES]


def public_tables() -> list[Shown]:
    """Figures for everybody."""
    return [_shown(table) for table in TABLES if table.is_public]


def work_tables(user: Any) -> list[Shown]:
    """Figures about the work of the secretariat. Raises Refused."""
    require("portal.read_statistics", user)
    return [_shown(table) for table in TABLES if not table.is_public]


def table_for(user: Any, code: str) -> Shown:
    """One table. Raises NotFound, Refused."""
    table = next((table for table in TABLES if table.code == code), None)
    if table is None:
        raise NotFound(_("There is no such table of figures."))
    if not table.is_public:
        require("portal.read_statistics", user)
    return _shown(table)


def _shown(table: Table) -> Shown:
    key = f"seguia.statistics.{table.code}.{current_language()}"
    rows: list[Row] | None = cache.get(key)
    if rows is None:
        rows = list(table.rows())
        cache.set(key, rows, KEPT_SECONDS)
    return Shown(table, rows)


def as_csv(shown: Shown) -> str:
    """The table for a spreadsheet: a byte order mark, whole figures with a point, no cell that is a formula."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([harmless_cell(str(column)) for column in shown.table.columns])
    for row in shown.rows:
        writer.writerow([harmless_cell(str(row.label)), *("" if value is None else value for value in row.values)])
    return "\ufeff" + written.getvalue()
