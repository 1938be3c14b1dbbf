"""Whatever stands in a parameter, the answer is an answer or a refusal that says why; never a fault of ours."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seguia.config.testing import Cast
from seguia.search.index.follower import rebuild

TELLING = [
    "-1", "0", "1", "abc", str(10**30), "1e9", "NaN", "true", "null", "[]", "{}", "%", "%00", "\x00", "\ud7ff", "a\u202eb",
    "' OR 1=1 --", "waste", "composting", "12", "12.5", "insee-com:62528", "hcp:0115101", "iso:MA", "iso:", ":", "a:b:c",
    "MA", "ma", "ar", "fr", "idea", "done", "commune", "coast", "under-2000", "2026-01-05", "2026-01-05T09:00:00Z",
    "0001-01-01", "9999-12-31T23:59:59-14:00", "1970-01-01T00:00:00+23:59", "2024-02-30", "99999999999999", "-62135596801",
    "local-government", "relevance", "سماد", "énergie", '"', "\u0661", "x" * 300, "İ", "ß", "\U0001f33f", "\t\n",
]  # fmt: skip
VALUES = st.one_of(st.sampled_from(TELLING), st.text(max_size=40), st.integers().map(str), st.datetimes().map(str))


@pytest.fixture
def operations(client: Client, db: None) -> list[tuple[str, list[str], list[str]]]:
    """Path, names in the path, names in the query."""
    found = []
    for path, methods in client.get("/api/v1/openapi.json").json()["paths"].items():
        parameters = methods["get"]["parameters"]
        found.append((path, *([p["name"] for p in parameters if p["in"] == place] for place in ("path", "query"))))
    return found


@pytest.fixture
def quiet(cast: Cast) -> Client:
    """A browser that gets 500 as an answer, as the world does."""
    rebuild()
    return Client(raise_request_exception=False)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_parameter_value_makes_a_server_error(quiet: Client, operations: Any, data: Any) -> None:
    path, in_path, in_query = data.draw(st.sampled_from(operations))
    for name in in_path:
        path = path.replace(f"{{{name}}}", quote(data.draw(VALUES), safe="") or "x")
    query = data.draw(st.dictionaries(st.sampled_from(in_query), st.lists(VALUES, min_size=1, max_size=2), max_size=4))
    answer = quiet.get(path, query)
    assert answer.status_code < 500, (path, query)
    if answer.status_code >= 400:
        assert list(answer.json()) == ["error"], (path, query)
        assert answer.json()["error"]["message"], (path, query)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(["q", "theme", "country", "sdg", "lang", "sort", "page"]), VALUES))
def test_no_parameter_value_breaks_the_feed(quiet: Client, query: dict[str, str]) -> None:
    assert quiet.get("/ar/feed.atom", query).status_code in (200, 304, 400)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.text(st.characters(codec="latin-1"), max_size=60),
    etag=st.text(st.characters(codec="latin-1"), max_size=30),
)
def test_no_header_makes_a_server_error(quiet: Client, header: str, etag: str) -> None:
    clean = {"accept-language": header.replace("\n", "").replace("\r", ""), "if-none-match": etag}
    assert quiet.get("/api/v1/concepts/waste", headers=clean).status_code in (200, 304)
