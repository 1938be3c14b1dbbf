"""Registers of officials: what enters, what ends, what never enters, what is refused."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from seguia.config.testing import Cast, make_territory
from seguia.core.errors import Invalid, Refused
from seguia.mandates.importers import ImportOptions, MandateReport, MandatesRefused, import_mandates, look_through
from seguia.mandates.models import BulkChange, EndReason, Function, Mandate, Official
from seguia.mandates.tests.registers import COUNCIL, MAYORS, mayor, member, write
from seguia.territories.models import EventKind, Kind, TerritoryCode
from seguia.territories.services import NewTerritory, record_territory_event

OLD = "28/05/2020"
NEW = "27/03/2026"
ELECTED = datetime.date(2026, 3, 27)
AFTER = datetime.date(2026, 5, 1)


def load(path: Path, **options: Any) -> MandateReport:
    """Import one file as the command line does."""
    is_dry_run, by = options.pop("is_dry_run", False), options.pop("by", None)
    chosen = ImportOptions(**{"on": AFTER, "source": "RNE", **options})
    return import_mandates(look_through(path, chosen), chosen, is_dry_run=is_dry_run, by=by)


@pytest.fixture
def lens(cast: Cast) -> Any:
    return make_territory("insee-com:62498", Kind.COMMUNE, "FR", {"fr": "Lens"}, parent=cast.hauts)


def test_mayors_of_the_register_enter_with_name_function_and_days_only(cast: Cast, lens: Any, tmp_path: Path) -> None:
    lines = [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD), mayor("62498", "D'ARC", "Jean-Éloi", OLD, "05/07/2020")]
    report = load(write(tmp_path, MAYORS, lines))
    assert (report.begun, report.ended, report.unmatched, report.towns) == (2, 0, 0, 2)
    mandate = Mandate.objects.get(territory=cast.loos)
    assert (mandate.function, mandate.since, mandate.until) == (Function.MAYOR, datetime.date(2020, 5, 28), None)
    assert (mandate.official.latin_name, mandate.source, mandate.source_date) == ("Zoé HÉRISSON", "RNE", AFTER)
    assert Mandate.objects.get(territory=lens).since == datetime.date(2020, 7, 5)


def test_birth_and_profession_are_in_no_column(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)]))
    kept = repr([*Official.objects.values(), *Mandate.objects.values(), *BulkChange.objects.values()])
    assert "HÉRISSON" in kept
    assert "1961" not in kept
    assert "Agriculteur" not in kept


def test_same_file_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)])
    load(path)
    before = list(Mandate.objects.values())
    report = load(path)
    assert (report.begun, report.changed, report.ended, report.unchanged) == (0, 0, 0, 1)
    assert list(Mandate.objects.values()) == before
    assert BulkChange.objects.count() == 1


def test_new_mayor_ends_the_old_one_on_the_day_of_taking_over(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)]))
    report = load(write(tmp_path, MAYORS, [mayor("62528", "MARTRE", "Ali", NEW, NEW)]))
    assert (report.begun, report.ended) == (1, 1)
    old = Mandate.objects.get(official__latin_name="Zoé HÉRISSON")
    assert (old.until, old.end_reason) == (ELECTED, EndReason.ELECTION)
    assert Mandate.objects.get(official__latin_name="Ali MARTRE").since == ELECTED


def test_who_is_elected_again_is_the_same_person_with_a_second_mandate(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)]))
    load(write(tmp_path, MAYORS, [mayor("62528", "Herisson", "ZOE", NEW, NEW)]))
    assert Official.objects.count() == 1
    assert list(Mandate.objects.order_by("since").values_list("until", flat=True)) == [ELECTED, None]


def test_older_list_does_not_bring_back_who_left(cast: Cast, tmp_path: Path) -> None:
    old = write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)])
    load(old)
    load(write(tmp_path, MAYORS, [mayor("62528", "MARTRE", "Ali", NEW, NEW)], name="new.csv"))
    report = load(old, on=datetime.date(2026, 1, 1))
    assert (report.begun, report.ended, report.older) == (0, 0, 2)
    assert Mandate.objects.current(AFTER).get().official.latin_name == "Ali MARTRE"


def test_council_has_functions_and_ranks_and_who_is_missing_has_left(cast: Cast, tmp_path: Path) -> None:
    council = [
        member("62528", "HÉRISSON", "Zoé", OLD, "Maire", OLD),
        member("62528", "MARTRE", "Ali", OLD, "2ème adjoint au Maire", OLD),
        member("62528", "LOUTRE", "Inès", OLD),
        member("62528", "BLAIREAU", "Léo", OLD, "Maire délégué", OLD),
    ]
    assert load(write(tmp_path, COUNCIL, council)).begun == 4
    found = {m.official.latin_name: (m.function, m.rank) for m in Mandate.objects.select_related("official")}
    assert found == {
        "Zoé HÉRISSON": ("mayor", None),
        "Ali MARTRE": ("deputy", 2),
        "Inès LOUTRE": ("councillor", None),
        "Léo BLAIREAU": ("delegated-mayor", None),
    }
    report = load(write(tmp_path, COUNCIL, [council[0], council[2]], name="later.csv"))
    assert (report.ended, report.unchanged) == (2, 2)
    assert set(Mandate.objects.filter(until=AFTER).values_list("end_reason", flat=True)) == {"election"}


def test_list_that_is_not_complete_ends_nobody(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, COUNCIL, [member("62528", "LOUTRE", "Inès", OLD), member("62528", "MARTRE", "Ali", OLD)]))
    report = load(write(tmp_path, COUNCIL, [member("62528", "LOUTRE", "Inès", OLD)]), is_complete=False)
    assert (report.ended, report.unchanged) == (0, 1)
    assert Mandate.objects.filter(until=None).count() == 2


def test_two_people_of_one_name_stay_two(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, COUNCIL, [member("62528", "LOUTRE", "Inès", OLD), member("62528", "LOUTRE", "Inès", OLD)])
    assert (load(path).homonyms, Official.objects.count()) == (1, 2)
    again = load(path)
    assert (again.begun, again.unchanged, again.homonyms) == (0, 2, 0)


def test_two_functions_of_one_person_are_two_mandates_of_one_official(cast: Cast, tmp_path: Path) -> None:
    body = make_territory("siren:246200364", Kind.INTERCOMMUNALITY, "FR", {"fr": "Lens-Liévin"}, parent=cast.hauts)
    load(write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)]))
    header = "N° SIREN;Code de la commune;Nom de l'élu;Prénom de l'élu;Date de début du mandat;Libellé de la fonction"
    path = write(
        tmp_path,
        header,
        [
            "246200364;62528;HÉRISSON;Zoé;10/07/2020;",
            "246200364;62528;PUTOIS;Rémi;10/07/2020;Président du conseil communautaire",
        ],
    )
    assert load(path).begun == 2
    official = Official.objects.get(latin_name="Zoé HÉRISSON")
    assert set(official.mandates.values_list("function", "territory")) == {
        ("mayor", cast.loos.pk),
        ("delegate", body.pk),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_every_usual_encoding_is_read(cast: Cast, tmp_path: Path, encoding: str) -> None:
    load(write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)], encoding=encoding))
    assert Official.objects.get().latin_name == "Zoé HÉRISSON"


def test_utf_16_is_refused_with_what_to_do(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(MandatesRefused) as refused:
        load(write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)], encoding="utf-16"))
    assert "CSV UTF-8" in refused.value.faults[0].message


def test_headings_have_synonyms_commas_and_iso_days(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, "code_insee,NOM,prénom,date_debut_mandat", ["62528,Hérisson,Zoé,2020-05-28"])
    assert load(path).begun == 1


def test_faults_name_their_lines_and_nothing_is_written(cast: Cast, tmp_path: Path) -> None:
    lines = [
        mayor("62528", "HÉRISSON", "Zoé", OLD, OLD),
        mayor("62528", "MARTRE", "Ali", "31/02/2020", ""),
        mayor("", "LOUTRE", "Inès", OLD, OLD),
        mayor("9999999", "LOUTRE", "Inès", OLD, OLD),
        mayor("62498", "LOUTRE", "I\u202enès", OLD, OLD),
        "62;Pas-de-Calais",
        mayor("62528", "PUTOIS", "Rémi", OLD, OLD),
    ]
    with pytest.raises(MandatesRefused) as refused:
        load(write(tmp_path, MAYORS, lines))
    assert [fault.place.number for fault in refused.value.faults] == [3, 4, 5, 6, 7, 8]
    assert "Date de début du mandat: “31/02/2020”" in refused.value.faults[0].message
    assert "two heads" in refused.value.faults[-1].message
    assert not Mandate.objects.exists()


@pytest.mark.parametrize("content", ["", "a;b\n", MAYORS + "\n", "\x00\x01\x02", '"open;' * 9])
def test_what_is_no_register_is_refused(cast: Cast, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid):
        load(path)


def test_unknown_towns_are_counted_and_named_not_refused(cast: Cast, tmp_path: Path) -> None:
    lines = [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD), mayor("75056", "MARTRE", "Ali", OLD, OLD)]
    report = load(write(tmp_path, MAYORS, lines))
    assert (report.begun, report.unmatched, report.unmatched_codes) == (1, 1, ["insee-com:75056"])


def test_zero_a_spreadsheet_took_comes_back(cast: Cast, tmp_path: Path) -> None:
    ain = make_territory("insee-com:01004", Kind.COMMUNE, "FR", {"fr": "Ambérieu"}, parent=cast.france)
    load(write(tmp_path, MAYORS, [mayor("1004", "MARTRE", "Ali", OLD, OLD)]))
    assert Mandate.objects.get().territory == ain


def test_dry_run_says_the_same_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)])
    report = load(path, is_dry_run=True)
    assert report.begun == 1
    assert not Mandate.objects.exists()
    assert not BulkChange.objects.exists()
    assert load(path).figures() == report.figures()


def test_only_the_secretariat_imports(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD)])
    for person in (cast.mayor, cast.clerk, cast.stranger):
        with pytest.raises(Refused):
            load(path, by=person)
    assert load(path, by=cast.secretariat).begun == 1
    assert BulkChange.objects.get().by == cast.secretariat


def test_town_that_merged_since_is_found_through_its_history(cast: Cast, lens: Any, tmp_path: Path) -> None:
    """A list of before the merger: its two mayors are delegated mayors of the new commune."""
    event = record_territory_event(
        by=None, kind=EventKind.MERGER, date=datetime.date(2025, 1, 1), before=[cast.loos, lens],
        after=[NewTerritory("insee-com:62900", {"fr": "Loos-Lens"})],
    )  # fmt: skip
    new = event.sides.get(is_after=True).territory
    lines = [mayor("62528", "HÉRISSON", "Zoé", OLD, OLD), mayor("62498", "MARTRE", "Ali", OLD, OLD)]
    report = load(write(tmp_path, MAYORS, lines), on=datetime.date(2024, 12, 1))
    assert report.unmatched == 0
    assert set(Mandate.objects.values_list("territory", "function")) == {(new.pk, "delegated-mayor")}


def test_further_code_of_a_town_finds_it(cast: Cast, tmp_path: Path) -> None:
    TerritoryCode.objects.create(territory=cast.loos, scheme="siren", code="216205281")
    header = "territory,function,name_latin,name_arabic,since"
    load(write(tmp_path, header, ["siren:216205281,mayor,Zoé Hérisson,,2020-05-28"]), format="csv")
    assert Mandate.objects.get().territory == cast.loos


PLAIN = "territory,function,name_latin,name_arabic,since,until,end_reason,rank,delegation_ar,delegation_fr"


def test_plain_table_knows_both_scripts_delegations_and_history(cast: Cast, tmp_path: Path) -> None:
    lines = [
        "hcp:0115101,president,,زينب الجبلي,2021-09-20,,,,,",
        "hcp:0115101,president,Omar Sahli,عمر السهلي,2015-09-15,2021-09-20,election,,,",
        "hcp:0115101,deputy,Omar Sahli,,2021-09-20,,,1,النفايات,Déchets",
    ]
    path = write(tmp_path, PLAIN, lines, name="plain.csv")
    assert load(path, format="csv").begun == 3
    deputy = Mandate.objects.select_related("official").get(function="deputy")
    assert (deputy.official.arabic_name, deputy.rank) == ("عمر السهلي", 1)
    assert deputy.delegation == {"ar": "النفايات", "fr": "Déchets"}
    assert load(path, format="csv").figures()["unchanged"] == 3


def test_second_script_completes_a_name_that_is_known(cast: Cast, tmp_path: Path) -> None:
    load(write(tmp_path, PLAIN, ["hcp:0115101,president,,زينب الجبلي,2021-09-20,,,,,"]), format="csv")
    load(write(tmp_path, PLAIN, ["hcp:0115101,president,Zineb Jebli,زَيْنب الجبلى,2021-09-20,,,,,"]), format="csv")
    official = Official.objects.get()
    assert (official.latin_name, official.arabic_name) == ("Zineb Jebli", "زينب الجبلي")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("hcp:0115101,king,A,,2021-09-20,,,,,", "king"),
        ("nowhere,mayor,A,,2021-09-20,,,,,", "nowhere"),
        ("hcp:0115101,mayor,,,2021-09-20,,,,,", "name"),
        ("hcp:0115101,mayor,A,,,,,,,", "day"),
        ("hcp:0115101,mayor,A,,2021-09-20,2021-09-20,,,,", "until"),
        ("hcp:0115101,mayor,A,,2021-09-20,2022-01-01,tired,,,", "tired"),
        ("hcp:0115101,mayor,A,,2021-09-20,,,zero,,", "rank"),
        ("hcp:0115101,mayor,A,,0021-09-20,,,,,", "day"),
    ],
)
def test_plain_line_that_cannot_be_is_a_fault(cast: Cast, tmp_path: Path, line: str, word: str) -> None:
    with pytest.raises(MandatesRefused) as refused:
        load(write(tmp_path, PLAIN, [line]), format="csv")
    assert [fault.place.number for fault in refused.value.faults] == [2]
    assert word in refused.value.faults[0].message
