"""Suggestions while typing: by keyboard alone, in the reader's direction, and never in the way."""

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route

Visit = Callable[..., Page]

TYPED = {"ar": "ماء", "fr": "com"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _type(page: Page, letters: str) -> None:
    """Letters one after the other, until the list is open."""
    page.locator("[role=combobox]").press_sequentially(letters)
    page.wait_for_selector("[role=listbox] [role=option]")


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("path", ["", "search/?q=eau", "nothing-here/"])
def test_three_letters_an_arrow_and_enter_give_results(visit: Visit, language: str, path: str) -> None:
    page = visit(f"/{language}/{path}", width=390)
    field = page.locator("[role=combobox]")
    field.fill("")
    _type(page, TYPED[language])
    assert field.get_attribute("aria-expanded") == "true"
    assert 1 <= page.locator("[role=option]").count() <= 8
    field.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"]')
    assert chosen.get_attribute("id") == field.get_attribute("aria-activedescendant")
    words = chosen.locator("span").first.inner_text()
    field.press("Enter")
    page.wait_for_url(f"**/{language}/search/**")
    assert page.locator("[role=combobox]").input_value() == words
    assert page.locator("ol.cards > li").count() > 0


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_list_is_accessible_and_within_the_screen(visit: Visit, language: str, scheme: str) -> None:
    page = visit(f"/{language}/", width=390, color_scheme=scheme)
    _type(page, TYPED[language])
    page.keyboard.press("ArrowDown")
    violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], node["html"]) for rule in violations for node in rule["nodes"]] == []
    box = page.locator("[role=listbox]").bounding_box()
    assert box
    assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
    for option in page.locator("[role=option] > span:first-child").all():
        assert option.get_attribute("dir") == ("rtl" if option.get_attribute("lang") == "ar" else "ltr")


def test_word_of_another_language_stands_beside_the_readers(visit: Visit) -> None:
    page = visit("/ar/")
    _type(page, "compostage")
    words = page.locator("[role=option]").first.locator("span")
    assert [word.get_attribute("dir") for word in words.all()] == ["ltr", "auto"]
    assert words.nth(0).inner_text() == "compostage"
    assert words.nth(1).evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_escape_and_tab_close_the_list_and_keep_what_was_typed(visit: Visit) -> None:
    page = visit("/fr/")
    field = page.locator("[role=combobox]")
    for key in ("Escape", "Tab"):
        field.fill("")
        _type(page, "com")
        page.keyboard.press(key)
        assert page.locator("[role=listbox]").is_hidden()
        assert (field.get_attribute("aria-expanded"), field.input_value()) == ("false", "com")


def test_click_chooses(visit: Visit) -> None:
    page = visit("/fr/")
    _type(page, "com")
    words = page.locator("[role=option] > span:first-child").last.inner_text()
    page.locator("[role=option]").last.click()
    page.wait_for_url("**/fr/search/**")
    assert page.locator("[role=combobox]").input_value() == words


def test_one_letter_asks_nothing_and_a_fault_is_silent(visit: Visit) -> None:
    page = visit("/fr/")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.partition("?")[2])
        route.fulfill(status=200, content_type="application/json", body=json.dumps([]) if len(asked) > 1 else "<")

    page.route("**/search/suggest/**", answer)
    field = page.locator("[role=combobox]")
    for letter, expected in [("c", []), ("o", ["q=co"]), ("m", ["q=co", "q=com"])]:
        field.press_sequentially(letter)
        page.wait_for_timeout(500)
        assert asked == expected
        assert page.locator("[role=listbox]").is_hidden()
    field.press("Enter")
    page.wait_for_url("**/fr/search/?q=com")


def test_without_javascript_it_is_a_plain_field(visit: Visit) -> None:
    page = visit("/ar/", javascript=False)
    assert page.locator("[role=combobox], [role=listbox]").count() == 0
    assert page.locator("main input[type=search]").count() == 1
