"""The API: official codes as keys, every language, a fixed number of queries."""

from typing import Any

import pytest
from django.test import Client

from seguia.territories.models import Territory
from seguia.territories.tests.registers import load_cog

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/territories"


def test_list_has_the_shape_of_every_list(cast: object, client: Client) -> None:
    body = client.get(f"{ROOT}?kind=commune&page_size=1").json()
    assert (body["count"], body["page"], body["page_size"], len(body["items"])) == (2, 1, 1, 1)
    item = body["items"][0]
    assert (item["reference"], item["name"]["ar"], item["kind"]["code"]) == ("hcp:0115101", "شفشاون", "commune")
    assert (item["region"]["reference"], item["latitude"], item["size"]["code"]) == ("hcp:01", 35.1714, "under-50000")
    assert [trait["code"] for trait in item["traits"]] == ["mountain", "tourism", "urban"]
    assert item["url"]["fr"].endswith("/fr/territories/hcp/0115101/")
    assert client.get(f"{ROOT}?q=غويل").json()["items"][0]["reference"] == "insee-com:62528"


def test_list_asks_the_same_number_of_questions_for_one_and_three(
    cast: object, client: Client, django_assert_num_queries: Any
) -> None:
    for n, query in ((1, "region=hcp:01"), (3, "country=FR")):
        with django_assert_num_queries(2):
            assert client.get(f"{ROOT}?{query}").json()["count"] == n


def test_detail_tells_the_history_by_the_names_of_the_time(client: Client) -> None:
    load_cog()
    body = client.get(f"{ROOT}/insee-com/01091").json()
    assert (body["valid_to"], [one["reference"] for one in body["now"]]) == ("2019-01-01", ["insee-com:01033"])
    [event] = body["events"]
    assert (event["kind"]["code"], event["official_code"], event["date"]) == ("merger", "32", "2019-01-01")
    assert [one["name"]["fr"] for one in event["before"]] == [
        "Bellegarde-sur-Valserine", "Châtillon-en-Michaille", "Lancrans",
    ]  # fmt: skip
    assert [one["name"]["fr"] for one in event["after"]] == ["Valserhône"]
    renamed = client.get(f"{ROOT}/insee-com/73269").json()
    assert renamed["former_names"] == [{"name": {"fr": "Saint-Paul"}, "valid_to": "2024-01-01"}]
    was = client.get(f"{ROOT}/insee-com/73269/was?on=2023-06-01").json()
    assert [one["name"]["fr"] for one in was["items"]] == ["Saint-Paul"]
    then = client.get(f"{ROOT}/insee-com/01033?on=2018-01-01").json()
    assert (then["name"]["fr"], then["valid_to"]) == ("Bellegarde-sur-Valserine", "2019-01-01")


def test_codes_of_other_registers_and_former_codes_find_it(client: Client) -> None:
    load_cog()
    Territory.objects.get(code="74010", valid_to=None).codes.create(scheme="siren", code="200063402")
    assert client.get(f"{ROOT}/siren/200063402").json()["reference"] == "insee-com:74010"
    assert client.get(f"{ROOT}/insee-com/75059").json()["reference"] == "insee-com:93059"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/insee-com/99999", 404),
        ("/x/1", 404),
        ("/hcp/0115101?on=2020-99-99", 422),
        ("/hcp/0115101/was", 422),
        ("/hcp/0115101/was?on=0001-01-01", 200),
        ("?page=-1", 422),
        ("?page=abc", 422),
        ("?page=" + "9" * 30, 422),
        ("?page=900", 200),
        ("?kind=x", 422),
        ("?region=x", 400),
        ("?colour=x", 400),
        ("?q=%E2%80%AE", 200),
    ],
)
def test_bad_input_has_a_body_with_a_code(client: Client, address: str, status: int) -> None:
    Territory.objects.create(scheme="hcp", code="0115101", kind="commune", country="MA", name={"ar": "شفشاون"})
    response = client.get(f"{ROOT}{address}")
    assert response.status_code == status
    assert status == 200 or set(response.json()["error"]) >= {"code", "message"}
