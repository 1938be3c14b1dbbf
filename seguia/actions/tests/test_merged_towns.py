"""When towns merge or change their name, what they told stays theirs and is found under the new name."""

import datetime

import pytest

from seguia.actions.queries import actions_of_town
from seguia.config.testing import Cast, make_territory
from seguia.search.engine import search
from seguia.search.index.follower import follow_changes, rebuild
from seguia.search.request import SearchRequest
from seguia.territories.models import EventKind
from seguia.territories.services import NewTerritory, record_territory_event

DAY = datetime.date(2026, 1, 1)


def _found(words: str) -> set[int]:
    return {hit.object_id for hit in search(SearchRequest(words, "fr", page_size=50)).hits}


def _merge(cast: Cast) -> None:
    neighbour = make_territory(
        "insee-com:62300", "commune", "FR", {"fr": "Liévin"}, region=cast.hauts, parent=cast.hauts
    )
    record_territory_event(
        kind=EventKind.MERGER,
        date=DAY,
        before=[cast.loos, neighbour],
        after=[NewTerritory("insee-com:62999", name={"fr": "Terrils-Réunis", "ar": "تيريل المتحدة"})],
        by=cast.secretariat,
    )


@pytest.mark.django_db
def test_merged_town_shows_what_its_towns_told(cast: Cast) -> None:
    _merge(cast)
    merged = type(cast.loos).objects.get(code="62999")
    assert list(actions_of_town(merged)) == [cast.french_action]
    assert list(actions_of_town(cast.chefchaouen)) == [cast.arabic_action]


@pytest.mark.django_db(transaction=True)
def test_renamed_town_is_found_by_its_new_name(cast: Cast) -> None:
    rebuild()
    assert _found("Terrilbourg") == set()
    record_territory_event(
        kind=EventKind.RENAME,
        date=DAY,
        before=[cast.loos],
        name={"fr": "Terrilbourg"},
        by=cast.secretariat,
    )
    follow_changes()
    assert cast.french_action.pk in _found("Terrilbourg")
