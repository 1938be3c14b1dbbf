"""Error pages help in the reader's language, and a fault of ours asks nothing of the database."""

from typing import Any

import pytest
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import Client, RequestFactory

from seguia.ui.errors import error_response, server_error
from seguia.ui.middleware import activate_language
from seguia.ui.tests.markup import Page


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_missing_page_has_search_in_language(client: Client, language: str, direction: str) -> None:
    response = client.get(f"/{language}/nothing-here/")
    page = Page(response.content.decode())
    assert (response.status_code, page.faults) == (404, [])
    assert page.all("html") == [{"lang": language, "dir": direction}]
    assert [form["action"] for form in page.all("form", role="search")] == [f"/{language}/search/"]


def test_server_error_page_touches_no_database(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the `db` mark every query fails the test; a signed-in person's cookie does not matter."""
    request = rf.get("/ar/")
    request.COOKIES["sessionid"] = "a" * 32
    _as_middleware_leaves_it(request)
    activate_language(request)
    response = server_error(request)
    page = Page(response.content.decode())
    assert (response.status_code, page.faults) == (500, [])


def test_other_error_page_may_ask_the_database(rf: RequestFactory) -> None:
    """The negative control: the page for 403 does look who is there."""
    request = rf.get("/ar/")
    request.COOKIES["sessionid"] = "a" * 32
    _as_middleware_leaves_it(request)
    activate_language(request)
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        error_response(request, 403, "refused")


def _as_middleware_leaves_it(request: Any) -> None:
    for middleware in (SessionMiddleware, AuthenticationMiddleware, MessageMiddleware):
        middleware(lambda r: None).process_request(request)


@pytest.mark.django_db
def test_error_message_is_escaped(client: Client) -> None:
    response = client.get("/fr/search/?sort=<script>alert(1)</script>")
    assert response.status_code == 400
    assert b"<script>alert" not in response.content
