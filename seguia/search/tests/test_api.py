"""The search in the API."""

from typing import Any

import pytest
from django.test import Client

from seguia.config.testing import Cast, make_action
from seguia.search.index.follower import rebuild

SITE = "http://localhost:8000"


@pytest.fixture
def found(client: Client, cast: Cast) -> Any:
    """Search in a fresh index."""
    rebuild()

    def ask(language: str = "fr", **query: Any) -> Any:
        return client.get("/api/v1/search", query, headers={"accept-language": language}).json()

    return ask


def test_page_of_results_has_exactly_this_shape(found: Any, cast: Cast) -> None:
    body = found(q="compostage")
    action = cast.french_action
    facets = body.pop("facets")
    assert body == {
        "items": [
            {
                "original_language": "fr",
                "languages": ["fr"],
                "id": action.public_id,
                "kind": "action",
                "title": {
                    "language": "fr",
                    "direction": "ltr",
                    "text": "Le compostage au pied des immeubles",
                    "html": "Le <mark>compostage</mark> au pied des immeubles",
                },
                "passage": body["items"][0]["passage"],
                "found_through": [],
                "url": {code: f"{SITE}/{code}/actions/{action.public_id}/" for code in ("ar", "fr", "en")},
                "api_url": f"{SITE}/api/v1/actions/{action.public_id}",
            }
        ],
        "count": 1,
        "page": 1,
        "page_size": 20,
        "next": None,
        "did_you_mean": None,
        "is_approximate": False,
        "is_capped": False,
        "understood": body["understood"],
    }
    assert {"ar"} <= set(body["understood"][0]["translations"])
    country = next(facet for facet in facets if facet["name"] == "country")
    assert country["parameter"] == "country"
    assert country["values"] == [{"value": "FR", "label": "France", "count": 1, "is_active": False}]


def test_text_in_another_language_is_found_and_told_why(found: Any, cast: Cast) -> None:
    (item,) = found("ar", q="التسميد")["items"]
    assert (item["id"], item["title"]["language"], item["title"]["direction"]) == (
        cast.french_action.public_id,
        "fr",
        "ltr",
    )
    assert item["found_through"] == [{"query": "التسميد", "text": "compostage"}]


def test_passage_is_given_as_text_and_as_safe_html(found: Any, cast: Cast) -> None:
    make_action(
        cast.loos_town, {"fr": "Tri <b>& compost"}, summary={"fr": "Le compost <script>1</script> & l’eau"}, status="published"
    )  # fmt: skip
    rebuild()
    items = {item["title"]["text"]: item for item in found(q="compost eau")["items"]}
    item = items["Tri <b>& compost"]
    assert item["title"]["html"] == "Tri &lt;b&gt;&amp; <mark>compost</mark>"
    assert "<script>" in item["passage"]["text"]
    assert "<script>" not in item["passage"]["html"]


def test_parameters_are_those_of_the_page(found: Any, cast: Cast) -> None:
    assert found()["count"] == 2
    assert [item["id"] for item in found(country="MA")["items"]] == [cast.arabic_action.public_id]
    assert [item["id"] for item in found(theme="waste")["items"]] == [cast.french_action.public_id]
    assert [item["id"] for item in found(lang="ar")["items"]] == [cast.arabic_action.public_id]
    assert found(country=["MA", "FR"])["count"] == 2
    active = next(facet for facet in found(country="MA")["facets"] if facet["name"] == "country")
    assert {value["value"]: value["is_active"] for value in active["values"]} == {"MA": True, "FR": False}


def test_pages_lead_to_one_another(client: Client, found: Any, cast: Cast) -> None:
    first = found(page_size=1)
    assert (first["count"], len(first["items"])) == (2, 1)
    second = client.get(first["next"].removeprefix(SITE)).json()
    assert second["next"] is None
    assert {first["items"][0]["id"], second["items"][0]["id"]} == {
        cast.arabic_action.public_id,
        cast.french_action.public_id,
    }


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=abc", "page=" + "9" * 31, "page_size=0", "page_size=101", "page=10000&page_size=100", "sort=x"],
)
def test_what_cannot_be_meant_is_refused(client: Client, cast: Cast, query: str) -> None:
    answer = client.get(f"/api/v1/search?{query}")
    assert answer.status_code == 400
    assert list(answer.json()) == ["error"]


def test_draft_is_never_found(found: Any, cast: Cast) -> None:
    assert found(q="مياه الأمطار")["items"] == []
    assert cast.draft.public_id not in str(found())


def test_sheet_withdrawn_after_indexing_is_left_out(found: Any, cast: Cast) -> None:
    assert len(found(q="compostage")["items"]) == 1
    type(cast.french_action).objects.filter(pk=cast.french_action.pk).update(status="archived")
    assert found(q="compostage")["items"] == []


def test_search_says_that_it_is_being_prepared(client: Client, cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    answer = client.get("/api/v1/search?q=eau")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "not_ready")


def test_search_asks_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    numbers = {}
    for number in (1, 3):
        for extra in range(number - 1):
            another = make_action(cast.loos_town, {"fr": f"Compost {extra}"}, status="published")
            another.themes.add(cast.composting)
            another.goals.add(cast.target)
        rebuild()
        with django_assert_max_num_queries(60) as queries:
            assert client.get("/api/v1/search?q=compost").json()["count"] == number
        numbers[number] = len(queries)
    assert numbers[1] == numbers[3]
