"""The Atom feed of a saved search: open to whoever knows its address, and to nobody else's cache."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from seguia.accounts.models import User
from seguia.config.testing import Cast
from seguia.portal.tests.saved_searches.conftest import SITE, publish, save_search

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.mark.parametrize("frequency", ["none", "daily"])
def test_feed_has_the_results_without_signing_in(indexed: Cast, client: Client, frequency: str) -> None:
    saved = save_search(indexed.clerk, frequency=frequency)
    new = publish(indexed)
    answer = client.get(saved.feed_path())
    feed = ElementTree.fromstring(answer.content)
    titles = [entry.find(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert [(title.get(LANG), title.text) for title in titles if title is not None] == [
        ("fr", new.title["fr"]),
        ("fr", indexed.french_action.title["fr"]),
    ]
    assert (feed.get(LANG), feed.findtext(f"{ATOM}id")) == ("ar", f"{SITE}{saved.feed_path()}")
    assert (feed.findtext(f"{ATOM}title") or "").endswith(": سماد")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_feed_is_kept_by_its_reader_only(indexed: Cast, client: Client) -> None:
    saved = save_search(indexed.clerk)
    first = client.get(saved.feed_path())
    assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("max-age=60, private", "noindex")
    again = client.get(saved.feed_path(), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "public" not in again["Cache-Control"]


def test_feed_keeps_its_language_under_another_address(indexed: Cast, client: Client) -> None:
    saved = save_search(indexed.clerk)
    answer = client.get(saved.feed_path().replace("/ar/", "/en/"))
    assert (ElementTree.fromstring(answer.content).get(LANG), answer["Content-Language"]) == ("ar", "ar")


@pytest.mark.parametrize("token", ["x", "a" * 32, "..", "a" * 3000])
def test_guessed_address_is_not_found(indexed: Cast, client: Client, token: str) -> None:
    save_search(indexed.clerk)
    assert client.get(f"/ar/saved-searches/{token}/feed.atom").status_code == 404


@pytest.mark.parametrize("end", ["deleted", "switched off"])
def test_feed_ends_with_the_search_and_with_the_person(indexed: Cast, client: Client, end: str) -> None:
    saved = save_search(indexed.clerk)
    if end == "deleted":
        saved.delete()
    else:
        User.objects.filter(pk=indexed.clerk.pk).update(is_active=False)
    assert client.get(saved.feed_path()).status_code == 404


def test_two_searches_have_two_addresses_nobody_can_guess(indexed: Cast) -> None:
    one, other = save_search(indexed.clerk), save_search(indexed.clerk)
    assert one.token != other.token
    assert len(one.token) == 32
