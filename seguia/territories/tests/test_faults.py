"""Bad files: every fault with its line, in the reader's language, and nothing written."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from seguia.search.models import Change
from seguia.territories.importers import ImportRefused
from seguia.territories.models import Territory, TerritoryEvent
from seguia.territories.tests.registers import (
    MOVEMENTS,
    PLAIN,
    load,
    movement,
    plain_rows,
    write,
    write_etalab,
    write_hcp,
    write_plain,
)

pytestmark = pytest.mark.django_db


def faults_of(name: str, path: Path, **options: Any) -> list[tuple[int, str]]:
    """Line and words of every fault; nothing may have been written."""
    with translation.override("en"), pytest.raises(ImportRefused) as refused:
        load(name, path, **options)
    assert (Territory.objects.count(), TerritoryEvent.objects.count(), Change.objects.count()) == (0, 0, 0)
    return [(fault.place.number, fault.message) for fault in refused.value.faults]


def test_good_rows_beside_a_bad_one_are_not_written(tmp_path: Path) -> None:
    rows = plain_rows(3)
    rows[2]["population"] = "-5"
    path = write_plain(tmp_path / "a.csv", rows)
    assert faults_of("csv", path) == [(4, "population: -5 is not a possible number of inhabitants.")]
    rows[2]["population"] = "5"
    assert load("csv", write_plain(path, rows)).created == 4  # the same file without the fault goes in


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (
            "population",
            "1 200 h",
            "population: “1 200 h” is not a whole number; write the digits 0 to 9, without separators.",
        ),
        (
            "population",
            "١٢٠٠",
            "population: “١٢٠٠” is not a whole number; write the digits 0 to 9, without separators.",
        ),
        ("population", "9999999999", "population: 9999999999 is not a possible number of inhabitants."),
        ("population_year", "20245", "population_year: 20245 is not a possible year."),
        ("valid_from", "31/12/2020", "valid_from: “31/12/2020” is not a day; write it like 2026-01-31."),
        ("valid_from", "2020-02-31", "valid_from: “2020-02-31” is not a day; write it like 2026-01-31."),
        ("latitude", "35,17", "latitude: “35,17” is not a number; write it like 35.17, with a point."),
        ("latitude", "91", "latitude: 91 is outside the world."),
        ("longitude", "", "latitude and longitude belong together: give both or none."),
        ("area_km2", "0", "area_km2: 0 is not a possible area."),
        ("kind", "ville", "There is no kind of territory “ville”."),
        ("country", "ZZZ", "“ZZZ” is not the code of a country."),
        ("scheme", "insee", "There is no register “insee”."),
        ("code", "a b", "“a b” is not a code of the register local."),
        ("traits", "coast sunny", "There is no trait “sunny”."),
        ("parents", "iso:ZA", "The parent iso:ZA is neither in the file nor in this network."),
        ("parents", "TN", "parents: “TN” is not a reference; write register:code, for example insee-com:75056."),
        ("other_codes", "siren:12", "other_codes: “12” is not a code of the register siren."),
        ("valid_to", "2020-01-01", ""),
    ],
)
def test_one_bad_cell_is_one_fault_of_its_line(column: str, value: str, words: str, tmp_path: Path) -> None:
    rows = plain_rows(2)
    rows[1][column] = value
    path = write_plain(tmp_path / "a.csv", rows)
    if words:
        assert faults_of("csv", path) == [(3, words)]
    else:
        assert load("csv", path).created == 3


def test_invisible_characters_in_a_name_are_named(tmp_path: Path) -> None:
    for character in ("\u202e", "\x00", "\ufeff"):
        rows = plain_rows(1)
        rows[1]["name_ar"] = f"مد{character}ينة"
        [(line, words)] = faults_of("csv", write_plain(tmp_path / "a.csv", rows))
        assert (line, f"U+{ord(character):04X}" in words) == (3, True)


def test_doubled_code_names_both_lines(tmp_path: Path) -> None:
    rows = plain_rows(2)
    found = faults_of("csv", write_plain(tmp_path / "a.csv", [*rows, rows[1]]))
    assert found == [(5, "local:TN-1 stands here a second time; it is already in a.csv, line 3.")]


def test_loop_of_parents_is_told_for_each(tmp_path: Path) -> None:
    rows = plain_rows(3)
    rows[1]["parents"], rows[2]["parents"] = "local:TN-2", "local:TN-1"
    rows[3]["parents"] = "local:TN-3"
    assert [line for line, _words in faults_of("csv", write_plain(tmp_path / "a.csv", rows))] == [5, 3, 4, 5]


def test_wrong_header_is_one_fault_and_nothing_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["scheme", "code", "colour", "country", "parents", "code"], [["x"] * 6])
    assert faults_of("csv", path) == [
        (1, "The header lacks these columns: kind."),
        (1, "The header has columns nobody knows: colour."),
        (1, "The header has these columns more than once: code."),
    ]


def test_short_line_and_open_quotation_are_told(tmp_path: Path) -> None:
    path = write_plain(tmp_path / "a.csv", plain_rows(1))
    path.write_text(path.read_text("utf-8") + "local,x,commune\n", "utf-8")
    assert faults_of("csv", path) == [(4, "This line has 3 cells; the header has 25.")]
    path.write_text(path.read_text("utf-8") + 'local,"x\n', "utf-8")
    assert [line for line, _words in faults_of("csv", path)] == [4, 5]


def test_windows_1256_is_told_line_by_line(tmp_path: Path) -> None:
    path = write_plain(tmp_path / "a.csv", plain_rows(2))
    path.write_bytes(path.read_text("utf-8").encode("cp1256"))
    found = faults_of("csv", path)
    assert [line for line, _words in found] == [2, 3, 4]
    assert found[0][1].startswith("This line is not UTF-8 (byte 0xCA at position 19): the file may be in Windows-1256")


def test_broken_utf8_in_one_line_spares_the_others(tmp_path: Path) -> None:
    path = write_plain(tmp_path / "a.csv", plain_rows(3))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[2].replace("م".encode(), b"\xd9"), *lines[3:]]))
    assert [line for line, _words in faults_of("csv", path)] == [3]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_one_fault_of_the_first_line(encoding: str, tmp_path: Path) -> None:
    path = write_plain(tmp_path / "a.csv", plain_rows(2))
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert [line for line, _words in faults_of("csv", path)] == [1]


def test_byte_order_mark_of_utf8_is_harmless_at_the_beginning(tmp_path: Path) -> None:
    path = write_plain(tmp_path / "a.csv", plain_rows(2))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load("csv", path).created == 3


def test_cog_faults_have_their_lines(tmp_path: Path) -> None:
    good = movement(10, "2024-01-01", ("01001", "A"), ("01001", "B"))
    rows = [good, ["x", "1/1/2024", *good[2:]], [*good[:2], "VILLE", *good[3:]], [*good[:3], "", *good[4:]]]
    path = write(tmp_path / "v_mvt_commune_2024.csv", MOVEMENTS, rows)
    assert faults_of("cog", path) == [
        (3, "DATE_EFF: “1/1/2024” is not a day; write it like 2026-01-31."),
        (3, "“x” is not a code of an event of INSEE."),
        (4, "“VILLE” is not a type of commune of INSEE (COM, COMA, COMD, ARM)."),
        (5, "COM_AV is empty."),
    ]


def test_etalab_faults_have_their_entries(tmp_path: Path) -> None:
    folder = write_etalab(tmp_path, 4)
    path = folder / "data" / "communes.json"
    path.write_text(path.read_text("utf-8").replace('"nom": "Ville-002", ', ""), "utf-8")
    with translation.override("en"), pytest.raises(ImportRefused) as refused:
        load("etalab", folder)
    assert [str(f.place) for f in refused.value.faults] == ["communes.json, entry 2"]
    path.write_text("[{", "utf-8")
    assert faults_of("etalab", folder)[0][0] == 0


def test_hcp_faults_have_their_lines(tmp_path: Path) -> None:
    path = write_hcp(tmp_path / "hcp.csv", 8)
    path.write_text(path.read_text("utf-8") + "1234,x,س\n551,Tata,طاطا\n", "utf-8")
    assert faults_of("hcp", path) == [
        (10, "“1234” is not a code of the HCP: 2 digits for a region, 3 a province, 5 a cercle, 7 a commune."),
        (11, "The region of the province 551 is not told: fill the column region."),
    ]


def test_empty_folder_and_empty_file_are_told(tmp_path: Path) -> None:
    assert faults_of("cog", tmp_path)[0][0] == 0
    assert faults_of("etalab", tmp_path)[0][0] == 0
    empty = tmp_path / "a.csv"
    empty.write_text("", "utf-8")
    assert faults_of("csv", empty) == [(1, "The header lacks these columns: scheme, code, kind, country, parents.")]


def test_command_shows_fifty_faults_and_writes_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = plain_rows(60)
    for row in rows[1:]:
        row["kind"] = "x"
    path, report = write_plain(tmp_path / "a.csv", rows), tmp_path / "report.txt"
    with pytest.raises(CommandError) as error:
        call_command("territories", "--language", "en", "import", "csv", str(path), "--report", str(report))
    assert error.value.returncode == 1
    shown = capsys.readouterr().err.strip().splitlines()
    assert (len(shown), shown[0]) == (51, "a.csv, line 3: There is no kind of territory “x”.")
    assert shown[-1] == "… and 10 more; --report FILE writes them all."
    assert len(report.read_text("utf-8").splitlines()) == 60
    assert Territory.objects.count() == 0


def test_command_imports_shows_and_tells_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_plain(tmp_path / "a.csv", plain_rows(2))
    call_command("territories", "--language", "en", "import", "csv", str(path), "--dry-run")
    assert "Dry run: nothing was written." in capsys.readouterr().out
    call_command("territories", "--language", "en", "import", "csv", str(path))
    assert "3 created" in capsys.readouterr().out
    call_command(
        "territories", "--language", "en", "event", "merger", "2026-01-01", "--before", "local:TN-1", "local:TN-2",
        "--new", "local:TN-1", "fr=Ville", "neuve", "ar=مدينة",
    )  # fmt: skip
    call_command("territories", "--language", "en", "show", "local:TN-2")
    text = capsys.readouterr().out
    assert "local:TN-2 مدينة 2" in text or "local:TN-2 Ville 2" in text
    assert text.count("→ ") == 2
    with pytest.raises(CommandError, match="No territory has the code"):
        call_command("territories", "--language", "en", "show", "local:nobody")
    with pytest.raises(CommandError, match="no file"):
        call_command("territories", "--language", "en", "import", "csv", str(tmp_path / "nothing"))


def test_plain_header_is_the_documented_one() -> None:
    text = (Path(__file__).parents[3] / "docs" / "territories.md").read_text("utf-8")
    assert ",".join(PLAIN) in text
