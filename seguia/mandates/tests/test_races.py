"""Two at the same instant, with real connections: an election, a new mayor, a list; and the same without the guard."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from seguia.config.testing import Cast, make_cast
from seguia.core.errors import Conflict
from seguia.core.tests.real_database import at_once
from seguia.mandates.importers import ImportOptions, MandateReport, import_mandates, look_through
from seguia.mandates.models import BulkChange, Mandate, Official, Term
from seguia.mandates.services import elections
from seguia.mandates.services.writing import begin_mandate
from seguia.mandates.tests.registers import MAYORS, mayor, write

NIGHT = datetime.date(2026, 3, 30)


@pytest.fixture
def racing_cast(real_database: None) -> Cast:
    cast = make_cast()
    days = {"election_date": datetime.date(2026, 3, 15)}
    Term.objects.get_or_create(country="FR", council="communal", year=2026, defaults=days)
    begin_mandate(
        user=cast.secretariat, territory=cast.loos, latin_name="Zoé Hérisson", function="mayor",
        since=datetime.date(2020, 5, 28),
    )  # fmt: skip
    return cast


def test_election_is_applied_once_and_the_others_are_told(racing_cast: Cast) -> None:
    term = Term.objects.get(country="FR", year=2026)

    def apply() -> BulkChange:
        return elections.apply_election(user=racing_cast.secretariat, term=term, on=NIGHT, expected=1)

    results = at_once([apply] * 4)
    assert sorted(type(result).__name__ for result in results) == ["BulkChange", "Conflict", "Conflict", "Conflict"]
    assert BulkChange.objects.count() == 1


def test_two_new_heads_at_once_leave_one(racing_cast: Cast) -> None:
    Mandate.objects.all().delete()

    def begin(name: str) -> Callable[[], Mandate]:
        facts: dict[str, Any] = {"function": "mayor", "since": NIGHT, "latin_name": name}
        return lambda: begin_mandate(user=racing_cast.secretariat, territory=racing_cast.loos, **facts)

    at_once([begin(f"Person {letter}") for letter in "ABCD"])
    assert Mandate.objects.filter(until=None).count() == 1


def test_without_the_check_the_database_still_refuses_a_second_head(racing_cast: Cast) -> None:
    """The negative control: the service's own check is switched off, the constraint is the second wall."""
    facts: dict[str, Any] = {"function": "president", "since": NIGHT, "latin_name": "Ali Martre"}
    with patch.object(Mandate, "clean"), pytest.raises(Conflict):
        begin_mandate(user=racing_cast.secretariat, territory=racing_cast.loos, **facts)
    assert Mandate.objects.count() == 1
    assert not Official.objects.filter(latin_name="Ali Martre").exists()


def test_same_list_twice_at_once_enters_once(racing_cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, MAYORS, [mayor("62528", "LOUTRE", "Inès", "27/03/2026", "27/03/2026")])
    options = ImportOptions(on=datetime.date(2026, 5, 1))
    rows = look_through(path, options)

    def load() -> MandateReport:
        return import_mandates(rows, options)

    results = at_once([load] * 3)
    assert all(isinstance(result, MandateReport | Conflict) for result in results), results
    assert Mandate.objects.count() == 2
    assert Official.objects.filter(latin_name="Inès LOUTRE").count() == 1
