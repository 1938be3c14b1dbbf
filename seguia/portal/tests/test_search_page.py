"""The search page: the address holds everything, nonsense is refused with a reason, queries are constant."""

from typing import Any

import pytest
from django.test import Client

from seguia.config.testing import Cast, make_action
from seguia.search.index.follower import rebuild
from seguia.ui.tests.markup import Page

QUERIES = 20
"""Documents of the hits (15), names of the facets' codes (3), cards of the page (2); whatever the number of hits."""


@pytest.fixture(autouse=True)
def index(cast: Cast) -> None:
    rebuild()


def test_arabic_sheet_is_found_in_french(cast: Cast, client: Client) -> None:
    html = client.get("/fr/search/?q=énergie").content.decode()
    assert f"/fr/actions/{cast.arabic_action.public_id}/" in html


def test_french_sheet_is_found_in_arabic_and_says_through_what(cast: Cast, client: Client) -> None:
    html = client.get("/ar/search/?q=التسميد").content.decode()
    assert f"/ar/actions/{cast.french_action.public_id}/" in html
    assert "<bdi>التسميد</bdi> = <bdi>compostage</bdi>" in html


def test_filter_in_force_can_be_removed_alone(cast: Cast, client: Client) -> None:
    page = Page(client.get("/fr/search/?q=compostage&theme=waste&country=FR").content.decode())
    removable = [link["href"] for link in page.all("a") if "is-removable" in (link.get("class") or "")]
    assert removable == ["?q=compostage&country=FR", "?q=compostage&theme=waste"]


def test_nothing_found_suggests_themes(cast: Cast, client: Client) -> None:
    page = Page(client.get("/fr/search/?q=zzzzqqq").content.decode())
    offered = [link["href"] for link in page.all("a", **{"class": "chip"})]
    assert offered == ["/fr/search/?theme=waste", "/fr/search/?theme=energy"]


@pytest.mark.parametrize(
    "query", ["page=-1", "page=abc", "page=" + "9" * 30, "sort=worst", "theme=a b", "page_size=0", "country=%22%3E"]
)
def test_nonsense_is_refused_with_a_page(cast: Cast, client: Client, query: str) -> None:
    response = client.get(f"/ar/search/?q=ماء&{query}")
    assert (response.status_code, Page(response.content.decode()).faults) == (400, [])


@pytest.mark.parametrize("words", ["%00", "‮abc", "a" * 3000, "%22%3E%3Cscript%3E", "((((", "AND OR NOT *:*"])
def test_strange_words_never_give_a_fault(cast: Cast, client: Client, words: str) -> None:
    response = client.get(f"/fr/search/?q={words}")
    assert response.status_code in {200, 400, 414}
    assert b"<script>" not in response.content


@pytest.mark.parametrize("more", [0, 2])
def test_search_has_constant_queries(cast: Cast, client: Client, django_assert_num_queries: Any, more: int) -> None:
    for number in range(more):
        action = make_action(cast.loos_town, {"fr": f"Le compostage {number}", "ar": "تسميد"}, status="published")
        action.themes.add(cast.composting)
    rebuild()
    with django_assert_num_queries(QUERIES):
        response = client.get("/fr/search/?q=compostage")
    assert response.context["page"].count == 1 + more
