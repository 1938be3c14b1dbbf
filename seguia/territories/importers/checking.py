"""What makes a row acceptable by itself, and all rows together."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from seguia.core.languages import language_codes
from seguia.core.text import clean_text
from seguia.territories.codes import is_code
from seguia.territories.importers.rows import Faults, Place, TerritoryRow
from seguia.territories.models import SCHEMES, Kind
from seguia.territories.models.facts import facts_faults

COUNTRIES = frozenset(str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code)))
MOST_PEOPLE = 2**31 - 1


def check_row(row: TerritoryRow, faults: Faults) -> None:
    """Everything that can be seen in one row."""
    for message in (*_identity_faults(row), *_name_faults(row), *_figure_faults(row), *_word_faults(row)):
        faults.add(row.place, message)


def _identity_faults(row: TerritoryRow) -> Iterable[str]:
    if row.scheme not in SCHEMES:
        yield _("There is no register “%(scheme)s”.") % {"scheme": row.scheme[:30]}
    elif not is_code(row.scheme, row.code):
        yield _("“%(code)s” is not a code of the register %(scheme)s.") % {
            "code": row.code[:30],
            "scheme": row.scheme,
        }
    if row.kind not in Kind.values:
        yield _("There is no kind of territory “%(kind)s”.") % {"kind": row.kind[:30]}
    if row.country not in COUNTRIES:
        yield _("“%(value)s” is not the code of a country.") % {"value": row.country[:30]}
    if row.valid_from and row.valid_to and row.valid_from >= row.valid_to:
        yield _("valid_to must be later than valid_from.")
    if row.reference in row.parents:
        yield _("This territory is named as its own parent.")


def _name_faults(row: TerritoryRow) -> Iterable[str]:
    if not any(row.name.values()):
        yield _("There is no name in any language.")
    for language, text in row.name.items():
        if language not in language_codes():
            yield _("The name is in a language this network does not have: %(language)s.") % {"language": language}
        if len(text) > 200:
            yield _("The name in %(language)s is longer than 200 characters.") % {"language": language}
        try:
            clean_text(text, multiline=False)
        except ValidationError as error:
            yield error.messages[0]


def _figure_faults(row: TerritoryRow) -> Iterable[str]:
    if row.population is not None and not 0 <= row.population <= MOST_PEOPLE:
        yield _("population: %(value)s is not a possible number of inhabitants.") % {"value": row.population}
    if row.population_year is not None and not 1000 <= row.population_year <= datetime.date.today().year + 1:  # noqa: DTZ011 -- a year is enough
        yield _("population_year: %(value)s is not a possible year.") % {"value": row.population_year}
    if row.area_km2 is not None and not 0 < row.area_km2 < 10**8:
        yield _("area_km2: %(value)s is not a possible area.") % {"value": row.area_km2}
    for column, value, limit in (("latitude", row.latitude, 90), ("longitude", row.longitude, 180)):
        if value is not None and abs(value) > Decimal(limit):
            yield _("%(column)s: %(value)s is outside the world.") % {"column": column, "value": value}


def _word_faults(row: TerritoryRow) -> Iterable[str]:
    for column, fault in facts_faults(row):
        yield fault if column == "traits" else _("%(column)s: %(fault)s") % {"column": column, "fault": fault}
    if row.climate_source and not row.climate:
        yield _("climate_source: there is no climate to which this could belong.")
    if any(len(source) > 200 for source in (row.source, row.climate_source, row.budget_source)):
        yield _("The source is longer than 200 characters.")


def check_doubles(rows: Iterable[TerritoryRow], faults: Faults) -> None:
    """No life twice, and one current life a code."""
    lives: dict[tuple[str, datetime.date | None], Place] = {}
    current: dict[str, Place] = {}
    for row in rows:
        first = lives.setdefault((row.reference, row.valid_from), row.place)
        if row.valid_to is None and first is row.place:
            first = current.setdefault(row.reference, row.place)
        if first is not row.place:
            words = _("%(reference)s stands here a second time; it is already in %(place)s.")
            faults.add(row.place, words % {"reference": row.reference, "place": first})


def check_parents(rows: Iterable[TerritoryRow], known: "dict[str, str | None]", faults: Faults) -> None:
    """Every parent exists, in the file or before it, and nothing is above itself.

    `known` gives the first parent (or None) of every territory that may be named, those of the file included.
    """
    for row in rows:
        missing = [reference for reference in row.parents if reference not in known]
        for reference in missing:
            words = _("The parent %(reference)s is neither in the file nor in this network.")
            faults.add(row.place, words % {"reference": reference})
        if not missing and _is_above_itself(row.reference, known):
            words = _("%(reference)s would be part of itself: its parents go round in a circle.")
            faults.add(row.place, words % {"reference": row.reference})


def _is_above_itself(reference: str, above: "dict[str, str | None]") -> bool:
    seen = {reference}
    step = above.get(reference)
    while step is not None:
        if step == reference:
            return True
        if step in seen:
            return False
        seen.add(step)
        step = above.get(step)
    return False
