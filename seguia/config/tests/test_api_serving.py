"""What holds for every operation of the API."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from seguia.config.api.errors import SENTENCES
from seguia.config.testing import Cast
from seguia.core.languages import language_codes
from seguia.search.index.follower import rebuild

LISTS = ["actions", "organisations", "territories", "concepts", "goals"]


@pytest.fixture
def addresses(cast: Cast) -> list[str]:
    """Every kind of answer, with something in it."""
    rebuild()
    return [
        "/api/v1/",
        "/api/v1/openapi.json",
        *(f"/api/v1/{name}" for name in LISTS),
        "/api/v1/search?q=compost",
        f"/api/v1/actions/{cast.arabic_action.public_id}",
        f"/api/v1/organisations/{cast.loos_town.public_id}",
        "/api/v1/territories/insee-com/62528",
        "/api/v1/concepts/composting",
        "/api/v1/goals/12.5",
    ]


ENGLISH = {"accept-language": "en"}


def varies_by(answer: Any) -> set[str]:
    """The headers of the request that may change the answer; never the cookie."""
    return set(answer.headers["Vary"].split(", "))


def openapi(client: Client) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").json()


def references(part: Any) -> Iterator[str]:
    """Every `$ref` below a part of the description."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_openapi_describes_and_tags_every_operation(client: Client, db: None) -> None:
    schema = openapi(client)
    assert schema["openapi"].startswith("3.1")
    tags = {tag["name"]: tag["description"] for tag in schema["tags"]}
    assert all(tags.values())
    ids = []
    for path, operations in schema["paths"].items():
        assert list(operations) == ["get"], path
        operation = operations["get"]
        ids.append(operation["operationId"])
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        assert set(operation["tags"]) <= set(tags), path
        assert {"200", "304", "400", "404", "422"} <= set(operation["responses"]), path
        kinds = operation["responses"]["200"]["content"]
        assert kinds, path
        assert all(kind["schema"] for kind in kinds.values()), path
    assert len(ids) == len(set(ids))


def test_openapi_references_resolve_and_parameters_are_described(client: Client, db: None) -> None:
    schema = openapi(client)
    for reference in set(references(schema)):
        part: Any = schema
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]
        assert part
    for path, operations in schema["paths"].items():
        parameters = operations["get"]["parameters"]
        in_path = {p["name"] for p in parameters if p["in"] == "path"}
        assert in_path == {part.strip("{}") for part in path.split("/") if part.startswith("{")}
        assert all(p["required"] for p in parameters if p["in"] == "path")
        for parameter in parameters:
            assert parameter["in"] == "path" or parameter.get("description"), (path, parameter["name"])
            assert set(parameter) <= {"in", "name", "schema", "required", "description", "deprecated"}, parameter
        names = [(p["in"], p["name"]) for p in parameters]
        assert len(names) == len(set(names)), path


def test_every_list_has_items_and_count(client: Client, cast: Cast) -> None:
    for name in LISTS:
        body = client.get(f"/api/v1/{name}").json()
        assert list(body) == ["items", "count", "page", "page_size", "next"], name
        assert body["count"] == len(body["items"]) > 0, name
        for item in body["items"]:
            assert set(item["languages"]) <= set(language_codes()), name
            assert "original_language" in item, name


def test_answer_is_not_sent_again_when_it_has_not_changed(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        first = client.get(address)
        assert first.status_code == 200, address
        etag = first.headers["ETag"]
        assert etag.startswith('W/"')
        assert first.headers["Cache-Control"] == "public, max-age=60"
        again = client.get(address, headers={"if-none-match": etag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag), address
        other = client.get(address, headers={"if-none-match": 'W/"other"'})
        assert (other.status_code, other.content) == (200, first.content), address


def test_etag_changes_with_the_content(client: Client, cast: Cast) -> None:
    address = f"/api/v1/actions/{cast.french_action.public_id}"
    etag = client.get(address).headers["ETag"]
    cast.french_action.title = {"fr": "Un autre titre"}
    cast.french_action.save()
    answer = client.get(address, headers={"if-none-match": etag})
    assert (answer.status_code, answer.json()["title"]) == (200, {"fr": "Un autre titre"})
    assert answer.headers["ETag"] != etag


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ar", "ar"),
        ("ar-MA,fr;q=0.8", "ar"),
        ("en;q=0.2, fr;q=0.9", "fr"),
        ("zgh, en;q=0.5", "en"),
        ("fr;q=0, en", "en"),
        ("*", "fr"),
        ("", "fr"),
        ("x" * 9000, "fr"),
        (";;;q=,", "fr"),
    ],
)
def test_language_follows_accept_language(client: Client, cast: Cast, accepted: str, language: str) -> None:
    answer = client.get("/api/v1/concepts/waste", headers={"accept-language": accepted})
    assert answer.headers["Content-Language"] == language
    assert varies_by(answer) == {"Accept-Language", "Accept-Encoding"}
    assert answer.json()["label"] == {"ar": "النفايات", "fr": "Déchets", "en": "Waste"}[language]


def test_locale_goes_before_accept_language_and_cookies_do_not_count(client: Client, cast: Cast) -> None:
    client.cookies["language"] = "en"
    asked = client.get("/api/v1/concepts/waste?locale=ar", headers={"accept-language": "fr"})
    assert (asked.json()["label"], asked.headers["Content-Language"]) == ("النفايات", "ar")
    assert client.get("/api/v1/concepts/waste").json()["label"] == "Déchets"
    wrong = client.get("/api/v1/concepts/waste?locale=de")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "invalid_parameter")


def test_refusals_speak_the_readers_language(client: Client, cast: Cast) -> None:
    answer = client.get("/api/v1/actions?page=-1", headers={"accept-language": "ar"})
    with translation.override("ar"):
        told = str(SENTENCES["greater_than_equal"]) % {"name": "page", "limit": 1}
    assert answer.json() == {"error": {"code": "invalid_parameter", "message": told}}
    assert answer.headers["Content-Language"] == "ar"


@pytest.mark.parametrize("page", ["-1", "0", "abc", "1.5", str(10**30), "", "١٢x", "10001", "9" * 5000])
@pytest.mark.parametrize("name", LISTS)
def test_page_that_is_no_page_is_refused(client: Client, cast: Cast, name: str, page: str) -> None:
    for parameter in ("page", "page_size"):
        answer = client.get(f"/api/v1/{name}", {parameter: page}, headers=ENGLISH)
        body = answer.json()
        assert answer.status_code == 422, (name, parameter, page, body)
        assert list(body) == ["error"]
        assert list(body["error"]) == ["code", "message"]
        assert f"“{parameter}”" in body["error"]["message"]
        assert answer.headers["Cache-Control"] == "no-cache"


def test_misspelt_parameter_is_refused_and_the_possible_ones_named(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        if address.endswith("openapi.json"):
            continue
        joint = "&" if "?" in address else "?"
        answer = client.get(f"{address}{joint}teritory=x", headers=ENGLISH)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "unknown_parameter"), address
        assert "“teritory”" in answer.json()["error"]["message"]
    told = client.get("/api/v1/actions?teritory=x", headers=ENGLISH).json()["error"]["message"]
    assert "territory" in told.split(": ")[-1].rstrip(".").split(", ")


def test_only_reading_is_possible(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(client, method)(address)
            assert answer.status_code == 405, (method, address)
            assert (answer.headers["Allow"], answer.json()["error"]["code"]) == ("GET, HEAD", "method_not_allowed")


def test_head_answers_like_get_without_the_body(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        get, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        assert head.headers["ETag"] == get.headers["ETag"]


def test_unknown_addresses_are_refused_as_json(client: Client, db: None) -> None:
    for address in ("/api/v1/nothing", "/api/v2/actions", "/api/v1/actions/zzzzzzzz", "/api/v1/goals/99", "/api/"):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found"), address


def test_trailing_slash_leads_to_the_address_without(client: Client, cast: Cast) -> None:
    for address in ("/api/v1/actions", "/api/v1/concepts/waste"):
        answer = client.get(f"{address}/?locale=fr")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{address}?locale=fr")
        assert client.get(f"{address}?locale=fr").status_code == 200


def test_people_who_are_signed_in_get_the_same_bytes(client: Client, addresses: list[str], cast: Cast) -> None:
    for person in (cast.mayor, cast.secretariat, cast.stranger):
        known = Client()
        known.force_login(person)
        for address in addresses:
            answer = known.get(address)
            assert answer.content == client.get(address).content, address
            assert varies_by(answer) <= {"Accept-Language", "Accept-Encoding"}, address
            assert not answer.cookies, address


def test_next_leads_through_the_whole_list_on_the_networks_origin(client: Client, cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://reseau.example"
    address, seen = "/api/v1/territories?page_size=4", []
    while address:
        body = client.get(address, headers={"host": "localhost"}).json()
        seen += [item["reference"] for item in body["items"]]
        following = body["next"]
        assert following is None or following.startswith("https://reseau.example/api/v1/territories?")
        address = following and following.removeprefix("https://reseau.example")
    assert len(seen) == len(set(seen)) == body["count"] == 6


def test_arabic_is_written_as_arabic(client: Client, cast: Cast) -> None:
    assert "النفايات".encode() in client.get("/api/v1/concepts/waste").content
    assert "النفايات" in json.loads(client.get("/api/v1/concepts/waste").content)["preferred"].values()


def test_documentation_page_needs_nothing_from_elsewhere(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs").content.decode()
    assert 'src="http' not in page
    assert 'href="http' not in page
    assert page.count("<script") == page.count('<script src="/static/') + page.count('type="application/json"') == 3


def test_another_origin_may_read_but_gets_no_credentials(client: Client, cast: Cast) -> None:
    answer = client.get("/api/v1/actions", headers={"origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
