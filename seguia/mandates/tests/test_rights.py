"""Rights follow mandates: they end on the right day, whoever runs, and go on for who is elected again."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from seguia.actions.models import Status
from seguia.config.testing import Cast, make_action, make_territory
from seguia.core.errors import Conflict
from seguia.core.permissions import allowed
from seguia.mandates.importers import ImportOptions, import_mandates, look_through
from seguia.mandates.jobs import end_rights
from seguia.mandates.models import Mandate, MandateRepresentation, Official, Term
from seguia.mandates.services.elections import apply_election, undo_change
from seguia.mandates.services.handing_over import tie_to_account, untie_from_account
from seguia.mandates.services.writing import begin_mandate, correct_mandate, end_mandate
from seguia.mandates.tests.registers import MAYORS, mayor, write
from seguia.membership.models import Organisation, Representation, Role
from seguia.membership.queries import organisation_ids_of
from seguia.territories.models import EventKind, Kind
from seguia.territories.services import NewTerritory, record_territory_event


def day(offset: int) -> datetime.date:
    """Today and a number of days."""
    return timezone.localdate() + datetime.timedelta(days=offset)


@pytest.fixture
def sitting(cast: Cast) -> Mandate:
    """The mayor of Loos, with an account whose rights follow the mandate."""
    mandate = begin_mandate(
        user=cast.secretariat, territory=cast.loos, latin_name="Zoé Hérisson", function="mayor",
        since=datetime.date(2020, 5, 28),
    )  # fmt: skip
    held = Representation.objects.get(user=cast.loos_mayor)
    tie_to_account(user=cast.secretariat, mandate=mandate, representation=held)
    mandate.refresh_from_db()
    return mandate


def writes(cast: Cast) -> bool:
    """Whether the mayor of Loos may write for the town now."""
    return cast.loos_town.pk in organisation_ids_of(cast.loos_mayor)


def at(monkeypatch: pytest.MonkeyPatch, when: datetime.date) -> None:
    """Go to a day."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: when)


def test_rights_end_at_midnight_of_the_day_without_any_worker(
    cast: Cast, sitting: Mandate, monkeypatch: pytest.MonkeyPatch
) -> None:
    last, first_without = day(9), day(10)
    end_mandate(user=cast.secretariat, mandate=sitting, until=first_without, reason="resignation")
    assert writes(cast)
    at(monkeypatch, last)
    assert writes(cast)
    at(monkeypatch, first_without)
    assert not writes(cast)
    assert not allowed("actions.create_action", cast.loos_mayor, cast.loos_town)


def test_clerk_and_content_stay(cast: Cast) -> None:
    """The editor of Chefchaouen, the draft and the submitted sheet outlive the mayor's mandate."""
    mandate = begin_mandate(
        user=cast.secretariat, territory=cast.chefchaouen, arabic_name="زينب الجبلي", function="president",
        since=datetime.date(2021, 9, 20),
    )  # fmt: skip
    submitted = make_action(cast.chefchaouen_town, {"ar": "دعم"}, status=Status.SUBMITTED)
    tie_to_account(user=cast.secretariat, mandate=mandate, representation=Representation.objects.get(user=cast.mayor))
    end_mandate(user=cast.secretariat, mandate=mandate, until=day(0), reason="election")
    assert organisation_ids_of(cast.mayor) == set()
    assert organisation_ids_of(cast.clerk) == {cast.chefchaouen_town.pk}
    for sheet, status in ((cast.draft, Status.DRAFT), (submitted, Status.SUBMITTED)):
        sheet.refresh_from_db()
        assert (sheet.organisation, sheet.status) == (cast.chefchaouen_town, status)
    assert allowed("actions.edit_action", cast.clerk, cast.draft)
    assert not allowed("actions.edit_action", cast.mayor, cast.draft)


def test_who_has_two_mandates_in_a_town_keeps_rights_until_the_last(cast: Cast, sitting: Mandate) -> None:
    second = begin_mandate(
        user=cast.secretariat, territory=cast.loos, latin_name="HÉRISSON Zoé", function="councillor",
        since=datetime.date(2020, 5, 28),
    )  # fmt: skip
    assert second.official == sitting.official
    assert second.links.count() == 1
    end_mandate(user=cast.secretariat, mandate=sitting, until=day(0), reason="resignation")
    assert writes(cast)
    end_mandate(user=cast.secretariat, mandate=second, until=day(0), reason="resignation")
    assert not writes(cast)


def test_mandates_in_two_towns_end_each_for_itself(cast: Cast, sitting: Mandate) -> None:
    body = make_territory("siren:246200364", Kind.INTERCOMMUNALITY, "FR", {"fr": "Lens-Liévin"}, parent=cast.hauts)
    council = Organisation.objects.create(kind="local-government", name={"fr": "Lens-Liévin"}, territory=body)
    seat = Representation.objects.create(user=cast.loos_mayor, organisation=council, role=Role.REPRESENTATIVE)
    delegate = begin_mandate(
        user=cast.secretariat, territory=body, latin_name="Zoé Hérisson", function="delegate", since=day(-100)
    )
    tie_to_account(user=cast.secretariat, mandate=delegate, representation=seat)
    end_mandate(user=cast.secretariat, mandate=delegate, until=day(0), reason="resignation")
    assert organisation_ids_of(cast.loos_mayor) == {cast.loos_town.pk}


def test_correcting_an_end_gives_the_rights_back(cast: Cast, sitting: Mandate) -> None:
    ended = end_mandate(user=cast.secretariat, mandate=sitting, until=day(-3), reason="other")
    assert not writes(cast)
    correct_mandate(user=cast.secretariat, mandate=ended, until=None)
    assert writes(cast)


def test_what_a_person_ended_no_mandate_brings_back(cast: Cast, sitting: Mandate) -> None:
    ended = end_mandate(user=cast.secretariat, mandate=sitting, until=day(30), reason="other")
    Representation.objects.filter(user=cast.loos_mayor).update(until=day(-1))
    correct_mandate(user=cast.secretariat, mandate=ended, until=None)
    assert not writes(cast)


def test_job_catches_ends_that_came_another_way(cast: Cast, sitting: Mandate) -> None:
    Mandate.objects.filter(pk=sitting.pk).update(until=day(-1), end_reason="death")
    assert writes(cast)
    assert end_rights() == 1
    assert not writes(cast)
    assert end_rights() == 0


def load(path: Path, on: datetime.date) -> Any:
    options = ImportOptions(on=on)
    return import_mandates(look_through(path, options), options)


def test_beaten_mayor_loses_rights_through_the_list_and_the_elected_again_keeps_them(
    cast: Cast, sitting: Mandate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, datetime.date(2026, 5, 1))
    again = write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", "27/03/2026", "27/03/2026")])
    report = load(again, datetime.date(2026, 5, 1))
    assert (report.begun, report.ended) == (1, 1)
    assert writes(cast)
    assert Representation.objects.filter(user=cast.loos_mayor).count() == 1
    assert Mandate.objects.get(until=None).official.user == cast.loos_mayor
    beaten = write(tmp_path, MAYORS, [mayor("62528", "MARTRE", "Ali", "02/05/2026", "02/05/2026")], name="b.csv")
    assert load(beaten, datetime.date(2026, 5, 3)).rights_ended == 1
    assert writes(cast)
    at(monkeypatch, datetime.date(2026, 5, 2))
    assert not writes(cast)


def test_who_comes_back_after_a_gap_has_rights_from_the_new_day(cast: Cast, sitting: Mandate, tmp_path: Path) -> None:
    end_mandate(user=cast.secretariat, mandate=sitting, until=datetime.date(2022, 1, 1), reason="resignation")
    load(write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", "27/03/2026", "27/03/2026")]), day(0))
    periods = Representation.objects.filter(user=cast.loos_mayor).order_by("since").values_list("since", "until")
    assert list(periods) == [
        (datetime.date(2020, 1, 1), datetime.date(2022, 1, 1)),
        (datetime.date(2026, 3, 27), None),
    ]


def test_merger_carries_mandates_and_rights(cast: Cast, sitting: Mandate) -> None:
    """A commune nouvelle: the mayor is a delegated mayor there, the councillor a councillor, nobody loses rights."""
    lens = make_territory("insee-com:62498", Kind.COMMUNE, "FR", {"fr": "Lens"}, parent=cast.hauts)
    begin_mandate(
        user=cast.secretariat, territory=lens, latin_name="Ali Martre", function="councillor", since=day(-500), rank=4
    )
    event = record_territory_event(
        by=None, kind=EventKind.MERGER, date=day(-20), before=[cast.loos, lens],
        after=[NewTerritory("insee-com:62900", {"fr": "Loos-Lens"})],
    )  # fmt: skip
    new = event.sides.get(is_after=True).territory
    end_rights()
    found = Mandate.objects.filter(territory=new).values_list("official__latin_name", "function", "since", "rank")
    assert set(found) == {
        ("Zoé Hérisson", "delegated-mayor", day(-20), None),
        ("Ali Martre", "councillor", day(-20), 4),
    }
    sitting.refresh_from_db()
    assert (sitting.until, sitting.end_reason) == (day(-20), "merger")
    assert writes(cast)
    count = Mandate.objects.count()
    end_rights()
    assert Mandate.objects.count() == count


def test_split_waits_for_a_person(cast: Cast, sitting: Mandate) -> None:
    new = [NewTerritory("insee-com:62901", {"fr": "Loos"}), NewTerritory("insee-com:62902", {"fr": "Gohelle"})]
    record_territory_event(by=None, kind=EventKind.SPLIT, date=day(-20), before=[cast.loos], after=new)
    end_rights()
    sitting.refresh_from_db()
    assert sitting.until is None
    assert writes(cast)


def test_tying_the_wrong_people_is_refused(cast: Cast, sitting: Mandate) -> None:
    stranger = Representation.objects.create(user=cast.stranger, organisation=cast.loos_town, role=Role.EDITOR)
    with pytest.raises(Conflict):
        tie_to_account(user=cast.secretariat, mandate=sitting, representation=stranger)
    assert untie_from_account(user=cast.secretariat, mandate=sitting) == 1
    assert writes(cast)
    assert Official.objects.get().user is None
    assert not MandateRepresentation.objects.exists()


def test_election_and_its_undoing_move_the_rights_with_the_mandates(
    cast: Cast, sitting: Mandate, monkeypatch: pytest.MonkeyPatch
) -> None:
    term = Term.objects.get(country="FR", year=2026)
    change = apply_election(user=cast.secretariat, term=term, on=day(0), expected=1)
    assert change.figures["rights_ended"] == 1
    assert not writes(cast)
    undo_change(user=cast.secretariat, change=change)
    assert writes(cast)
    sitting.refresh_from_db()
    assert (sitting.until, sitting.end_reason) == (None, "")
