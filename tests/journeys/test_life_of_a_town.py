"""From the request to the merger: everything that happens to a town in the network, once in each language."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.acting import Visit
from tests.journeys.life import CHAPTERS, Life
from tests.journeys.mails import Mailbox
from tests.journeys.towns import TOWNS


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_nothing_of_a_town_is_lost(
    visit: Visit, mailbox: Mailbox, command: Callable[..., str], tmp_path: Path, language: str
) -> None:
    life = Life(TOWNS[language], visit, mailbox, command, tmp_path)
    for chapter in CHAPTERS:
        chapter(life)
