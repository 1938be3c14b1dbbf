"""Concepts and goals in the API."""

from typing import Any

import pytest
from django.test import Client

from seguia.config.testing import Cast
from seguia.vocabulary.models import Concept

SITE = "http://localhost:8000"


def test_concept_has_exactly_this_shape(client: Client, cast: Cast) -> None:
    cast.composting.related.add(cast.energy)
    body = client.get("/api/v1/concepts/composting", headers={"accept-language": "ar"}).json()
    assert body == {
        "original_language": None,
        "languages": ["ar", "fr", "en"],
        "slug": "composting",
        "preferred": {"ar": "التسميد", "fr": "Compostage", "en": "Composting"},
        "label": "التسميد",
        "alternative": {"ar": ["كومبوست"], "fr": ["compost"], "en": ["compost"]},
        "is_theme": False,
        "theme": "waste",
        "broader": ["waste"],
        "narrower": [],
        "related": ["energy"],
        "goals": ["12.5"],
        "url": {code: f"{SITE}/{code}/themes/composting/" for code in ("ar", "fr", "en")},
    }
    assert client.get("/api/v1/concepts/waste").json()["narrower"] == ["composting"]


def test_goal_has_exactly_this_shape(client: Client, cast: Cast) -> None:
    body = client.get("/api/v1/goals/12.5", headers={"accept-language": "fr"}).json()
    assert body == {
        "original_language": None,
        "languages": ["ar", "fr"],
        "code": "12.5",
        "number": 12,
        "name": {"ar": "تقليص النفايات", "fr": "Moins de déchets"},
        "label": "Moins de déchets",
        "is_goal": False,
        "goal": "12",
        "url": {code: f"{SITE}/{code}/sdg/12.5/" for code in ("ar", "fr", "en")},
    }


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["waste", "energy", "composting"]),
        ("?theme=waste", ["waste", "composting"]),
        ("?is_theme=true", ["waste", "energy"]),
        ("?is_theme=false", ["composting"]),
        ("?page_size=2&page=2", ["composting"]),
    ],
)
def test_concepts_are_filtered(client: Client, cast: Cast, query: str, slugs: list[str]) -> None:
    assert [item["slug"] for item in client.get(f"/api/v1/concepts{query}").json()["items"]] == slugs


def test_goals_are_filtered(client: Client, cast: Cast) -> None:
    assert [item["code"] for item in client.get("/api/v1/goals").json()["items"]] == ["12", "12.5"]
    assert [item["code"] for item in client.get("/api/v1/goals?goal=12").json()["items"]] == ["12.5"]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("concepts?theme=x", 400, "unknown_theme"),
        ("concepts?is_theme=maybe", 422, "invalid_parameter"),
        ("goals?goal=99", 400, "unknown_goal"),
        ("concepts/x", 404, "not_found"),
        ("goals/99", 404, "not_found"),
    ],
)
def test_unknown_codes_are_refused(client: Client, cast: Cast, address: str, status: int, code: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_list_asks_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    cast.composting.related.add(cast.waste)
    for number in (1, 3):
        for extra in range(number - 1):
            concept = Concept.objects.create(slug=f"extra{extra}", preferred={"ar": "أخرى"}, theme=cast.waste)
            concept.broader.add(cast.waste)
            concept.related.add(cast.composting)
        with django_assert_num_queries(6):
            assert client.get("/api/v1/concepts?is_theme=false").json()["count"] == number
    with django_assert_num_queries(2):
        assert client.get("/api/v1/goals").json()["count"] == 2
