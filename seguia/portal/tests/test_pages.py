"""Every public page, in every language: it answers, says its language, and keeps to the rules of mark-up."""

import pytest
from django.test import Client

from seguia.config.testing import Cast, make_action
from seguia.search.index.follower import rebuild
from seguia.ui.tests.markup import Page

LANGUAGES = [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")]
PAGES = [
    "",
    "search/",
    "search/?q=compostage",
    "search/?q=التسميد&sort=newest",
    "search/?q=xyzzyx&theme=waste",
    "map/",
    "about/",
    "actions/",
    "themes/",
    "themes/composting/",
    "themes/waste/",
    "sdg/",
    "sdg/12/",
    "sdg/12.5/",
    "territories/",
    "territories/hcp/0115101/",
    "account/login/",
    "account/login/code/",
    "account/password/reset/",
]


@pytest.fixture
def indexed(cast: Cast) -> Cast:
    """The cast, and an index that knows it."""
    rebuild()
    return cast


@pytest.mark.parametrize(("language", "direction"), LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_public_page_is_sound(indexed: Cast, client: Client, path: str, language: str, direction: str) -> None:
    response = client.get(f"/{language}/{path}")
    page = Page(response.content.decode())
    assert (response.status_code, page.faults) == (200, [])
    assert page.all("html") == [{"lang": language, "dir": direction}]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_sheet_is_sound_in_every_language(indexed: Cast, client: Client, language: str) -> None:
    for action in (indexed.arabic_action, indexed.french_action):
        page = Page(client.get(f"/{language}/actions/{action.public_id}/").content.decode())
        assert page.faults == []


def test_page_names_itself_in_other_languages(cast: Cast, client: Client) -> None:
    page = Page(client.get("/fr/themes/composting/").content.decode())
    links = {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate") if "hreflang" in link}
    assert links == {code: f"http://localhost:8000/{code}/themes/composting/" for code in ("ar", "fr", "en")}
    assert [link["href"] for link in page.all("link", rel="canonical")] == [links["fr"]]


def test_language_switch_keeps_the_question(indexed: Cast, client: Client) -> None:
    page = Page(client.get("/fr/search/?q=compost&theme=waste").content.decode())
    switch = {link["hreflang"]: link["href"] for link in page.all("a") if "hreflang" in link}
    assert switch["ar"] == "/ar/search/?q=compost&theme=waste"


def test_no_page_is_styled_or_scripted_from_outside(indexed: Cast, client: Client) -> None:
    for path in PAGES:
        page = Page(client.get(f"/fr/{path}").content.decode())
        used = [e.get("src") or e.get("href") for e in page.all("script") + page.all("link", rel="stylesheet")]
        assert [address for address in used if address and not address.startswith("/static/")] == []


def test_arabic_sheet_on_french_page_marks_its_language(cast: Cast, client: Client) -> None:
    action = make_action(cast.chefchaouen_town, {"ar": "عنوان بالعربية فقط"}, status="published")
    page = Page(client.get(f"/fr/actions/{action.public_id}/").content.decode())
    assert {"lang": "ar", "dir": "rtl"} in page.all("bdi")


def test_draft_is_hidden_from_visitors_everywhere(indexed: Cast, client: Client) -> None:
    title = "جمع مياه الأمطار من سطوح المدارس"
    for path in ["", "search/?q=مياه", "actions/", "territories/hcp/0115101/"]:
        assert title not in client.get(f"/ar/{path}").content.decode()
    assert client.get(f"/ar/actions/{indexed.draft.public_id}/").status_code == 404
    client.force_login(indexed.mayor)
    assert title in client.get(f"/ar/actions/{indexed.draft.public_id}/").content.decode()
