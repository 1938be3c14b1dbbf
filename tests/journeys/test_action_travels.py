"""A town asks, is answered with what another town did, takes it up, and is found by a third: once in each language."""

from collections.abc import Callable

import pytest

from tests.journeys.acting import Visit
from tests.journeys.tales import TALES
from tests.journeys.travels import CHAPTERS, Travel


@pytest.mark.parametrize("language", TALES)
def test_action_travels_to_the_next_town(visit: Visit, language: str) -> None:
    travel = Travel(TALES[language], visit)
    for chapter in CHAPTERS:
        chapter(travel)


def test_record_of_deeds_holds_after_the_travels(command: Callable[..., str]) -> None:
    assert "holds" in command("audit", "verify")
