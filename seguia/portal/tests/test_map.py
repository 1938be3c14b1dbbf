"""The map: markers and list say the same, in the language of the page."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from seguia.config.testing import Cast, make_action
from seguia.ui.tests.markup import Page


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def test_markers_are_towns_with_a_place(cast: Cast, client: Client) -> None:
    make_action(cast.chefchaouen_town, {"ar": "إجراء ثان"}, status="published")
    answer = client.get("/ar/map/towns.json").json()
    assert answer == {
        "towns": [
            {
                "name": "شفشاون",
                "lang": "ar",
                "lat": 35.171,
                "lon": -5.27,
                "count": 2,
                "url": "/ar/territories/hcp/0115101/",
            }
        ]
    }


def test_list_has_towns_without_a_place_too(cast: Cast, client: Client) -> None:
    page = Page(client.get("/fr/map/").content.decode())
    towns = [
        link["href"]
        for link in page.all("a")
        if "/territories/" in (link["href"] or "") and link["href"] != "/fr/territories/"
    ]
    assert towns == ["/fr/territories/hcp/0115101/", "/fr/territories/insee-com/62528/"]


def test_map_is_left_to_right_on_arabic_page(cast: Cast, client: Client) -> None:
    page = Page(client.get("/ar/map/").content.decode())
    assert [frame["dir"] for frame in page.all("div", id="map")] == ["ltr"]


def test_map_asks_one_query(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    client.get("/fr/map/")
    with django_assert_num_queries(1):
        client.get("/fr/map/")
