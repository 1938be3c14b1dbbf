"""From the request to the merger: everything that happens to a town in the network, once in each language."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.acting import Visit
from tests.journeys.life import CHAPTERS, Life
from tests.journeys.mails import Mailbox
from tests.journeys.towns import TOWNS, table

Command = Callable[..., str]


@pytest.fixture(scope="session")
def register(command: Command, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The operator imports the three towns and their neighbours."""
    path = tmp_path_factory.mktemp("register") / "towns.csv"
    path.write_text(table(), encoding="utf-8")
    command("territories", "import", "csv", str(path))


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_nothing_of_a_town_is_lost(
    visit: Visit, mailbox: Mailbox, command: Command, tmp_path: Path, language: str
) -> None:
    life = Life(TOWNS[language], visit, mailbox, command, tmp_path)
    for chapter in CHAPTERS:
        chapter(life)


def test_record_of_deeds_and_ledger_hold_afterwards(command: Command) -> None:
    assert "holds" in command("audit", "verify")
    command("ledger", "verify")
