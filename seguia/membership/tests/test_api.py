"""Organisations in the API."""

from typing import Any

import pytest
from django.test import Client

from seguia.config.testing import Cast
from seguia.membership.models import Organisation

SITE = "http://localhost:8000"


def test_organisation_has_exactly_this_shape(client: Client, cast: Cast) -> None:
    town = cast.chefchaouen_town
    town.website = "https://example.org/"
    town.save()
    body = client.get(f"/api/v1/organisations/{town.public_id}", headers={"accept-language": "ar"}).json()
    assert body["kind"].pop("label")
    assert body == {
        "original_language": None,
        "languages": ["ar", "fr"],
        "id": town.public_id,
        "kind": {"code": "local-government"},
        "name": {"ar": "جماعة شفشاون", "fr": "Commune de Chefchaouen"},
        "label": "جماعة شفشاون",
        "territory": {
            "scheme": "hcp",
            "code": "0115101",
            "reference": "hcp:0115101",
            "country": "MA",
            "name": {"ar": "شفشاون", "fr": "Chefchaouen", "en": "Chefchaouen"},
            "label": "شفشاون",
        },
        "website": "https://example.org/",
        "url": {code: f"{SITE}/{code}/territories/hcp/0115101/" for code in ("ar", "fr", "en")},
        "is_demonstration": False,
    }


def test_who_represents_an_organisation_is_nowhere(client: Client, cast: Cast) -> None:
    client.force_login(cast.mayor)
    text = client.get("/api/v1/organisations").content.decode()
    assert "جماعة شفشاون" in text
    for person in (cast.mayor, cast.clerk, cast.loos_mayor):
        assert person.email not in text
        assert person.name not in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["جماعة شفشاون", "Ville de Loos-en-Gohelle"]),
        ("?country=fr", ["Ville de Loos-en-Gohelle"]),
        ("?territory=hcp:0115101", ["جماعة شفشاون"]),
        ("?kind=association", []),
        ("?page=2&page_size=1", ["Ville de Loos-en-Gohelle"]),
    ],
)
def test_organisations_are_filtered(client: Client, cast: Cast, query: str, names: list[str]) -> None:
    body = client.get(f"/api/v1/organisations{query}").json()
    assert [next(iter(item["name"].values())) for item in body["items"]] == names


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("organisations?territory=iso:XX", 400, "unknown_territory"),
        ("organisations?territory=x", 400, "invalid"),
        ("organisations?kind=x", 422, "invalid_parameter"),
        ("organisations?country=123", 422, "invalid_parameter"),
        ("organisations/zzzzzzzz", 404, "not_found"),
    ],
)
def test_unknown_codes_are_refused(client: Client, cast: Cast, address: str, status: int, code: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_list_asks_the_same_number_of_queries_for_one_and_three(
    client: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    for number in (1, 3):
        for _ in range(number - 1):
            Organisation.objects.create(kind="local-government", name={"ar": "جماعة"}, territory=cast.chefchaouen)
        with django_assert_num_queries(2):
            assert client.get("/api/v1/organisations?country=MA").json()["count"] == number
