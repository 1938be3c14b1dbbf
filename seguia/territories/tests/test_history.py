"""Who was this then, who is it now: INSEE's events replayed, and events told by hand."""

import datetime
from pathlib import Path

import pytest
from django.apps import apps

from seguia.core.errors import Conflict, Invalid, NotFound, Refused
from seguia.search.models import Change
from seguia.territories.models import EventKind, FormerName, Territory, TerritoryEvent
from seguia.territories.queries import (
    find_by_name,
    territories_for_index,
    territory_at,
    who_is_now,
    who_was,
)
from seguia.territories.services import NewTerritory, record_territory_event
from seguia.territories.tests.registers import MOVEMENTS, load, load_cog, movement, write, write_cog

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    """A day."""
    return datetime.date.fromisoformat(text)


def names(territories: list[Territory], on: str = "") -> list[str]:
    """French names, of a day or of now, with their codes."""
    return [f"{t.code} {(t.name_on(day(on)) if on else t.name)['fr']}" for t in territories]


def com(code: str, on: str = "") -> Territory:
    """A commune by INSEE's code."""
    return territory_at("insee-com", code, day(on) if on else None)


def test_real_mergers_answer_then_and_now() -> None:
    load_cog()
    assert names(who_is_now(com("74011"))) == ["74010 Annecy"]
    assert names(who_is_now(com("01205"))) == ["01033 Valserhône"]
    assert names(who_was(com("01033"), day("2018-12-31")), "2018-12-31") == [
        "01033 Bellegarde-sur-Valserine", "01091 Châtillon-en-Michaille", "01205 Lancrans",
    ]  # fmt: skip
    assert names([com("01033", "2018-12-31"), com("01033", "2019-01-01"), com("01033")]) == [
        "01033 Bellegarde-sur-Valserine", "01033 Valserhône", "01033 Valserhône",
    ]  # fmt: skip
    new = com("01033")
    assert (new.valid_from, new.valid_to) == (day("2019-01-01"), None)
    assert com("01091").get_absolute_url().endswith("/territories/insee-com/01091/?on=2018-12-31")


def test_real_split_answers_then_and_now() -> None:
    load_cog()
    assert names([com("14712", "2018-06-01")], "2018-06-01") == ["14712 Saline"]
    assert names(who_was(com("14666"), day("2018-06-01")), "2018-06-01") == ["14712 Saline"]
    assert names(who_was(com("14666"), day("2016-06-01"))) == ["14666 Sannerville", "14712 Troarn"]
    assert names([com("14666", "2016-06-01")]) == ["14666 Sannerville"]
    assert names(who_is_now(com("14712", "2018-06-01"))) == ["14712 Troarn"]
    assert names(who_is_now(com("14666", "2016-06-01"))) == ["14712 Troarn"]


def test_real_change_of_name_keeps_the_row() -> None:
    load_cog()
    town = com("73269")
    assert names([com("73269", "2023-12-31")], "2023-12-31") == ["73269 Saint-Paul"]
    assert names([town]) == ["73269 Saint-Paul-sur-Yenne"]
    assert (com("73269", "2023-12-31").pk, town.valid_from) == (town.pk, None)
    assert [t.code for t in find_by_name("Jugon-les-Lacs - Commune")] == ["22084"]


def test_real_changes_of_code_lead_from_the_old_code() -> None:
    load_cog()
    assert [t.reference for t in who_is_now(territory_at("insee-com", "75059"))] == ["insee-com:93066"]
    assert territory_at("insee-com", "75059", day("1960-01-01")) == com("93059")
    old = territory_at("insee-com", "49144")
    assert (old.code, old.valid_to, names(who_is_now(old))) == (
        "44225",
        day("2018-01-01"),
        ["44180 Vallons-de-l'Erdre"],
    )
    with pytest.raises(NotFound):
        territory_at("insee-com", "49144", day("2019-01-01"))


def test_real_events_are_replayed_once() -> None:
    first = load_cog()
    rows = list(Territory.objects.order_by("pk").values())
    again = load_cog()
    assert (again.created, again.changed, again.ended, again.events) == (0, 0, 0, 0)
    assert list(Territory.objects.order_by("pk").values()) == rows
    assert first.events == TerritoryEvent.objects.count() == 19
    kinds = {kind: TerritoryEvent.objects.filter(kind=kind).count() for kind in ("merger", "split", "rename", "recode")}
    assert kinds == {"merger": 7, "split": 3, "rename": 6, "recode": 3}


def write_movements(folder: Path, year: int) -> None:
    """What INSEE counted in 2023, with invented towns: 24 into 11, 3 that left, 9 renamed, 1 recoded."""
    date = f"{year}-01-01"
    town = [(f"01{n:03}", f"Ville-{n:03}") for n in range(201)]
    groups = [(n, n + 1) for n in range(1, 19, 2)] + [(19, 20, 21), (22, 23, 24)]
    rows = []
    for group in groups:
        new = (town[group[0]][0], f"Nouvelle-{group[0]:03}")
        rows += [
            movement(32, date, town[n], target, kind)
            for n in group
            for target, kind in ((new, "COM"), (town[n], "COMD"))
        ]
    for n in (31, 32, 33):
        rows += [movement(21, date, town[n], town[n]), movement(21, date, town[n], (f"01{n + 300}", f"Libre-{n}"))]
    rows += [movement(10, date, town[n], (town[n][0], f"Renommée-{n}")) for n in range(41, 50)]
    rows.append(movement(41, date, town[60], ("69060", town[60][1])))
    write(folder / f"v_mvt_commune_{year}.csv", MOVEMENTS, rows)


def test_year_2023_of_insee_leaves_nobody_without_answer(tmp_path: Path) -> None:
    """24 communes became 11, 3 left a new commune, 9 changed name, 1 its code; all that pointed to them answers."""
    load("cog", write_cog(tmp_path, 200, 2022))
    towns = {t.code: t for t in Territory.objects.filter(scheme="insee-com")}
    organisations = apps.get_model("membership", "Organisation").objects
    for town in towns.values():
        organisations.create(kind="local-government", name=town.name, territory=town)
    write_movements(tmp_path, 2023)
    report = load("cog", tmp_path / "v_mvt_commune_2023.csv")
    assert (report.ended, report.created, report.events) == (24, 11 + 3, 11 + 3 + 9 + 1)
    assert Territory.objects.current().filter(scheme="insee-com").count() == 200 - 24 + 11 + 3
    for organisation in organisations.select_related("territory"):
        [now] = who_is_now(organisation.territory)
        assert now.is_current
        was = who_was(now, day("2022-12-31"))
        assert organisation.territory in was
        assert organisation.territory.name_on(day("2022-12-31"))["fr"].startswith("Ville-")
    assert names(who_is_now(com("01019", "2022-06-01"))) == ["01019 Nouvelle-019"]
    assert [t.code for t in who_was(com("01022"), day("2022-06-01"))] == ["01022", "01023", "01024"]
    assert names(who_was(com("01331"), day("2022-06-01"))) == ["01031 Ville-031"]
    assert names([com("01041", "2022-06-01")], "2022-06-01") == ["01041 Ville-041"]
    assert com("01060").reference == "insee-com:69060"
    again = load("cog", tmp_path / "v_mvt_commune_2023.csv")
    assert (again.created, again.changed, again.events) == (0, 0, 0)
    assert again.ended == 0


@pytest.mark.parametrize("year", [2022, 2023])
def test_events_meet_a_register_from_before_and_from_after_alike(year: int, tmp_path: Path) -> None:
    """The order of imports does not matter: the register's day tells which life a row is."""
    folder = write_cog(tmp_path, 2, year)
    if year == 2023:  # the register after the merger
        header, *_lines = (folder / "v_commune_2023.csv").read_text("utf-8").splitlines()
        (folder / "v_commune_2023.csv").write_text(f"{header}\nCOM,01001,84,01,Neuve,\n", "utf-8")
    new = ("01001", "Neuve")
    rows = [
        movement(32, "2023-01-01", ("01001", "Ville-001"), new),
        movement(32, "2023-01-01", ("01002", "Ville-002"), new),
    ]
    load("cog", folder)
    load("cog", write(tmp_path / "v_mvt_commune_2023.csv", MOVEMENTS, rows))
    lives = Territory.objects.filter(scheme="insee-com").order_by("code", "valid_to")
    told = sorted((t.code, t.name["fr"], str(t.valid_from), str(t.valid_to)) for t in lives)
    assert told == [
        ("01001", "Neuve", "2023-01-01", "None"),
        ("01001", "Ville-001", "None", "2023-01-01"),
        ("01002", "Ville-002", "None", "2023-01-01"),
    ]
    assert all(t.department.reference == "insee-dep:01" and t.region.code == "84" for t in lives)


def test_two_mergers_of_one_code_are_followed_to_the_end(tmp_path: Path) -> None:
    load("cog", write_cog(tmp_path, 3, 2020))
    rows = [movement(32, "2021-01-01", (f"0100{n}", f"Ville-00{n}"), ("01001", "Une")) for n in (1, 2)] + [
        movement(32, "2022-01-01", one, ("01001", "Deux")) for one in (("01001", "Une"), ("01003", "Ville-003"))
    ]
    load("cog", write(tmp_path / "v_mvt_commune_2022.csv", MOVEMENTS, rows))
    assert names(who_is_now(com("01002"))) == ["01001 Deux"]
    assert [com("01001", d).name["fr"] for d in ("2020-06-01", "2021-06-01", "2022-06-01")] == [
        "Ville-001",
        "Une",
        "Deux",
    ]
    assert [t.code for t in who_was(com("01001"), day("2020-06-01"))] == ["01001", "01002", "01003"]


def test_told_merger_ends_and_begins_and_tells_the_index(cast: object) -> None:
    before = [cast.chefchaouen, cast.loos]
    event = record_territory_event(
        by=cast.secretariat, kind=EventKind.MERGER, date=day("2026-01-01"), before=before,
        after=[NewTerritory("hcp:0115101", {"ar": "شفشاون الكبرى", "fr": "Grande Chefchaouen"}, {"population": 5})],
    )  # fmt: skip
    new = territory_at("hcp", "0115101")
    assert (new.name["ar"], new.parent, new.region, new.population) == ("شفشاون الكبرى", cast.north, cast.north, 5)
    cast.chefchaouen_town.refresh_from_db()
    assert cast.chefchaouen_town.territory.pk == cast.chefchaouen.pk
    assert who_is_now(cast.chefchaouen_town.territory) == [new]
    assert set(who_was(new, day("2025-12-31"))) == set(before)
    assert sorted(Change.objects.values_list("kind", "object_id")) == sorted(
        ("territory", pk) for pk in (cast.chefchaouen.pk, cast.loos.pk, new.pk)
    )
    assert event.sides.count() == 3


def test_told_change_of_name_and_code_keep_the_organisation_and_old_answers(cast: object) -> None:
    town = cast.chefchaouen
    record_territory_event(
        by=cast.secretariat,
        kind="rename",
        date=day("2020-01-01"),
        before=[town],
        name={"ar": "الشاون", "fr": "Chaouen"},
    )
    record_territory_event(
        by=cast.secretariat, kind="recode", date=day("2021-01-01"), before=[town], reference="hcp:1510101"
    )
    now = territory_at("hcp", "1510101")
    assert (now.pk, now.name["ar"], territory_at("hcp", "0115101")) == (town.pk, "الشاون", now)
    assert territory_at("hcp", "0115101", day("2019-05-05")).name_on(day("2019-05-05"))["ar"] == "شفشاون"
    assert [t.pk for t in find_by_name("شفشاو")] == [t.pk for t in find_by_name("chaoue")] == [town.pk]
    assert FormerName.objects.get().valid_to == day("2020-01-01")


def test_told_split_keeps_the_one_that_stays(cast: object) -> None:
    part = NewTerritory("hcp:0115103", {"ar": "الجديدة"})
    record_territory_event(
        by=cast.secretariat,
        kind="split",
        date=day("2026-01-01"),
        before=[cast.chefchaouen],
        after=[cast.chefchaouen, part],
    )
    cast.chefchaouen.refresh_from_db()
    assert cast.chefchaouen.is_current
    assert who_was(territory_at("hcp", "0115103"), day("2025-01-01")) == [cast.chefchaouen]


@pytest.mark.parametrize("change", ["loop", "self"])
def test_lineage_ends_even_when_events_go_round(cast: object, change: str) -> None:
    a, b = cast.chefchaouen, cast.loos
    Territory.objects.filter(pk__in=[a.pk, b.pk]).update(valid_to=day("2020-01-01"))
    a.refresh_from_db(), b.refresh_from_db()
    event = TerritoryEvent.objects.create(kind="merger", date=day("2020-01-01"), key="round")
    for life in (a, b):
        event.sides.create(territory=life, is_after=False)
    event.sides.create(territory=a if change == "self" else b, is_after=True)
    assert who_is_now(a) == []


def test_event_by_a_stranger_or_without_sense_changes_nothing(cast: object) -> None:
    town = cast.chefchaouen
    told = {"kind": "rename", "date": day("2026-01-01"), "before": [town], "name": {"ar": "اسم"}}
    with pytest.raises(Refused):
        record_territory_event(by=cast.mayor, **told)
    for wrong in (
        {"kind": "x"},
        {"name": None},
        {"kind": "merger"},
        {"kind": "recode", "reference": "hcp:1"},
        {"name": {"ar": "x" * 500}},
        {"name": {"xx": "x"}},
    ):
        with pytest.raises(Invalid):
            record_territory_event(by=cast.secretariat, **{**told, **wrong})
    town.refresh_from_db()
    assert (town.name["ar"], TerritoryEvent.objects.count(), Change.objects.count()) == ("شفشاون", 0, 0)
    record_territory_event(by=cast.secretariat, **told)
    with pytest.raises(Conflict):
        record_territory_event(by=cast.secretariat, **told)
    assert TerritoryEvent.objects.count() == 1


def test_index_reads_any_number_of_territories_in_three_queries(django_assert_num_queries) -> None:
    load_cog()
    ids = list(Territory.objects.values_list("pk", flat=True))
    for part in (ids[:1], ids):
        with django_assert_num_queries(3):
            for territory in territories_for_index(part):
                assert territory.reference
                assert (territory.region_id is None) == (territory.region is None)
                assert list(territory.codes.all()) is not None
                assert list(territory.former_names.all()) is not None
