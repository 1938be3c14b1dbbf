"""Mandates by machine: filters, what is public, what is not."""

import datetime
from typing import Any

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from seguia.config.testing import Cast
from seguia.mandates.models import Mandate
from seguia.mandates.services.writing import begin_mandate, end_mandate


def fill(cast: Cast) -> Mandate:
    president = begin_mandate(
        user=cast.secretariat, territory=cast.chefchaouen, arabic_name="زينب الجبلي", function="president",
        since=datetime.date(2021, 9, 20), source="BO", delegation={"ar": "الماء"},
    )  # fmt: skip
    former = begin_mandate(
        user=cast.secretariat, territory=cast.loos, latin_name="Zoé Hérisson", function="mayor",
        since=datetime.date(2020, 5, 28),
    )  # fmt: skip
    end_mandate(
        user=cast.secretariat, mandate=former, until=datetime.date(2026, 3, 27), reason="death", note="secret note"
    )
    return president


def items(client: Client, query: str = "") -> list[Any]:
    found: list[Any] = client.get(f"/api/v1/mandates{query}", headers={"accept-language": "en"}).json()["items"]
    return found


def test_list_and_filters(cast: Cast, client: Client) -> None:
    president = fill(cast)
    [one] = items(client)
    assert one["id"] == president.public_id
    assert one["official"] == {"id": president.official.public_id, "latin_name": None, "arabic_name": "زينب الجبلي"}
    assert one["function"] == {"code": "president", "label": "president of the council"}
    assert (one["since"], one["until"], one["delegation"]) == ("2021-09-20", None, {"ar": "الماء"})
    assert [m["function"]["code"] for m in items(client, "?territory=insee-com:62528&on=2026-03-26")] == ["mayor"]
    assert items(client, "?territory=insee-com:62528&on=2026-03-27") == []
    assert len(items(client, "?on=2022-01-01")) == 2
    assert len(items(client, "?on=2022-01-01&function=mayor")) == 1
    assert len(items(client, "?on=2022-01-01&country=ma")) == 1
    assert "secret note" not in client.get("/api/v1/mandates?on=2022-01-01").content.decode()


def test_one_mandate_and_labels_in_the_language_asked(cast: Cast, client: Client) -> None:
    president = fill(cast)
    answer = client.get(f"/api/v1/mandates/{president.public_id}?locale=en").json()
    assert answer["territory"]["reference"] == "hcp:0115101"
    assert client.get("/api/v1/mandates/zzzzzzzz").status_code == 404


def test_nonsense_is_refused_with_a_sentence(cast: Cast, client: Client) -> None:
    for query in (
        "?function=king",
        "?on=yesterday",
        "?territory=x",
        "?territory=insee-com:99999",
        "?country=FRA",
        "?page=0",
    ):
        response = client.get(f"/api/v1/mandates{query}")
        assert response.status_code in {400, 422}, query
        assert response.json()["error"]["message"]


def test_same_number_of_queries_for_one_and_three(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(cast)
    with django_assert_num_queries(2):
        assert len(items(client)) == 1
    for name in ("A B", "C D"):
        begin_mandate(
            user=cast.secretariat, territory=cast.loos, latin_name=name, function="deputy",
            since=datetime.date(2026, 3, 28),
        )  # fmt: skip
    with django_assert_num_queries(2):
        assert len(items(client)) == 3
