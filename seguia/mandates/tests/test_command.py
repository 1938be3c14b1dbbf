"""The command line, and what the house knows of an elected person."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from seguia.accounts.personal_data import personal_data
from seguia.config.testing import Cast
from seguia.mandates.demo import create_demo_mandates
from seguia.mandates.importers import ImportOptions, import_mandates, look_through
from seguia.mandates.jobs import end_rights
from seguia.mandates.models import Mandate, MandateRepresentation, Official, StagedImport, Term
from seguia.mandates.services.elections import apply_election
from seguia.mandates.services.handing_over import tie_to_account
from seguia.mandates.services.writing import begin_mandate
from seguia.mandates.tests.registers import MAYORS, mayor, write
from seguia.membership.models import Organisation, Representation
from seguia.membership.queries import organisation_ids_of

LINE = mayor("62528", "HÉRISSON", "Zoé", "28/05/2020", "28/05/2020")


def test_import_tells_its_figures_and_a_dry_run_writes_nothing(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    path = write(tmp_path, MAYORS, [LINE, mayor("75056", "MARTRE", "Ali", "28/05/2020", "")])
    report = tmp_path / "report.txt"
    call_command("mandates", "import", str(path), "--date", "2025-05-01", "--dry-run", "--report", str(report))
    text = capsys.readouterr().out
    assert "1 mandates begun" in text
    assert "insee-com:75056" in text
    assert "Dry run" in text
    assert "Dry run" in report.read_text(encoding="utf-8")
    assert not Mandate.objects.exists()
    call_command("mandates", "import", str(path), "--date", "2025-05-01", "--source", "RNE")
    assert Mandate.objects.get().source == "RNE"


def test_faults_go_to_the_report_and_the_command_fails(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    path = write(tmp_path, MAYORS, [LINE.replace("28/05/2020", "x")] * 60)
    report = tmp_path / "faults.txt"
    with pytest.raises(CommandError, match="120 faults"):
        call_command("mandates", "import", str(path), "--report", str(report))
    assert "70 more" in capsys.readouterr().err
    assert len(report.read_text(encoding="utf-8").splitlines()) == 120


def test_file_that_is_not_there_is_a_sentence(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no file .none\.csv"):
        call_command("mandates", "import", str(tmp_path / "none.csv"))


def test_ending_rights_now(cast: Cast, capsys: Any) -> None:
    call_command("mandates", "end-rights")
    assert ": 0." in capsys.readouterr().out


def tied(cast: Cast) -> Mandate:
    mandate = begin_mandate(
        user=cast.secretariat, territory=cast.loos, latin_name="Zoé Hérisson", function="mayor",
        since=datetime.date(2020, 5, 28),
    )  # fmt: skip
    tie_to_account(
        user=cast.secretariat, mandate=mandate, representation=Representation.objects.get(user=cast.loos_mayor)
    )
    return mandate


def test_export_and_erasure_leave_the_public_record(cast: Cast) -> None:
    mandate = tied(cast)
    StagedImport.objects.create(name="x", content=b"", by=cast.loos_mayor)
    [kind] = [one for one in personal_data() if one.name == "mandates"]
    told = kind.export(cast.loos_mayor)
    assert json.loads(json.dumps(told))[0]["territory"] == "insee-com:62528"
    assert kind.export(cast.mayor) == []
    kind.erase(cast.loos_mayor)
    mandate.refresh_from_db()
    assert (mandate.official.user, mandate.official.latin_name, mandate.until) == (None, "Zoé Hérisson", None)
    assert not MandateRepresentation.objects.exists()
    assert not StagedImport.objects.exists()


def test_deleted_account_leaves_the_official(cast: Cast) -> None:
    tied(cast)
    cast.loos_mayor.delete()
    assert Official.objects.get().user is None
    assert Mandate.objects.count() == 1


def test_elected_again_after_the_old_mandates_ended_gets_the_rights_back(cast: Cast, tmp_path: Path) -> None:
    """The election is applied first, the list comes later: what ended on Monday goes on from Friday before."""
    tied(cast)
    term = Term.objects.get(country="FR", year=2026)
    apply_election(user=cast.secretariat, term=term, on=datetime.date(2026, 3, 30), expected=1)
    path = write(tmp_path, MAYORS, [mayor("62528", "HÉRISSON", "Zoé", "27/03/2026", "27/03/2026")])
    options = ImportOptions(on=datetime.date(2026, 5, 1))
    import_mandates(look_through(path, options), options)
    assert Mandate.objects.filter(until=datetime.date(2026, 3, 27)).count() == 1
    assert organisation_ids_of(cast.loos_mayor) == {cast.loos_town.pk}
    assert Representation.objects.filter(user=cast.loos_mayor).count() == 1


def test_files_that_wait_go_after_a_day(cast: Cast) -> None:
    fresh = StagedImport.objects.create(name="fresh", content=b"", by=cast.secretariat)
    old = timezone.now() - datetime.timedelta(hours=25)
    StagedImport.objects.create(name="old", content=b"", by=cast.secretariat, at=old)
    end_rights()
    assert list(StagedImport.objects.all()) == [fresh]


def test_pages_of_the_secretariat_ask_the_same_number_of_queries_for_two_and_four(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretariat)
    tied(cast)
    urls = [
        reverse("mandates:town", args=["insee-com", "62528"]),
        reverse("mandates:handover", args=[cast.loos_town.public_id]),
        reverse("mandates:overview"),
    ]

    def counts() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    def add(name: str) -> None:
        facts: dict[str, Any] = {"function": "deputy", "since": timezone.localdate(), "latin_name": name}
        begin_mandate(user=cast.secretariat, territory=cast.loos, **facts)

    add("A B")
    before = counts()
    add("C D")
    add("E F")
    assert counts() == before


def test_demonstration_is_marked_and_harmless_when_loaded_twice(cast: Cast) -> None:
    Organisation.objects.update(is_demonstration=True)
    assert create_demo_mandates() == 2
    assert create_demo_mandates() == 0
    assert Mandate.objects.count() == 6
    assert not Mandate.objects.filter(is_demonstration=False).exists()
    assert not Official.objects.filter(latin_name="").exists()
    assert not Official.objects.filter(arabic_name="").exists()
