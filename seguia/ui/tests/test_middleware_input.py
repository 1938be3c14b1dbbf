"""Addresses as they really arrive: percent-encoded, raw UTF-8, broken, far too long."""

import pytest
from django.test import Client


def _raw(text: bytes) -> str:
    """Bytes as a WSGI server hands them over."""
    return text.decode("latin-1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=%D9%85%D8%A7%D8%A1", 200),
        (_raw("q=ماء".encode()), 200),
        ("q=%ff%fe", 400),
        (_raw(b"q=\xff\xfe"), 400),
        ("q=%00", 400),
        ("q=" + "a" * 100_000, 414),
    ],
)
def test_query_string_is_understood_or_refused(client: Client, query: str, status: int) -> None:
    answer = client.get("/ar/search/", QUERY_STRING=query)
    assert answer.status_code == status
    assert len(answer.content) < 60_000


@pytest.mark.django_db
def test_raw_arabic_is_the_word_that_was_typed(client: Client) -> None:
    answer = client.get("/ar/search/", QUERY_STRING=_raw("q=ماء".encode()))
    assert 'value="ماء"' in answer.content.decode()
