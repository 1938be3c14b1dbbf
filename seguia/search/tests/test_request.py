"""The address of a search: what is understood, what is refused."""

import pytest
from django.http import QueryDict

from seguia.core.errors import Invalid
from seguia.search.request import MOST_FILTERS, SearchRequest


def read(query: str) -> SearchRequest:
    return SearchRequest.from_query(QueryDict(query), "ar")


def test_address_is_read() -> None:
    asked = read("q=%D8%A7%D9%84%D9%85%D8%A7%D8%A1&theme=water&theme=waste&theme=water&lang=fr&sort=newest&page=2")
    assert asked == SearchRequest("الماء", "ar", {"theme": ["water", "waste"], "language": ["fr"]}, "newest", 2)
    assert asked.offset == 20


def test_nothing_asked_is_everything() -> None:
    assert read("") == SearchRequest("", "ar")
    assert read("q=&theme=&sort=&page=&page_size=") == SearchRequest("", "ar")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("sort=price", "bad_sort"),
        ("sort=relevance;DROP+TABLE", "bad_sort"),
        ("page=-1", "bad_number"),
        ("page=0", "bad_number"),
        ("page=abc", "bad_number"),
        ("page=1.5", "bad_number"),
        ("page=%D9%A1", "bad_number"),
        ("page=1000000000000000000000000000000", "bad_number"),
        ("page=10001", "bad_number"),
        ("page=501", "too_deep"),
        ("page_size=101", "bad_number"),
        ("page=101&page_size=100", "too_deep"),
        ("theme=a+b", "bad_filter"),
        ("theme=%00", "bad_filter"),
        ("theme=%E2%80%AEx", "bad_filter"),
        ("country='+OR+1=1--", "bad_filter"),
        ("lang=" + "x" * 61, "bad_filter"),
        ("&".join(f"theme=t{n}" for n in range(MOST_FILTERS + 1)), "too_many_filters"),
    ],
)
def test_nonsense_is_refused_with_a_reason(query: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(query)
    assert refused.value.code == code
    assert refused.value.status == 400
    assert str(refused.value.message)


def test_edges_are_accepted() -> None:
    assert read("page=500").page == 500
    assert read("page=100&page_size=100").offset == 9900
    assert read("theme=unknown-code&country=XX").filters == {"theme": ["unknown-code"], "country": ["XX"]}


@pytest.mark.parametrize("fields", [{"page": 0}, {"page_size": 0}, {"page": -3}, {"sort": "price"}])
def test_code_that_asks_is_held_to_the_same_bounds(fields: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        SearchRequest(**fields)
